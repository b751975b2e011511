/**
 * What can be asked of analyses, whichever kind: the procedures of `contract.analyses`. An analysis that is started is a
 * job; it is cancelled between batches and goes on from there when it is started again.
 */
import { z } from 'zod';
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { firstIssue } from '../../../core/schema-issues.ts';
import { encodeNamedTensors } from '../../../core/analyses/tensor-file.ts';
import type { Analysis, AnalysisTableRows, NewAnalysis } from '../../../shared/analyses.ts';
import { isErrorCode, PairlensError } from '../../../shared/errors.ts';
import type { Job } from '../../../shared/jobs.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import {
  describeError,
  type JobEnd,
  type JobOutcome,
  type Jobs,
  MODEL_LANE,
  type StartedJob,
} from '../jobs/jobs.ts';
import { modelEnvironment } from '../models/environment.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { pairlensVersion } from '../paths.ts';
import { describeModel } from '../runs/model-of-run.ts';
import {
  analysesOfRun,
  analysisExists,
  createAnalysis,
  dropAnalysis,
  getAnalysis,
  listAnalyses,
  markAnalysisRunning,
  markAnalysisStopped,
  markAnalysisWaiting,
  modelFolderOfAnalysis,
  removeAnalysis,
  restoreAnalysis,
} from '../store/analyses.ts';
import {
  type AnalysisItemError,
  listAnalysisErrors,
  readResult,
  replanFailedAnalysisItems,
  writeResult,
} from '../store/analysis-results.ts';
import type { Store } from '../store/database.ts';
import { registerModel } from '../store/models.ts';
import { getProject } from '../store/projects.ts';
import { getRun } from '../store/runs.ts';
import type { AnalysisContext, AnalysisWork, AnalysisWorks } from './analysis-work.ts';
import { executeAnalysis } from './execute-analysis.ts';
import { outdated, partsInMemory, storedParts } from './part-store.ts';

export interface AnalysisServiceParts {
  readonly store: Store;
  readonly models: OpenModels;
  readonly jobs: Jobs;
  readonly works: AnalysisWorks;
}

export class AnalysisService {
  readonly #store: Store;
  readonly #models: OpenModels;
  readonly #jobs: Jobs;
  readonly #works: AnalysisWorks;
  readonly #active = new Map<number, StartedJob>();
  /** Analyses whose end could not be written, for the disk was full: why, by id. */
  readonly #unwritten = new Map<number, string>();
  /** Results that are wanted and not yet there, by what they are of: who asks meanwhile waits for the same one. */
  readonly #wanted = new Map<string, Promise<NamedTensors>>();

  constructor({ store, models, jobs, works }: AnalysisServiceParts) {
    this.#store = store;
    this.#models = models;
    this.#jobs = jobs;
    this.#works = works;
  }

  /** Those that a person has started, of the kinds that are known here or of one of them; the newest first. */
  list({ projectId, kind }: { readonly projectId: number; readonly kind?: string | undefined }): Analysis[] {
    getProject(this.#store.database, projectId);
    const listed = Object.values(this.#works).filter(({ definition }) => definition.listed);
    const kinds = listed
      .map(({ definition }) => definition.kind)
      .filter((one) => kind === undefined || one === kind);
    return listAnalyses(this.#store.database, projectId, kinds).map((analysis) => this.#asItIs(analysis));
  }

  /** @throws PairlensError NOT_FOUND */
  get({ id }: { readonly id: number }): Analysis {
    return this.#asItIs(getAnalysis(this.#store.database, id));
  }

  /** The items that failed, and why. */
  errors({ id }: { readonly id: number }): AnalysisItemError[] {
    getAnalysis(this.#store.database, id);
    return listAnalysisErrors(this.#store.database, id);
  }

  /**
   * Plans an analysis. The model is opened, and compiled if need be, so that what is wrong with it or with the options
   * shows here.
   * @throws PairlensError BAD_REQUEST, NOT_FOUND, and what ModelLibrary.open throws
   */
  async create(request: NewAnalysis): Promise<Analysis> {
    const work = this.#workOf(request.kind);
    const { database } = this.#store;
    getProject(database, request.projectId);
    const options = optionsOf(work, request.options ?? {});
    const runId = work.definition.subject === 'run' ? runOf(work, request) : null;
    if (runId !== null && getRun(database, runId).projectId !== request.projectId)
      throw new PairlensError('BAD_REQUEST', `run ${runId} is not of project ${request.projectId}`, {
        runId,
      });
    const plan = (model: LoadedModel | null) => {
      const context: AnalysisContext = { model, runId, database };
      const total = work.plan(context, options).length;
      return this.#store.write((writable) => {
        const id = createAnalysis(writable, {
          projectId: request.projectId,
          kind: work.definition.kind,
          version: work.definition.version,
          runId,
          modelId: model === null ? null : registerModel(writable, describeModel(model)),
          options,
          total,
          provenance: this.#provenance(work, context, options),
        });
        return this.get({ id });
      });
    };
    if (!work.usesModel) return plan(null);
    if (request.model === undefined)
      throw new PairlensError('BAD_REQUEST', `${work.definition.title} is of a model: name one`);
    return this.#models.use(request.model, () => undefined, plan);
  }

  /**
   * Starts or resumes an analysis. One that failed tries its failed items again.
   * @throws PairlensError CONFLICT when it is active or done, or was planned by another version of its definition
   */
  start({ id }: { readonly id: number }): Analysis {
    const analysis = this.get({ id });
    const work = this.#workOf(analysis.kind);
    if (analysis.state === 'running' || analysis.state === 'done' || this.#active.has(id)) {
      const is = analysis.state === 'planned' ? 'waiting for its turn' : analysis.state;
      throw new PairlensError('CONFLICT', `analysis ${id} is ${is}: it cannot be started`, { id });
    }
    if (analysis.version !== work.definition.version)
      throw new PairlensError(
        'CONFLICT',
        `analysis ${id} was planned by version ${analysis.version} of ${work.definition.title}, and this Pairlens has version ${work.definition.version}: start a new one`,
        { id },
      );
    const lane = work.usesModel ? MODEL_LANE : undefined;
    const waits = lane !== undefined && this.#jobs.isBusy(lane);
    this.#store.write((database) => {
      if (analysis.state === 'failed') replanFailedAnalysisItems(database, id);
      if (waits) markAnalysisWaiting(database, id);
      else markAnalysisRunning(database, id);
    });
    this.#unwritten.delete(id);
    let result: NamedTensors | null = null;
    const { done, total } = analysis;
    const job = this.#jobs.start({
      kind: 'analysis',
      title: work.definition.listed ? `${work.definition.title} ${id}` : work.definition.title,
      subject: {
        analysisId: id,
        analysisKind: analysis.kind,
        ...(analysis.runId !== null && { runId: analysis.runId }),
      },
      unit: work.definition.unit,
      ...(lane !== undefined && { lane }),
      counts: { done, total },
      work: async (signal, report) => {
        result = await this.#execute(analysis, work, signal, report);
      },
      end: (outcome) => this.#finish(id, outcome, result),
    });
    this.#active.set(id, job);
    return this.get({ id });
  }

  /** Starts or resumes an analysis and waits for its end, however it ends. @throws PairlensError as {@link start} */
  async finish({ id }: { readonly id: number }): Promise<Analysis> {
    this.start({ id });
    await this.#active.get(id)?.ended;
    return this.get({ id });
  }

  /** Returns when the batch in flight is stored and the analysis has stopped; at once for one that waits. */
  async cancel({ id }: { readonly id: number }): Promise<Analysis> {
    const active = this.#active.get(id);
    if (active === undefined) {
      const { state } = this.get({ id });
      throw new PairlensError('CONFLICT', `analysis ${id} is ${state}: there is nothing to cancel`, { id });
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

  /** What it came to. @throws PairlensError CONFLICT when it is not done */
  tensors({ id }: { readonly id: number }): NamedTensors {
    const { state } = this.get({ id });
    if (state !== 'done')
      throw new PairlensError('CONFLICT', `analysis ${id} is ${state}: it has no result yet`, { id, state });
    return readResult(this.#store.database, id);
  }

  /** The same as the bytes of a file: core/analyses/tensor-file.ts. */
  result({ id }: { readonly id: number }): Blob {
    return new Blob([encodeNamedTensors(this.tensors({ id }))]);
  }

  /** What was found, in sentences. @throws PairlensError CONFLICT when it is not done */
  findings({ id }: { readonly id: number }): string[] {
    return this.definition(this.get({ id }).kind).findings(this.tensors({ id }));
  }

  /** @throws PairlensError BAD_REQUEST naming the kinds there are */
  definition(kind: string): AnalysisDefinition {
    return this.#workOf(kind).definition;
  }

  /** One of its kind's tables. @throws PairlensError NOT_FOUND naming those there are; CONFLICT when it is not done */
  table({ id, table }: { readonly id: number; readonly table: string }): AnalysisTableRows {
    const { tables } = this.#workOf(this.get({ id }).kind).definition;
    const found = tables.find(({ name }) => name === table);
    if (found === undefined)
      throw new PairlensError(
        'NOT_FOUND',
        `analysis ${id} has no table “${table}”; it has ${tables.map(({ name }) => name).join(', ')}`,
        { id, table },
      );
    const rows = [...found.rows(this.tensors({ id }))].map((row) => [...row]);
    return { columns: [...found.columns], rows };
  }

  /**
   * What an analysis of a run comes to, computed when that has not been done yet, or no longer holds. In a workspace that is
   * open for reading only it is computed each time.
   * @throws PairlensError CANCELLED; BAD_REQUEST, NOT_FOUND, and what the analysis failed with
   */
  async resultOfRun(
    kind: string,
    runId: number,
    options: Readonly<Record<string, unknown>>,
  ): Promise<NamedTensors> {
    const work = this.#workOf(kind);
    const parsed = optionsOf(work, options);
    const run = getRun(this.#store.database, runId);
    const context: AnalysisContext = { model: null, runId, database: this.#store.database };
    const hash = work.subjectHash(context, parsed);
    const key = JSON.stringify([kind, runId, parsed, hash]);
    const known = analysesOfRun(this.#store.database, runId, kind).filter(
      (one) => JSON.stringify(one.options) === JSON.stringify(parsed),
    );
    const current = known.find(
      ({ version, provenance }) => version === work.definition.version && provenance.subjectHash === hash,
    );
    if (current?.state === 'done') return readResult(this.#store.database, current.id);
    let wanted = this.#wanted.get(key);
    if (wanted === undefined) {
      wanted = (
        this.#store.canWrite
          ? this.#computeOfRun(kind, run, parsed, known, current)
          : this.#computeInMemory(work, context, parsed)
      ).finally(() => this.#wanted.delete(key));
      this.#wanted.set(key, wanted);
    }
    return wanted;
  }

  async #computeOfRun(
    kind: string,
    run: { readonly id: number; readonly projectId: number },
    options: Record<string, unknown>,
    known: readonly Analysis[],
    current: Analysis | undefined,
  ): Promise<NamedTensors> {
    const outdated = known.filter((one) => one !== current && !this.#active.has(one.id));
    if (outdated.length > 0)
      this.#store.write((database) => {
        for (const { id } of outdated) dropAnalysis(database, id);
      });
    const { id } = current ?? (await this.create({ projectId: run.projectId, kind, runId: run.id, options }));
    if (!this.#active.has(id)) this.start({ id });
    const job = await this.#active.get(id)?.ended;
    if (job?.state === 'done') return readResult(this.#store.database, id);
    // The run's metrics have changed meanwhile: the numbers that are wanted are those of today.
    if (!analysisExists(this.#store.database, id))
      return this.#computeOfRun(kind, run, options, [], undefined);
    throw endedOtherwise(job, id);
  }

  async #computeInMemory(
    work: AnalysisWork,
    context: AnalysisContext,
    options: unknown,
  ): Promise<NamedTensors> {
    const { title, unit } = work.definition;
    const total = work.plan(context, options).length;
    const parts = partsInMemory(total);
    return this.#jobs.run(
      { kind: 'analysis', title, unit, subject: context.runId === null ? {} : { runId: context.runId } },
      async (signal, report) => {
        const onBatch = () =>
          report.progress({ total, done: parts.states().filter((state) => state === 'done').length });
        report.activity(`Computing ${title.toLowerCase()}`);
        const result = await executeAnalysis({
          work,
          context,
          options,
          parts,
          signal,
          onBatch,
          onCombine: () => undefined,
        });
        signal.throwIfAborted();
        if (result === null) throw new PairlensError('CANCELLED', `${title} was cancelled`);
        return result;
      },
    );
  }

  async #execute(
    analysis: Analysis,
    work: AnalysisWork,
    signal: AbortSignal,
    report: JobReport,
  ): Promise<NamedTensors | null> {
    const { id, runId } = analysis;
    const { database } = this.#store;
    if (this.get({ id }).state === 'planned')
      this.#store.write((writable) => markAnalysisRunning(writable, id));
    const parts = storedParts(this.#store, id);
    const execute = (model: LoadedModel | null) => {
      report.activity(`Computing ${work.definition.unit}`);
      const context: AnalysisContext = { model, runId, database };
      const options = optionsOf(work, analysis.options);
      checkUnchanged(analysis, work, context, options);
      return executeAnalysis({
        work,
        context,
        options,
        parts,
        signal,
        onBatch: () => report.progress(this.#count(id)),
        onCombine: () => report.activity('Putting it together'),
      });
    };
    if (!work.usesModel) return execute(null);
    report.activity('Opening the model');
    return this.#models.use(modelFolderOfAnalysis(database, id), (text) => report.activity(text), execute);
  }

  #count(id: number): { done: number; failed: number; total: number } {
    const { done, failed, total } = getAnalysis(this.#store.database, id);
    return { done, failed, total };
  }

  /** Writes how an analysis ended, and its result with it. */
  #finish(id: number, outcome: JobOutcome, result: NamedTensors | null): JobEnd {
    this.#active.delete(id);
    const error: Job['error'] =
      'error' in outcome && outcome.error !== undefined ? describeError(outcome.error) : null;
    const state = error !== null ? 'failed' : result === null ? 'cancelled' : 'done';
    try {
      this.#store.write((database) => {
        if (!analysisExists(database, id)) throw outdated(id);
        if (result !== null) writeResult(database, id, result);
        markAnalysisStopped(database, id, state, error?.message ?? null);
      });
      return { ...this.#count(id), state, error };
    } catch (cause) {
      if (isOutdated(cause)) return { state: 'failed', error: describeError(cause) };
      // Nothing can be written, as on a full disk. What is stored stays and can be resumed; the state is remembered.
      const reason = error ?? describeError(cause);
      this.#unwritten.set(id, reason.message);
      return { state: 'failed', error: reason };
    }
  }

  #provenance(
    work: AnalysisWork,
    context: AnalysisContext,
    options: Record<string, unknown>,
  ): Analysis['provenance'] {
    const { model, runId, database } = context;
    const ofRun = runId === null ? null : getRun(database, runId).provenance;
    return {
      subjectHash: work.subjectHash(context, options),
      weightsHash: model?.weightsHash ?? ofRun?.weightsHash ?? '',
      tokenizerHash: model?.tokenizerHash ?? ofRun?.tokenizerHash ?? '',
      seed: typeof options['seed'] === 'number' ? options['seed'] : (ofRun?.seed ?? 0),
      pairlensVersion: pairlensVersion(),
      ortVersion: modelEnvironment.ortVersion,
    };
  }

  /** @throws PairlensError BAD_REQUEST naming the kinds there are */
  #workOf(kind: string): AnalysisWork {
    const work = Object.hasOwn(this.#works, kind) ? this.#works[kind] : undefined;
    if (work === undefined)
      throw new PairlensError(
        'BAD_REQUEST',
        `no kind of analysis is called “${kind}”; there are ${Object.keys(this.#works).join(', ')}`,
        { kind },
      );
    return work;
  }

  #asItIs(analysis: Analysis): Analysis {
    const error = this.#unwritten.get(analysis.id);
    return error === undefined ? analysis : { ...analysis, state: 'failed', error };
  }
}

const plainObject = z.record(z.string(), z.unknown());

function optionsOf(work: AnalysisWork, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const parsed = work.definition.options.safeParse(given);
  if (parsed.success) return plainObject.parse(parsed.data);
  throw new PairlensError('BAD_REQUEST', firstIssue(parsed.error));
}

function runOf({ definition }: AnalysisWork, { runId }: NewAnalysis): number {
  if (runId !== undefined) return runId;
  throw new PairlensError('BAD_REQUEST', `${definition.title} is of a run: name one`);
}

/** @throws PairlensError MODEL_INVALID when model or subject are no longer those that the analysis was planned with */
function checkUnchanged(
  { id, provenance }: Analysis,
  work: AnalysisWork,
  context: AnalysisContext,
  options: Record<string, unknown>,
): void {
  const { model } = context;
  if (model !== null && model.weightsHash !== provenance.weightsHash)
    throw new PairlensError(
      'MODEL_INVALID',
      `the model in ${model.folder} is not the one that analysis ${id} was planned with: its weights have changed`,
      { folder: model.folder, id },
    );
  if (work.subjectHash(context, options) !== provenance.subjectHash)
    throw new PairlensError(
      'CONFLICT',
      `what analysis ${id} is of has changed since it was planned: start a new one`,
      {
        id,
      },
    );
}

function isOutdated(error: unknown): boolean {
  return error instanceof PairlensError && 'outdated' in error.details;
}

function endedOtherwise(job: Job | undefined, id: number): PairlensError {
  if (job?.state === 'failed')
    return new PairlensError(
      isErrorCode(job.error?.code) ? job.error.code : 'INTERNAL',
      job.error?.message ?? `analysis ${id} failed`,
      { id },
    );
  return new PairlensError('CANCELLED', `${job?.title ?? `analysis ${id}`} was cancelled`, { id });
}
