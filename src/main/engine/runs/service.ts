/**
 * What can be asked of runs: the procedures of `contract.runs`. Runs go one after another; each is cancelled between
 * batches and goes on from there when it is started again.
 */
import { CoreError } from '../../../core/errors.ts';
import type { Role, Run, RunItemError, RunOptions, RunProgress } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { modelEnvironment } from '../models/environment.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { pairlensVersion } from '../paths.ts';
import type { Store } from '../store/database.ts';
import { forgetDerived } from '../store/derived.ts';
import { registerModel } from '../store/models.ts';
import { countItems, findPairAt, listItemErrors, planItems, replanFailedItems } from '../store/run-items.ts';
import {
  asInterrupted,
  createRun,
  getRun,
  isLeftBehind,
  listRuns,
  markRunning,
  markStopped,
  markWaiting,
  removeRun,
  restoreRun,
} from '../store/runs.ts';
import { getProject } from '../store/projects.ts';
import { getSentenceSet, hashSentenceSet } from '../store/sentence-sets.ts';
import { executeRun } from './execute-run.ts';
import { useModelOfRun } from './model-of-run.ts';
import { ProgressFeed } from '../jobs/progress-feed.ts';
import { ProgressMeter } from '../jobs/progress-meter.ts';

/** A run that is waiting or running in this process. */
interface ActiveRun {
  readonly cancel: AbortController;
  /** Settles when the run has stopped, however it ended; of one that is cancelled while it waits, at its turn. */
  readonly stopped: Promise<void>;
  /** Its turn has come. */
  atWork: boolean;
  /** As they were last published. */
  counts: ItemCounts;
}

type ItemCounts = ReturnType<typeof countItems>;

interface NewRun {
  readonly projectId: number;
  readonly setId: number;
  readonly controlSetId: number | null;
  readonly model: string;
  readonly options: RunOptions;
}

type EndState = 'cancelled' | 'failed' | 'done';

export class RunService {
  readonly #store: Store;
  readonly #models: OpenModels;
  readonly #feed = new ProgressFeed<RunProgress>({
    keyOf: ({ runId }) => runId,
    isActive: ({ state }) => state === 'running' || state === 'planned',
  });
  readonly #active = new Map<number, ActiveRun>();
  /** Runs whose end could not be written, for the disk was full: why, by id. */
  readonly #unwritten = new Map<number, string>();
  #last: Promise<void> = Promise.resolve();

  constructor(store: Store, models: OpenModels) {
    this.#store = store;
    this.#models = models;
  }

  /** @throws PairlensError NOT_FOUND for a project that is not there */
  list({ projectId }: { readonly projectId: number }): Run[] {
    getProject(this.#store.database, projectId);
    return this.#asTheyAre(() => listRuns(this.#store.database, projectId));
  }

  get({ id }: { readonly id: number }): Run {
    const [run] = this.#asTheyAre((): [Run] => [getRun(this.#store.database, id)]);
    return run;
  }

  /** The pairs that failed, and why. */
  errors({ id }: { readonly id: number }): RunItemError[] {
    getRun(this.#store.database, id);
    return listItemErrors(this.#store.database, id);
  }

  /**
   * The id of the pair that exports call by this number: its place in the set's order, counted from 1.
   * @throws PairlensError NOT_FOUND
   */
  pairId({
    id,
    role,
    number,
  }: {
    readonly id: number;
    readonly role: Role;
    readonly number: number;
  }): number {
    getRun(this.#store.database, id);
    const pairId = findPairAt(this.#store.database, id, role, number - 1);
    if (pairId === null)
      throw new PairlensError('NOT_FOUND', `run ${id} has no pair ${number} in its ${role}`, {
        id,
        role,
        number,
      });
    return pairId;
  }

  /** Progress of every run that is active, from now on; the present state first. */
  progress(signal?: AbortSignal): AsyncIterableIterator<RunProgress> {
    return this.#feed.listen(signal);
  }

  /**
   * Plans a run over the pairs that the sets have now. The model is opened, and compiled if need be, so that what is
   * wrong with it shows here and its hashes are on record.
   * @param request.model a bundled name or a folder
   * @param onActivity told, in words, what takes time
   * @throws PairlensError SET_EMPTY, BAD_REQUEST, NOT_FOUND, and what ModelLibrary.open throws
   */
  async create(request: NewRun, onActivity: (text: string) => void = ignoreActivity): Promise<Run> {
    const { projectId, setId, controlSetId } = request;
    this.#checkSets(projectId, setId, controlSetId);
    return this.#models.use(request.model, onActivity, (model) => {
      checkHasHeads(model);
      return this.#store.write((database) => {
        const id = createRun(database, {
          ...request.options,
          projectId,
          setId,
          controlSetId,
          modelId: registerModel(database, describeModel(model)),
          setHash: hashSentenceSet(database, setId),
          controlSetHash: controlSetId === null ? null : hashSentenceSet(database, controlSetId),
          weightsHash: model.weightsHash,
          tokenizerHash: model.tokenizerHash,
          pairlensVersion: pairlensVersion(),
          ortVersion: modelEnvironment.ortVersion,
        });
        planItems(database, id, setId, 'set');
        if (controlSetId !== null) planItems(database, id, controlSetId, 'control');
        return getRun(database, id);
      });
    });
  }

  #checkSets(projectId: number, setId: number, controlSetId: number | null): void {
    const { database } = this.#store;
    getProject(database, projectId);
    if (setId === controlSetId)
      throw new PairlensError('BAD_REQUEST', 'the control set is the set itself: choose another', { setId });
    for (const id of [setId, controlSetId]) {
      if (id === null) continue;
      const set = getSentenceSet(database, id);
      if (set.projectId !== projectId)
        throw new PairlensError('BAD_REQUEST', `sentence set ${id} is not of project ${projectId}`, { id });
      if (set.pairCount === 0)
        throw new PairlensError('SET_EMPTY', `the sentence set “${set.name}” has no pairs`, { id });
    }
  }

  /**
   * Starts or resumes a run; it waits for those before it. A run that failed tries its failed pairs again.
   * @throws PairlensError RUN_STATE when it is active or done
   */
  start({ id }: { readonly id: number }): Run {
    const run = this.get({ id });
    if (run.state === 'running' || run.state === 'done' || this.#active.has(id)) {
      const is = run.state === 'planned' ? 'waiting for its turn' : run.state;
      throw new PairlensError('RUN_STATE', `run ${id} is ${is}: it cannot be started`, {
        id,
        state: run.state,
      });
    }
    const before = [...this.#active.keys()].at(-1);
    const counts = this.#store.write((database) => {
      if (run.state === 'failed') replanFailedItems(database, id);
      forgetDerived(database, id);
      if (before === undefined) markRunning(database, id);
      else markWaiting(database, id);
      return countItems(database, id);
    });
    this.#unwritten.delete(id);
    const cancel = new AbortController();
    const stopped = this.#last.then(() => this.#run(id, cancel.signal));
    this.#active.set(id, { cancel, stopped, counts, atWork: false });
    this.#last = stopped;
    if (before === undefined) this.#publish(id, counts, { state: 'running', activity: 'Starting' });
    else this.#publish(id, counts, { state: 'planned', activity: `Waiting for run ${before}` });
    return getRun(this.#store.database, id);
  }

  /** Returns when the batch in flight is stored and the run has stopped; at once for a run that waits. */
  async cancel({ id }: { readonly id: number }): Promise<Run> {
    const active = this.#active.get(id);
    if (active === undefined) {
      const { state } = this.get({ id });
      throw new PairlensError('RUN_STATE', `run ${id} is ${state}: there is nothing to cancel`, {
        id,
        state,
      });
    }
    this.#stop(id, active);
    if (active.atWork) await active.stopped;
    return this.get({ id });
  }

  /** @throws PairlensError RUN_STATE while it is active */
  remove({ id }: { readonly id: number }): Record<string, never> {
    if (this.#active.has(id))
      throw new PairlensError('RUN_STATE', `run ${id} is running: cancel it first`, { id });
    this.#store.write((database) => {
      forgetDerived(database, id);
      removeRun(database, id);
    });
    return {};
  }

  restore({ id }: { readonly id: number }): Run {
    return this.#store.write((database) => restoreRun(database, id));
  }

  /** Cancels what is active and returns when it has stopped. */
  async close(): Promise<void> {
    for (const [id, active] of this.#active) this.#stop(id, active);
    await this.#last;
    this.#feed.close();
  }

  #stop(id: number, { cancel, atWork }: ActiveRun): void {
    cancel.abort();
    if (!atWork) this.#finish(id, null);
  }

  async #run(id: number, signal: AbortSignal): Promise<void> {
    const active = this.#active.get(id);
    // It was cancelled while it waited, and may by now be waiting for another turn.
    if (signal.aborted || active === undefined) return;
    active.atWork = true;
    let error: string | null = null;
    try {
      await this.#execute(id, signal);
    } catch (cause) {
      // What nobody expected is a bug, and its stack belongs in the log.
      if (!(cause instanceof PairlensError || cause instanceof CoreError)) console.error(cause);
      error = messageOf(cause);
    }
    this.#finish(id, error);
  }

  async #execute(id: number, signal: AbortSignal): Promise<void> {
    const run = getRun(this.#store.database, id);
    const { alignment, keep } = run.provenance;
    if (run.state === 'planned') this.#store.write((database) => markRunning(database, id));
    this.#report(id, 'Opening the model');
    await useModelOfRun(
      this.#models,
      this.#store.database,
      run,
      (model) => {
        const meter = new ProgressMeter();
        const onBatch = () => this.#report(id, 'Running pairs', meter);
        onBatch();
        return executeRun({ store: this.#store, runId: id, model, alignment, keep, signal, onBatch });
      },
      (activity) => this.#report(id, activity),
    );
  }

  /** Writes how a run ended: `error` says why it failed; one that stopped with pairs left over was cancelled. */
  #finish(id: number, error: string | null): void {
    let counts = this.#active.get(id)?.counts ?? { total: 0, done: 0, failed: 0 };
    this.#active.delete(id);
    let state: EndState = 'failed';
    let reason = error;
    try {
      counts = countItems(this.#store.database, id);
      ({ state, error: reason } = endOf(counts, error));
      this.#store.write((database) => {
        forgetDerived(database, id);
        markStopped(database, id, state, reason);
      });
    } catch (cause) {
      // Nothing can be written, as on a full disk. What is stored stays and can be resumed; the state is remembered.
      state = 'failed';
      this.#unwritten.set(id, reason ?? messageOf(cause));
    }
    this.#publish(id, counts, { state, activity: END_WORDS[state] });
  }

  /** Tells how far a run that is at work has come. */
  #report(id: number, activity: string, meter?: ProgressMeter): void {
    const counts = countItems(this.#store.database, id);
    const active = this.#active.get(id);
    if (active !== undefined) active.counts = counts;
    meter?.mark(performance.now(), counts.done + counts.failed);
    this.#publish(id, counts, {
      state: 'running',
      activity,
      rate: meter?.rate() ?? null,
      secondsLeft: meter?.secondsLeft(counts.total - counts.done - counts.failed) ?? null,
    });
  }

  #publish(
    runId: number,
    counts: ItemCounts,
    told: Pick<RunProgress, 'state' | 'activity'> & Partial<Pick<RunProgress, 'rate' | 'secondsLeft'>>,
  ): void {
    this.#feed.publish({ ...counts, runId, rate: null, secondsLeft: null, ...told });
  }

  /** Where nobody writes to the store, runs that say they are running were left behind by a process that is gone. */
  #asTheyAre<Runs extends Run[]>(read: () => Runs): Runs {
    const runs = read();
    if (!runs.some(isLeftBehind) || this.#store.hasWriter())
      return runs.map((run) => this.#asItIs(run)) as Runs;
    // The process may have ended them between the two questions.
    return read().map(asInterrupted) as Runs;
  }

  #asItIs(run: Run): Run {
    const error = this.#unwritten.get(run.id);
    return error === undefined ? run : { ...run, state: 'failed', error };
  }
}

const END_WORDS: Readonly<Record<EndState, string>> = {
  cancelled: 'Cancelled',
  failed: 'Failed',
  done: 'Done',
};

/** A run compares heads. @throws PairlensError BAD_REQUEST for a model of embeddings alone, which has none */
function checkHasHeads({ name, dimensions }: LoadedModel): void {
  if (dimensions.layers > 0) return;
  throw new PairlensError('BAD_REQUEST', `${name} has no layers, and so no heads that a run could compare`, {
    model: name,
  });
}

function endOf(
  { total, done, failed }: { total: number; done: number; failed: number },
  error: string | null,
): { state: EndState; error: string | null } {
  if (error !== null) return { state: 'failed', error };
  if (failed === total)
    return { state: 'failed', error: total === 1 ? 'its only pair failed' : `all ${total} pairs failed` };
  return { state: done + failed < total ? 'cancelled' : 'done', error: null };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function ignoreActivity(): void {
  // For callers that show none.
}

function describeModel(model: LoadedModel) {
  const { name, folder, architecture, parameters, weightsHash, tokenizerHash } = model;
  const { layers, heads, dModel, maxPositions } = model.dimensions;
  return {
    ...{
      name,
      folder,
      architecture,
      layers,
      heads,
      dModel,
      parameters,
      maxPositions,
      weightsHash,
      tokenizerHash,
    },
    config: JSON.stringify(model.config),
  };
}
