/**
 * What can be asked of runs: the procedures of `contract.runs`. A run that is started is a job in the lane of the model;
 * it is cancelled between batches and goes on from there when it is started again.
 */
import type { Role, Run, RunItemError } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { stateInSentence } from '../../../shared/state-words.ts';
import type { Job } from '../../../shared/jobs.ts';
import {
  type RunCheck,
  type RunCheckRequest,
  runCheckRequest,
  type RunQuality,
} from '../../../shared/pair-quality.ts';
import type { RunSoundness } from '../../../shared/run-soundness.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import {
  describeError,
  type JobEnd,
  type JobOutcome,
  type Jobs,
  MODEL_LANE,
  type StartedJob,
} from '../jobs/jobs.ts';
import { StatesHere } from '../jobs/states-here.ts';
import type { ModelLibrary } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import type { Store } from '../store/database.ts';
import { forgetDerived } from '../store/derived.ts';
import { countItems, type ItemCounts } from '../store/item-counts.ts';
import { findPairAt, listItemErrors, replanFailedItems, replanItems } from '../store/run-items.ts';
import {
  asInterrupted,
  getRun,
  isLeftBehind,
  listRuns,
  markRunning,
  markStopped,
  markWaiting,
  removeRun,
  restoreRun,
} from '../store/runs.ts';
import { noteCompiledWeights } from '../store/compiled-weights.ts';
import { forgetTensors } from '../store/tensors.ts';
import { getProject } from '../store/projects.ts';
import type { CheckTasks } from './check-tasks.ts';
import type { Asked, Followed } from '../threads/readings.ts';
import { Counting } from './counting.ts';
import type { RunIntegrity } from './run-integrity.ts';
import { expectInStore } from '../run-folders/expect-in-store.ts';
import { layOutColumns } from '../results/lay-out-columns.ts';
import { toGoOn } from '../devices/device-to-use.ts';
import { beginOn, deviceSoFar } from '../store/ran-on.ts';
import { endOf } from './end-of-run.ts';
import { executeRun } from './execute-run.ts';
import { checkSets, type NewRun, planNewRun } from './new-run.ts';
import { useModelOfRun } from './model-of-run.ts';
import type { HashedPlan } from './plan-run.ts';
import { qualityOfRun } from './stored-quality.ts';

/** A run that is waiting or running in this process. */
interface ActiveRun {
  readonly job: StartedJob;
  /** As they were last told. */
  counts: ItemCounts;
  /** Started for the first time: all of it is measured by this process. */
  readonly isFirst: boolean;
}

/** What is read elsewhere: over all pairs of a run or a set. */
type RunReadings = Asked<{
  countOfRun: (runId: number) => ItemCounts;
  planOfSet: (setId: number) => HashedPlan;
}>;

export interface RunServiceParts {
  readonly store: Store;
  readonly models: OpenModels;
  readonly library: Pick<ModelLibrary, 'tokenizerPlace'>;
  readonly jobs: Jobs;
  readonly integrity: RunIntegrity;
  readonly readings: RunReadings;
  readonly tasks: Followed<CheckTasks>;
}

export class RunService {
  readonly #store: Store;
  readonly #models: OpenModels;
  readonly #library: Pick<ModelLibrary, 'tokenizerPlace'>;
  readonly #jobs: Jobs;
  readonly #integrity: RunIntegrity;
  readonly #readings: RunReadings;
  readonly #tasks: Followed<CheckTasks>;
  readonly #active = new Map<number, ActiveRun>();
  readonly #states: StatesHere<Run>;

  constructor({ store, models, library, jobs, integrity, readings, tasks }: RunServiceParts) {
    this.#store = store;
    this.#library = library;
    this.#models = models;
    this.#jobs = jobs;
    this.#integrity = integrity;
    this.#readings = readings;
    this.#tasks = tasks;
    this.#states = new StatesHere({
      is: isLeftBehind,
      asInterrupted,
      hasWriter: () => store.hasWriter(),
    });
  }

  /** @throws PairlensError NOT_FOUND for a project that is not there */
  list({ projectId }: { readonly projectId: number }): Run[] {
    getProject(this.#store.database, projectId);
    return this.#states.asTheyAre(() => listRuns(this.#store.database, projectId));
  }

  /** Runs that were read of the store, with what is known of them here and now. */
  asTheyAre(runs: readonly Run[]): Run[] {
    return this.#states.asTheyAre(() => runs);
  }

  get({ id }: { readonly id: number }): Run {
    const [run] = this.#states.asTheyAre(() => [getRun(this.#store.database, id)]);
    return run as Run;
  }

  /** The pairs that failed, and why. */
  errors({ id }: { readonly id: number }): RunItemError[] {
    getRun(this.#store.database, id);
    return listItemErrors(this.#store.database, id);
  }

  /** What is to be known of its pairs beside their numbers: those that the tokenizer cannot tell apart, and the like. */
  quality({ id }: { readonly id: number }): RunQuality {
    getRun(this.#store.database, id);
    return qualityOfRun(this.#store.database, id);
  }

  /**
   * What is to be known before such a run is started: every pair is tokenised, none computed. Tells how far it is, and at the
   * end all of it.
   * @throws PairlensError SET_EMPTY, BAD_REQUEST, NOT_FOUND, and what ModelLibrary.tokenizerPlace and openTokenizer throw
   */
  async *check(request: RunCheckRequest, signal?: AbortSignal): AsyncGenerator<RunCheck, void, void> {
    const { projectId, setId, controlSetId, model, alignment } = runCheckRequest.parse(request);
    checkSets(this.#store.database, { projectId, setId, controlSetId });
    const place = await this.#library.tokenizerPlace(model);
    for await (const told of this.#tasks.pairsChecked({ setId, controlSetId, alignment, place })) {
      if (signal?.aborted === true) return;
      yield told;
    }
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

  /**
   * @param onActivity told, in words, what takes time
   * @throws PairlensError as {@link planNewRun}
   */
  create(request: NewRun, onActivity: (text: string) => void = ignoreActivity): Promise<Run> {
    const parts = { store: this.#store, models: this.#models };
    return planNewRun(parts, request, (setId) => this.#readings.planOfSet(setId), onActivity);
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
    if (!run.canResume)
      throw new PairlensError(
        'RUN_STATE',
        `run ${id} cannot be resumed: ${run.error ?? 'its pairs failed'}, and would fail again; plan another run`,
        { id, state: run.state },
      );
    const waits = this.#jobs.isBusy(MODEL_LANE);
    const counts = this.#store.write((database) => {
      if (run.state === 'failed') replanFailedItems(database, id);
      forgetDerived(database, id);
      if (waits) markWaiting(database, id);
      else markRunning(database, id);
      return countItems(database, id);
    });
    this.#states.forget(id);
    const active: ActiveRun = {
      job: this.#jobs.start({
        kind: 'run',
        title: `Run ${id}`,
        subject: { runId: id },
        unit: 'pairs',
        lane: MODEL_LANE,
        counts,
        work: (signal, report) => this.#execute(id, signal, report),
        end: (outcome) => this.#finish(id, errorOf(outcome)),
      }),
      counts,
      isFirst: run.startedAt === null,
    };
    this.#active.set(id, active);
    return getRun(this.#store.database, id);
  }

  /**
   * Whether what is stored of a run is what was written.
   * @throws PairlensError NOT_FOUND; STORE_DAMAGED when its row itself is not what was written
   */
  soundness({ id }: { readonly id: number }): Promise<RunSoundness> {
    return this.#integrity.of(id);
  }

  /**
   * To be called before numbers of a run leave the store.
   * @throws PairlensError STORE_DAMAGED naming the comparisons that are not what was measured, and what to do
   */
  expectSound({ id }: { readonly id: number }): Promise<void> {
    return this.#integrity.expectSound(id);
  }

  /**
   * Measures again what is not what was measured; numbers that were made of the run's are forgotten.
   * @throws PairlensError RUN_STATE when it is active, or nothing of it is damaged; as {@link soundness}
   */
  async repair({ id }: { readonly id: number }): Promise<Run> {
    await this.planRepair({ id });
    return this.start({ id });
  }

  /** Plans what {@link repair} measures. @throws PairlensError as it */
  async planRepair({ id }: { readonly id: number }): Promise<void> {
    expectInStore(this.#store.database, id, 'What is damaged is measured again');
    this.#expectIdle(id);
    const { damaged } = await this.#integrity.of(id);
    // It may have been started meanwhile.
    this.#expectIdle(id);
    if (damaged.length === 0) throw new PairlensError('RUN_STATE', `nothing of run ${id} is damaged`, { id });
    this.#store.write((database) => {
      replanItems(database, id, damaged);
      forgetTensors(database, id, damaged);
      markStopped(database, id, 'cancelled', 'Damaged comparisons are to be measured again');
    });
  }

  /**
   * Starts or resumes a run and waits for its end, however it ends.
   * @throws PairlensError as {@link start}
   */
  async finish({ id }: { readonly id: number }): Promise<Run> {
    this.start({ id });
    await this.#active.get(id)?.job.ended;
    return this.get({ id });
  }

  /** Returns when the batch in flight is stored and the run has stopped; at once for a run that waits. */
  async cancel({ id }: { readonly id: number }): Promise<Run> {
    const active = this.#active.get(id);
    if (active === undefined) {
      const { state } = this.get({ id });
      throw new PairlensError(
        'RUN_STATE',
        `run ${id} is ${stateInSentence(state)}: there is nothing to cancel`,
        {
          id,
          state,
        },
      );
    }
    await this.#jobs.cancel(active.job.jobId);
    return this.get({ id });
  }

  /** @throws PairlensError RUN_STATE while it is active */
  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#expectIdle(id);
    this.#store.write((database) => {
      forgetDerived(database, id);
      removeRun(database, id);
    });
    return {};
  }

  restore({ id }: { readonly id: number }): Run {
    return this.#store.write((database) => restoreRun(database, id));
  }

  #expectIdle(id: number): void {
    if (this.#active.has(id))
      throw new PairlensError('RUN_STATE', `run ${id} is running: cancel it first`, { id });
  }

  async #execute(id: number, signal: AbortSignal, report: JobReport): Promise<void> {
    const run = getRun(this.#store.database, id);
    if (run.state === 'planned') this.#store.write((database) => markRunning(database, id));
    report.activity('Opening the model');
    await useModelOfRun(
      this.#models,
      this.#store.database,
      run,
      (model) => {
        this.#store.write((database) => {
          if (beginOn(database, 'run', id, model.ranOn) > 0) forgetDerived(database, id);
          noteCompiledWeights(database, 'run', id, model.compiledHash);
        });
        report.activity('Running pairs');
        const counting = new Counting(
          () => this.#readings.countOfRun(id),
          (counts) => {
            const active = this.#active.get(id);
            if (active === undefined) return;
            active.counts = counts;
            report.progress(counts);
          },
        );
        return counting.during((onBatch) => executeRun({ store: this.#store, run, model, signal, onBatch }));
      },
      (activity) => report.activity(activity),
      toGoOn(run.provenance, deviceSoFar(this.#store.database, 'run', id), `run ${id}`),
      signal,
    );
    if (signal.aborted) return;
    report.activity('Laying out results');
    await layOutColumns(this.#store, run, () => !signal.aborted);
  }

  /** Writes how a run ended: `error` says why it failed; one that stopped with pairs left over was cancelled. */
  #finish(id: number, error: JobError): JobEnd {
    const active = this.#active.get(id);
    let counts = active?.counts ?? { total: 0, done: 0, failed: 0 };
    this.#active.delete(id);
    try {
      counts = countItems(this.#store.database, id);
      const end = endOf(counts, error);
      this.#store.write((database) => {
        forgetDerived(database, id);
        markStopped(database, id, end.state, end.error?.message ?? null);
      });
      if (active?.isFirst === true) this.#integrity.wroteAll(id);
      return { ...counts, ...end };
    } catch (cause) {
      // Nothing can be written, as on a full disk. What is stored stays and can be resumed; the state is remembered.
      const reason = error ?? describeError(cause);
      this.#states.remember(id, reason.message);
      return { ...counts, state: 'failed', error: reason };
    }
  }
}

type JobError = Job['error'];

function errorOf(outcome: JobOutcome): JobError {
  return 'error' in outcome && outcome.error !== undefined ? describeError(outcome.error) : null;
}

function ignoreActivity(): void {
  // For callers that show none.
}
