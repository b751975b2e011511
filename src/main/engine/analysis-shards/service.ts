/** Analyses that are computed in parts, each by a process of its own, and put together: docs/scale.md. */
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import { whyWhole } from '../../../core/analyses/in-shards.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { AnalysisTasks } from '../analyses/analysis-tasks.ts';
import type { AnalysisContext, AnalysisWorks } from '../analyses/analysis-work.ts';
import { beginAnalysis } from '../analyses/begin-analysis.ts';
import { type AnalysisExecution, batchesOf, computeItems } from '../analyses/execute-analysis.ts';
import { workOf } from '../analyses/kinds.ts';
import { useModelOfAnalysis } from '../analyses/model-of-analysis.ts';
import { pairsOfSubject, textsOfSubject } from '../analyses/read-subject.ts';
import type { AnalysisService } from '../analyses/service.ts';
import { toGoOn } from '../devices/device-to-use.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import { type Jobs, MODEL_LANE } from '../jobs/jobs.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { toOneForm } from '../shards/compiled-form.ts';
import type { ShardNumber } from '../shards/division.ts';
import { expectLasting } from '../shards/expect-lasting.ts';
import { rowsFile, subjectFile } from '../shards/part-files.ts';
import { partsRefused, preparePartFolder, wholePart } from '../shards/part-folder.ts';
import { beginningOf, stretchesOf } from '../shards/part-format.ts';
import { placePart } from '../shards/place-part.ts';
import { partsOfOnePlan, processorsOf } from '../shards/same-plan.ts';
import { listAnalysisErrors } from '../store/analysis-results.ts';
import type { Store } from '../store/database.ts';
import { getProject } from '../store/projects.ts';
import { now } from '../store/rows.ts';
import type { Followed } from '../threads/readings.ts';
import { ANALYSIS_PARTS, type AnalysisPartRecord, type AnalysisPlan } from './analysis-record.ts';
import { type CheckedAnalysisParts, checkAnalysisParts, knownKind } from './check-analysis-parts.ts';
import { type ItemSource, partRows } from './part-rows.ts';
import { planOfAnalysis } from './plan-of-analysis.ts';
import { subjectContent } from './subject-rows.ts';
import { takeInAnalysis } from './take-in-analysis.ts';
import type { Into } from './take-in-subject.ts';

export interface AnalysisShardServices {
  readonly jobs: Pick<Jobs, 'run'>;
  readonly analyses: Pick<AnalysisService, 'get'>;
  readonly models: OpenModels;
  readonly works: AnalysisWorks;
  readonly tasks: Followed<AnalysisTasks>;
}

export interface AnalysisShardRequest extends ShardNumber {
  /** An analysis that has been planned, of all items, in the workspace of this shard alone. */
  readonly analysisId: number;
  /** Where the part is written. */
  readonly folder: string;
  /** The part is written even where the model failed on items in a way that need not happen again. */
  readonly keepFailures?: boolean | undefined;
}

export interface AnalysisShardOutcome {
  readonly record: AnalysisPartRecord;
  /** It was there already, whole and of the same analysis: nothing was computed. */
  readonly wasThere: boolean;
}

export interface AnalysisMergeRequest extends Into {
  /** With all parts of an analysis. */
  readonly folder: string;
}

export interface AnalysisMergeOutcome {
  /** The number of the analysis here. */
  readonly analysisId: number;
  /** Those that computed the parts, each once. */
  readonly processors: readonly string[];
}

/** For a job that is at work. */
interface Working {
  readonly signal: AbortSignal;
  readonly report: JobReport;
}

export class AnalysisShardService {
  readonly #store: Store;
  readonly #services: AnalysisShardServices;

  constructor(store: Store, services: AnalysisShardServices) {
    this.#store = store;
    this.#services = services;
  }

  /**
   * Computes the shard's part of an analysis and writes its files; where they are there already, whole, nothing is computed.
   * @throws PairlensError BAD_REQUEST for a kind that is not divided, or an analysis of a run; PARTS_INVALID where the folder has
   *   parts of another analysis; FILE_UNWRITABLE, DISK_FULL, CANCELLED, and what opening and running the model throws;
   *   INFERENCE_FAILED where it failed on items in a way that need not happen again: no part is written then, unless `keepFailures`
   */
  async compute(request: AnalysisShardRequest): Promise<AnalysisShardOutcome> {
    const { analysisId, shard, of, folder } = request;
    const { jobs, analyses, models, works } = this.#services;
    const analysis = analyses.get({ id: analysisId });
    const { definition } = workOf(works, analysis.kind);
    const why = whyWhole(definition, analysis.subject.kind === 'run');
    if (why !== null) throw new PairlensError('BAD_REQUEST', why, { kind: analysis.kind });
    await preparePartFolder(folder, { shard, of });
    const job = {
      kind: 'analysis',
      title: `Shard ${shard} of ${of}`,
      subject: { analysisId, analysisKind: analysis.kind },
      unit: definition.unit,
      lane: MODEL_LANE,
    } as const;
    return jobs.run(job, async (signal, report) => {
      report.activity('Opening the model');
      return useModelOfAnalysis(
        models,
        this.#store.database,
        analysis,
        (model) => this.#computeWith(model, analysis, request, { signal, report }),
        (activity) => report.activity(activity),
        toGoOn(analysis.provenance, null, `shard ${shard} of ${of}`),
        signal,
      );
    });
  }

  /**
   * Puts the parts of an analysis together: they are checked, and then come into a project as one analysis that is done.
   * @throws PairlensError PARTS_INVALID before anything is seen; MODEL_NOT_FOUND where the model is not here; NOT_FOUND,
   *   STORE_READONLY, DISK_FULL, CANCELLED
   */
  async merge({ folder, ...into }: AnalysisMergeRequest): Promise<AnalysisMergeOutcome> {
    const { jobs, works } = this.#services;
    const { projectId } = into;
    getProject(this.#store.database, projectId);
    const job = {
      kind: 'import',
      title: `Parts in ${folder}`,
      subject: { projectId },
      unit: 'parts',
    } as const;
    return jobs.run(job, async (signal, report) => {
      report.activity('Comparing hashes');
      const parts = await checkAnalysisParts(resolve(folder), works, { signal, report });
      const analysisId = await this.#withModelOf(parts, { signal, report }, (model) =>
        takeInAnalysis(this.#store, parts, { ...into, works, model, signal, report }),
      );
      return { analysisId, processors: processorsOf(parts.records) };
    });
  }

  /**
   * What the parts in a folder are of.
   * @throws PairlensError PARTS_INVALID, FILE_NOT_FOUND where they are not those of an analysis that is known here
   */
  async definitionOf({ folder }: { readonly folder: string }): Promise<AnalysisDefinition> {
    const { plan } = await partsOfOnePlan(folder, ANALYSIS_PARTS);
    return knownKind(folder, plan, this.#services.works).definition;
  }

  async #computeWith(
    model: LoadedModel,
    analysis: Analysis,
    { shard, of, folder, keepFailures = false }: AnalysisShardRequest,
    { signal, report }: Working,
  ): Promise<AnalysisShardOutcome> {
    const number = { shard, of };
    const { database } = this.#store;
    const plan = planOfAnalysis(database, analysis, model.compiledHash);
    const whole = () => wholePart(folder, number, plan, ANALYSIS_PARTS, keepFailures);
    const there = await whole();
    if (there !== null) return { record: there, wasThere: true };

    const startedAt = now();
    const { works, tasks } = this.#services;
    const work = workOf(works, analysis.kind);
    const begun = await beginAnalysis({ store: this.#store, tasks, work, analysis, model, signal, report });
    signal.throwIfAborted();
    if (begun === null) throw new PairlensError('CANCELLED', 'the shard was given up while it was planned');
    const apart: PairlensError[] = [];
    const onApart = (failure: PairlensError) => apart.push(failure);
    const execution = { ...countingShare(begun, number, report), onApart };
    await computeItems(execution, (batch) => isOurs(batch, number));
    signal.throwIfAborted();
    const failed = listAnalysisErrors(database, analysis.id);
    const { unit } = work.definition;
    const told = failed.map(({ position, ...error }) => ({
      ...error,
      on: `number ${position + 1} of all ${unit}`,
    }));
    if (!keepFailures) expectLasting({ failed: told, apart, what: unit }, number);
    report.activity('Writing the part');
    const { ranOn } = this.#services.analyses.get({ id: analysis.id }).provenance;
    const record = await placePart<AnalysisPartRecord>(
      folder,
      async (files) => {
        const beginning = beginningOf(ANALYSIS_PARTS, number, plan);
        const table = await files.table(rowsFile(number), (onRows) =>
          partRows(
            execution.parts.read(),
            sourcesOf(execution),
            { plan_sha256: beginning.plan_sha256, ...number },
            onRows,
          ),
        );
        const subject = await files.table(subjectFile(number), (onLines) =>
          subjectContent(database, execution.context.subject, plan.subject, number, onLines),
        );
        const settled = settledIn(execution);
        const written = ANALYSIS_PARTS.record.parse({
          ...beginning,
          processor: cpus()[0]?.model.trim() ?? 'unknown',
          ran_on: settled.positions.length === 0 ? null : ranOn,
          model_folder: model.folder,
          started_at: startedAt,
          finished_at: now(),
          files: { [rowsFile(number)]: table, [subjectFile(number)]: subject },
          taken_apart: apart.length,
          ...settled,
          failed: failed.map(({ position, ...error }) => ({ item: position + 1, ...error })),
        });
        await files.record(written);
        return written;
      },
      whole,
    );
    return { record, wasThere: false };
  }

  /**
   * On the CPU: what is put together was computed already.
   * @throws PairlensError MODEL_NOT_FOUND, saying which it is; PARTS_INVALID for one whose weights are compiled otherwise here
   */
  async #withModelOf<Result>(
    { folder, plan, records }: CheckedAnalysisParts,
    { signal, report }: Working,
    use: (model: LoadedModel) => Promise<Result>,
  ): Promise<Result> {
    report.activity('Opening the model');
    const { name, weights_sha256: weightsHash, tokenizer_sha256: tokenizerHash } = plan.model;
    const stored = { name, folder: records[0]?.model_folder ?? name, weightsHash, tokenizerHash };
    const asParts = (model: LoadedModel) => {
      checkIsModelOf(folder, plan, model);
      return use(model);
    };
    try {
      const { models } = this.#services;
      return await models.useStored(stored, (text) => report.activity(text), asParts, 'cpu', signal);
    } catch (error) {
      if (!(error instanceof PairlensError) || error.code !== 'MODEL_NOT_FOUND') throw error;
      const words = `the parts of an analysis are put together with its model, ${name}, which is not here: add it first`;
      throw new PairlensError('MODEL_NOT_FOUND', `${words} (${error.message})`, error.details, error);
    }
  }
}

/** Batches are dealt out in turn. */
function isOurs(batch: number, { shard, of }: ShardNumber): boolean {
  return batch % of === shard - 1;
}

/** Tells how many of the shard's own items are done. */
function countingShare(
  execution: AnalysisExecution,
  number: ShardNumber,
  report: JobReport,
): AnalysisExecution {
  const places = batchesOf(execution)
    .filter((_, batch) => isOurs(batch, number))
    .flat();
  const count = () => {
    const states = execution.parts.states();
    const failed = states.filter((state) => state === 'failed').length;
    const done = states.filter((state) => state === 'done').length;
    return { done, failed, total: places.length };
  };
  let counts = count();
  return {
    ...execution,
    onBatch: () => report.progress((counts = count())),
    onStep: ({ items, partly }) => report.progress({ ...counts, done: counts.done + items, partly }),
  };
}

function settledIn({ parts }: AnalysisExecution): Pick<AnalysisPartRecord, 'positions' | 'done'> {
  const states = parts.states();
  const places = states.flatMap((state, place) => (state === 'planned' ? [] : [place]));
  return { positions: stretchesOf(places), done: states.filter((state) => state === 'done').length };
}

/** By place in the plan: the pair or the text that the item was made of. */
function sourcesOf({ work, context, items }: AnalysisExecution): (position: number) => ItemSource | null {
  const sources = rolesOf(context);
  return (position) => {
    const id = work.sourceOf?.(items[position]) ?? null;
    return id === null ? null : (sources.get(id) ?? null);
  };
}

function rolesOf(context: AnalysisContext): Map<number, ItemSource> {
  const { subject } = context;
  const sources = new Map<number, ItemSource>();
  const add = (rows: readonly { readonly id: number }[], role: ItemSource['role']) =>
    rows.forEach(({ id }, at) => sources.set(id, { role, number: at + 1 }));
  if (subject.kind === 'texts') add(textsOfSubject(context, subject.textSetId), 'text');
  if (subject.kind !== 'pairs') return sources;
  // Of a pair that is in both the set's place is told: its own.
  if (subject.controlSetId !== null) add(pairsOfSubject(context, subject.controlSetId), 'control');
  add(pairsOfSubject(context, subject.setId), 'set');
  return sources;
}

function checkIsModelOf(folder: string, { model: planned }: AnalysisPlan, model: LoadedModel): void {
  const { weights_sha256, tokenizer_sha256, compiled_weights_sha256, name } = planned;
  if (model.weightsHash !== weights_sha256 || model.tokenizerHash !== tokenizer_sha256)
    throw partsRefused(
      folder,
      `they were computed with ${name}, and the model in ${model.folder} has other weights or another tokenizer: add that model here first`,
    );
  if (model.compiledHash !== compiled_weights_sha256)
    throw partsRefused(
      folder,
      `the weights of ${name} are compiled in another form here than where the parts were computed: ${toOneForm(planned)}`,
    );
}
