/**
 * What can be asked of analyses, whichever kind: the procedures of `contract.analyses`. An analysis that is started is a
 * job; it is cancelled between batches and goes on from there when it is started again.
 */
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import type { Analysis, AnalysisTableRows } from '../../../shared/analyses.ts';
import { figureSpec } from '../../../shared/figures.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { stateInSentence } from '../../../shared/state-words.ts';
import type { Job } from '../../../shared/jobs.ts';
import { toGoOn } from '../devices/device-to-use.ts';
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
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import {
  analysisExists,
  asInterruptedAnalysis,
  getAnalysis,
  isAnalysisLeftBehind,
  listAnalyses,
  markAnalysisRunning,
  markAnalysisStopped,
  markAnalysisWaiting,
  removeAnalysis,
  restoreAnalysis,
} from '../store/analyses.ts';
import {
  type AnalysisItemError,
  listAnalysisErrors,
  type HashedResult,
  readResult,
  replanFailedAnalysisItems,
  writeResult,
} from '../store/analysis-results.ts';
import type { Store } from '../store/database.ts';
import { getProject } from '../store/projects.ts';
import { deviceSoFar } from '../store/ran-on.ts';
import { hashTensors } from '../store/hashes.ts';
import { inTurns } from '../threads/turns.ts';
import type { Asked, Followed } from '../threads/readings.ts';
import type { AnalysisQuestions } from './analysis-questions.ts';
import type { AnalysisTasks } from './analysis-tasks.ts';
import type { AnalysisWork, AnalysisWorks } from './analysis-work.ts';
import { beginAnalysis, countsOf } from './begin-analysis.ts';
import { executeAnalysis } from './execute-analysis.ts';
import { workOf } from './kinds.ts';
import { useModelOfAnalysis } from './model-of-analysis.ts';
import { planNewAnalysis } from './new-analysis.ts';
import { isOutdated, outdated } from './part-store.ts';
import type { AnalysisRequest } from './subject.ts';

export interface AnalysisServiceParts {
  readonly store: Store;
  readonly models: OpenModels;
  readonly jobs: Jobs;
  readonly works: AnalysisWorks;
  readonly tasks: Followed<AnalysisTasks>;
  readonly readings: Asked<AnalysisQuestions>;
}

export class AnalysisService {
  readonly #store: Store;
  readonly #models: OpenModels;
  readonly #jobs: Jobs;
  readonly #works: AnalysisWorks;
  readonly #tasks: Followed<AnalysisTasks>;
  readonly #readings: Asked<AnalysisQuestions>;
  readonly #active = new Map<number, StartedJob>();
  readonly #states: StatesHere<Analysis>;

  constructor({ store, models, jobs, works, tasks, readings }: AnalysisServiceParts) {
    this.#store = store;
    this.#models = models;
    this.#jobs = jobs;
    this.#works = works;
    this.#tasks = tasks;
    this.#readings = readings;
    this.#states = new StatesHere({
      is: isAnalysisLeftBehind,
      asInterrupted: asInterruptedAnalysis,
      hasWriter: () => store.hasWriter(),
    });
  }

  /** Those that a person has started, of the kinds that are known here or of one of them; the newest first. */
  list({ projectId, kind }: { readonly projectId: number; readonly kind?: string | undefined }): Analysis[] {
    getProject(this.#store.database, projectId);
    const listed = Object.values(this.#works).filter(({ definition }) => definition.listed);
    const kinds = listed
      .map(({ definition }) => definition.kind)
      .filter((one) => kind === undefined || one === kind);
    return this.#states.asTheyAre(() => listAnalyses(this.#store.database, projectId, kinds));
  }

  /** @throws PairlensError NOT_FOUND */
  get({ id }: { readonly id: number }): Analysis {
    const [analysis] = this.#states.asTheyAre(() => [getAnalysis(this.#store.database, id)]);
    return analysis as Analysis;
  }

  /** The items that failed, and why. */
  errors({ id }: { readonly id: number }): AnalysisItemError[] {
    getAnalysis(this.#store.database, id);
    return listAnalysisErrors(this.#store.database, id);
  }

  /** @throws PairlensError CANCELLED once `signal` is; as {@link planNewAnalysis} */
  async create(request: AnalysisRequest, signal?: AbortSignal): Promise<Analysis> {
    try {
      const parts = { store: this.#store, models: this.#models };
      return this.get({ id: await planNewAnalysis(parts, this.#workOf(request.kind), request, signal) });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
      throw new PairlensError('CANCELLED', 'the analysis was given up while it was planned');
    }
  }

  /**
   * Starts or resumes an analysis. One that failed tries its failed items again.
   * @throws PairlensError CONFLICT when it is active or done, or was planned by another version of its definition
   */
  start({ id }: { readonly id: number }): Analysis {
    const analysis = this.get({ id });
    const work = this.#workOf(analysis.kind);
    if (analysis.state === 'running' || analysis.state === 'done' || this.#active.has(id)) {
      const is = analysis.state === 'planned' ? 'waiting for its turn' : stateInSentence(analysis.state);
      throw new PairlensError('CONFLICT', `analysis ${id} is ${is}: it cannot be started`, { id });
    }
    if (!analysis.canResume)
      throw new PairlensError(
        'CONFLICT',
        `analysis ${id} cannot be resumed: ${analysis.error ?? 'its items failed'}, and would fail again`,
        { id },
      );
    checkVersion(analysis, work);
    const lane = work.usesModel ? MODEL_LANE : undefined;
    const waits = lane !== undefined && this.#jobs.isBusy(lane);
    this.#store.write((database) => {
      if (analysis.state === 'failed') replanFailedAnalysisItems(database, id);
      if (waits) markAnalysisWaiting(database, id);
      else markAnalysisRunning(database, id);
    });
    this.#states.forget(id);
    let result: HashedResult | null = null;
    const job = this.#jobs.start({
      kind: 'analysis',
      title: jobTitle(work, analysis),
      subject: {
        analysisId: id,
        analysisKind: analysis.kind,
        ...(analysis.runId !== null && { runId: analysis.runId }),
      },
      unit: work.definition.unit,
      ...(lane !== undefined && { lane }),
      counts: this.#count(id),
      work: async (signal, report) => {
        const tensors = await this.#execute(analysis, work, signal, report);
        result = tensors && { tensors, hash: await inTurns(hashTensors(tensors)) };
      },
      end: (outcome) => this.#finish(id, outcome, result, work.definition.keepsParts),
    });
    this.#active.set(id, job);
    return this.get({ id });
  }

  /** Starts or resumes an analysis and waits for its end, however it ends. @throws PairlensError as {@link start} */
  async finish({ id }: { readonly id: number }): Promise<Analysis> {
    this.start({ id });
    await this.ended(id);
    return this.get({ id });
  }

  /** The end of an analysis that is at work, or waits; null for any other. */
  ended(id: number): Promise<Job> | null {
    return this.#active.get(id)?.ended ?? null;
  }

  /** Returns when the batch in flight is stored and the analysis has stopped; at once for one that waits. */
  async cancel({ id }: { readonly id: number }): Promise<Analysis> {
    const active = this.#active.get(id);
    if (active === undefined) {
      const { state } = this.get({ id });
      throw new PairlensError(
        'CONFLICT',
        `analysis ${id} is ${stateInSentence(state)}: there is nothing to cancel`,
        { id },
      );
    }
    await this.#jobs.cancel(active.jobId);
    return this.get({ id });
  }

  /** @throws PairlensError CONFLICT while it is active */
  remove({ id }: { readonly id: number }): Record<string, never> {
    if (this.#active.has(id))
      throw new PairlensError('CONFLICT', `analysis ${id} is running: cancel it first`, { id });
    this.#store.write((database) => removeAnalysis(database, id));
    return {};
  }

  restore({ id }: { readonly id: number }): Analysis {
    return this.#store.write((database) => restoreAnalysis(database, id));
  }

  /**
   * What it came to.
   * @throws PairlensError CONFLICT when it is not done, or follows another version of its definition than is known here
   */
  tensors({ id }: { readonly id: number }): NamedTensors {
    this.#expectDone(id);
    return readResult(this.#store.database, id);
  }

  /** The same, read where nobody waits for it. @throws PairlensError as {@link tensors} */
  async read({ id }: { readonly id: number }): Promise<NamedTensors> {
    this.#expectDone(id);
    return this.#readings.analysisTensors(id);
  }

  /** The same as the bytes of a file: core/analyses/tensor-file.ts. @throws PairlensError as {@link tensors} */
  async result({ id }: { readonly id: number }): Promise<Blob> {
    this.#expectDone(id);
    return new Blob([await this.#readings.analysisFile(id)]);
  }

  /** What was found, in sentences. @throws PairlensError CONFLICT when it is not done */
  findings({ id }: { readonly id: number }): string[] {
    return this.definition(this.get({ id }).kind).findings(this.tensors({ id }));
  }

  /** The first of them, read where nobody waits for it. @throws PairlensError CONFLICT when it is not done */
  async finding({ id }: { readonly id: number }): Promise<string> {
    const { kind } = this.#expectDone(id);
    return this.#readings.analysisFinding({ id, kind });
  }

  /** The first figure that its kind draws of numbers that it has; null where there is none. @throws PairlensError CONFLICT when it is not done */
  async firstFigure({ id }: { readonly id: number }): Promise<FigureSpec | null> {
    const { kind } = this.#expectDone(id);
    const name = await this.#readings.analysisFigure({ id, kind });
    const figure = this.definition(kind).figures.find((one) => one.name === name);
    return figure === undefined ? null : figureSpec.parse({ ...figure.spec, analysisId: id });
  }

  /** @throws PairlensError BAD_REQUEST naming the kinds there are */
  definition(kind: string): AnalysisDefinition {
    return this.#workOf(kind).definition;
  }

  /** One of its kind's tables. @throws PairlensError NOT_FOUND naming those there are; CONFLICT when it is not done */
  async table({ id, table }: { readonly id: number; readonly table: string }): Promise<AnalysisTableRows> {
    const { kind } = this.#expectDone(id);
    return this.#readings.analysisTable({ id, kind, table });
  }

  /** @throws PairlensError CONFLICT when it is not done, or follows another version of its definition than is known here */
  #expectDone(id: number): Analysis {
    const analysis = this.get({ id });
    const { state } = analysis;
    if (state !== 'done')
      throw new PairlensError(
        'CONFLICT',
        `analysis ${id} is ${stateInSentence(state)}: it has no result yet`,
        { id, state },
      );
    checkVersion(analysis, this.#workOf(analysis.kind));
    return analysis;
  }

  async #execute(
    analysis: Analysis,
    work: AnalysisWork,
    signal: AbortSignal,
    report: JobReport,
  ): Promise<NamedTensors | null> {
    const { id } = analysis;
    const { database } = this.#store;
    if (getAnalysis(database, id).state === 'planned')
      this.#store.write((writable) => markAnalysisRunning(writable, id));
    const execute = async (model: LoadedModel | null) => {
      const beginning = { store: this.#store, tasks: this.#tasks, work, analysis, model, signal, report };
      const execution = await beginAnalysis(beginning);
      return execution && executeAnalysis(execution);
    };
    if (!work.usesModel) return execute(null);
    report.activity('Opening the model');
    return useModelOfAnalysis(
      this.#models,
      database,
      analysis,
      execute,
      (text) => report.activity(text),
      toGoOn(analysis.provenance, deviceSoFar(database, 'analysis', id), `analysis ${id}`),
      signal,
    );
  }

  #count(id: number): ReturnType<typeof countsOf> {
    return countsOf(this.#store.database, id);
  }

  /** Writes how an analysis ended, and its result with it. */
  #finish(id: number, outcome: JobOutcome, result: HashedResult | null, keepsParts = false): JobEnd {
    this.#active.delete(id);
    const error: Job['error'] =
      'error' in outcome && outcome.error !== undefined ? describeError(outcome.error) : null;
    const state = error !== null ? 'failed' : result === null ? 'cancelled' : 'done';
    try {
      this.#store.write((database) => {
        if (!analysisExists(database, id)) throw outdated(id);
        if (result !== null) writeResult(database, id, result, keepsParts);
        markAnalysisStopped(database, id, state, error?.message ?? null);
      });
      return { ...this.#count(id), state, error };
    } catch (cause) {
      if (isOutdated(cause)) return { state: 'failed', error: describeError(cause) };
      // Nothing can be written, as on a full disk. What is stored stays and can be resumed; the state is remembered.
      const reason = error ?? describeError(cause);
      this.#states.remember(id, reason.message);
      return { state: 'failed', error: reason };
    }
  }

  /** @throws PairlensError BAD_REQUEST naming the kinds there are */
  #workOf(kind: string): AnalysisWork {
    return workOf(this.#works, kind);
  }
}

/** 'Induction 3'; of what a screen asks for by itself, 'Statistics of run 3'. */
function jobTitle({ definition: { title, listed } }: AnalysisWork, { id, runId }: Analysis): string {
  return listed || runId === null ? `${title} ${id}` : `${title} of run ${runId}`;
}

/** @throws PairlensError CONFLICT */
function checkVersion({ id, version }: Analysis, { definition }: AnalysisWork): void {
  if (version === definition.version) return;
  throw new PairlensError(
    'CONFLICT',
    `analysis ${id} follows version ${version} of ${definition.title}, and this Pairlens has version ${definition.version}: start a new one`,
    { id },
  );
}
