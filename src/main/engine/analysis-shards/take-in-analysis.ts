/** Puts the parts of an analysis into a workspace as one analysis, as if all of it had been computed there. */
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import type { AnalysisContext, AnalysisWork, AnalysisWorks, PlacedPart } from '../analyses/analysis-work.ts';
import { checkNotAllFailed, combineParts } from '../analyses/execute-analysis.ts';
import { optionsOf } from '../analyses/kinds.ts';
import { hashWhatItIsOf } from '../analyses/planned-analysis.ts';
import { plannedItems } from '../analyses/planned-items.ts';
import { type AnalysisSubject, subjectColumns } from '../analyses/subject.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { LoadedModel } from '../models/library.ts';
import { describeModel } from '../runs/model-of-run.ts';
import { ParquetReader } from '../shards/parquet-rows.ts';
import { partsRefused } from '../shards/part-folder.ts';
import { timesOf } from '../shards/same-plan.ts';
import {
  createAnalysis,
  markAnalysisComputed,
  planAnalysisItems,
  removeAnalysis,
  restoreAnalysis,
} from '../store/analyses.ts';
import { dropAnalysisPieces } from '../store/drop-analyses.ts';
import {
  type AnalysisItemError,
  type HashedResult,
  type ItemState,
  itemStates,
  markAnalysisItemFailed,
  readParts,
  writePart,
  writeResult,
} from '../store/analysis-results.ts';
import { noteCompiledWeights } from '../store/compiled-weights.ts';
import type { Store } from '../store/database.ts';
import { hashTensors } from '../store/hashes.ts';
import { registerModel } from '../store/models.ts';
import { beginOn } from '../store/ran-on.ts';
import { inTurns, Turn } from '../threads/turns.ts';
import type { AnalysisPartRecord } from './analysis-record.ts';
import { type CheckedAnalysisParts, knownKind, placesOf } from './check-analysis-parts.ts';
import { partsOf } from './part-rows.ts';
import { type Into, takeInSubject, type TakenSubject } from './take-in-subject.ts';

export interface TakingIn extends Into {
  readonly works: AnalysisWorks;
  /** The one that the parts were computed with. */
  readonly model: LoadedModel;
  readonly signal: AbortSignal;
  readonly report: JobReport;
}

/**
 * Where it does not come to its end, nobody sees anything of it.
 * @returns the number of the analysis
 * @throws PairlensError PARTS_INVALID for what no shard has written; INFERENCE_FAILED where all items failed; DISK_FULL,
 *   STORE_READONLY; the signal's reason
 */
export async function takeInAnalysis(
  store: Store,
  parts: CheckedAnalysisParts,
  taking: TakingIn,
): Promise<number> {
  const { signal, report } = taking;
  report.activity('Storing what it is of');
  const taken = await takeInSubject(store, parts, taking, signal);
  let hidden: HiddenAnalysis | null = null;
  try {
    const planned = await planHere(store, parts, taken.subject, taking);
    hidden = new HiddenAnalysis(store, parts, planned, taking);
    report.activity('Storing the parts');
    await hidden.takeIn(taking);
    report.activity('Putting it together');
    await hidden.finish(taken, signal);
    return hidden.id;
  } catch (error) {
    await hidden?.drop();
    store.write((database) => taken.giveUp(database));
    throw error;
  }
}

interface PlannedHere {
  readonly work: AnalysisWork;
  readonly context: AnalysisContext;
  readonly options: Record<string, unknown>;
  /** For each item the id of the pair or the text here that it is made of, or null. */
  readonly sources: readonly (number | null)[];
}

/** @throws PairlensError PARTS_INVALID where the same analysis would have another plan here */
async function planHere(
  { database }: Store,
  { folder, plan }: CheckedAnalysisParts,
  subject: AnalysisSubject,
  { works, model, signal }: TakingIn,
): Promise<PlannedHere> {
  const work = knownKind(folder, plan, works);
  const context: AnalysisContext = { model, subject, runId: null, database, signal };
  const options = optionsOf(work, plan.options);
  const hash = await hashWhatItIsOf({ work, context, options, signal });
  if (hash !== plan.subject_hash)
    throw partsRefused(
      folder,
      'what the analysis is of is not the same in this workspace: alignments that were corrected, or words of its own, count as well. Merge into a workspace of its own: --store FILE',
    );
  const items = await plannedItems(work, context, options);
  if (items.length !== plan.items)
    throw partsRefused(
      folder,
      `the plan of the parts has ${plan.items} items, and that of the same analysis here has ${items.length}`,
    );
  return { work, context, options, sources: items.map((item) => work.sourceOf?.(item) ?? null) };
}

/** Items that are planned together. */
const ITEMS_AT_ONCE = 5000;
/** Numbers of parts that are stored together. */
const NUMBERS_AT_ONCE = 2 ** 18;

type Settled =
  | { readonly position: number; readonly part: NamedTensors }
  | { readonly position: number; readonly error: AnalysisItemError };

/**
 * An analysis of which the last item is planned last: until then nobody sees it, and where the process ends before, it goes when
 * the workspace is next opened, as any whose plan was not written to its end.
 */
class HiddenAnalysis {
  readonly id: number;
  readonly #store: Store;
  readonly #parts: CheckedAnalysisParts;
  readonly #planned: PlannedHere;
  #last: Settled | null = null;

  constructor(
    store: Store,
    parts: CheckedAnalysisParts,
    planned: PlannedHere,
    { projectId, model }: Pick<TakingIn, 'projectId' | 'model'>,
  ) {
    this.#store = store;
    this.#parts = parts;
    this.#planned = planned;
    const { plan, ranOn } = parts;
    this.id = store.write((database) => {
      const id = createAnalysis(database, {
        projectId,
        kind: plan.kind,
        version: plan.version,
        ...subjectColumns(planned.context.subject),
        modelId: registerModel(database, describeModel(model)),
        options: plan.options,
        total: plan.items,
        provenance: {
          subjectHash: plan.subject_hash,
          weightsHash: plan.model.weights_sha256,
          tokenizerHash: plan.model.tokenizer_sha256,
          compiledWeights: null,
          device: plan.device,
          ranOn: null,
          seed: plan.seed,
          pairlensVersion: plan.pairlens,
          ortVersion: plan.onnxruntime,
        },
      });
      removeAnalysis(database, id);
      noteCompiledWeights(database, 'analysis', id, plan.model.compiled_weights_sha256);
      if (ranOn !== null) beginOn(database, 'analysis', id, ranOn);
      return id;
    });
  }

  async takeIn({ signal, report }: Pick<TakingIn, 'signal' | 'report'>): Promise<void> {
    const { folder, records } = this.#parts;
    await this.#planItems(signal);
    const reader = await ParquetReader.open();
    const turn = new Turn();
    let batch: Settled[] = [];
    let numbers = 0;
    const flush = () => {
      this.#write(batch);
      [batch, numbers] = [[], 0];
    };
    try {
      for (const [done, record] of records.entries()) {
        report.progress({ done, total: records.length });
        for await (const settled of settledOf(folder, record, reader)) {
          batch.push(settled);
          if ('part' in settled) for (const { data } of settled.part.values()) numbers += data.length;
          if (numbers < NUMBERS_AT_ONCE && batch.length < ITEMS_AT_ONCE) continue;
          flush();
          signal.throwIfAborted();
          if (turn.isOver) await turn.give();
        }
      }
      flush();
    } finally {
      reader.close();
    }
  }

  /** Puts the parts together, and shows what it came to with the sets that it is of. */
  async finish(taken: TakenSubject, signal: AbortSignal): Promise<void> {
    const { work, context, options, sources } = this.#planned;
    const last = this.#last;
    checkNotAllFailed({ work }, this.#states());
    const { database } = this.#store;
    const parts: Iterable<PlacedPart> = {
      *[Symbol.iterator]() {
        yield* readParts(database, id);
        if (last !== null && 'part' in last) yield last;
      },
    };
    const { id } = this;
    const tensors = await combineParts({ work, context, options, signal }, parts);
    if (tensors === null) throw signal.reason;
    const result: HashedResult = { tensors, hash: await inTurns(hashTensors(tensors)) };
    signal.throwIfAborted();
    this.#store.write((writable) => {
      taken.complete(writable);
      if (last !== null) {
        planAnalysisItems(writable, id, last.position, sources.slice(last.position));
        if ('part' in last) writePart(writable, id, last.position, last.part);
        else markAnalysisItemFailed(writable, id, last.error);
      }
      writeResult(writable, id, result, work.definition.keepsParts);
      markAnalysisComputed(writable, id, timesOf(this.#parts.records));
      restoreAnalysis(writable, id);
    });
  }

  /** Where nothing can be written, it stays out of sight until the workspace is next opened. */
  async drop(): Promise<void> {
    await inTurns(dropAnalysisPieces(this.#store, this.id));
  }

  async #planItems(signal: AbortSignal): Promise<void> {
    const sources = this.#planned.sources.slice(0, -1);
    const turn = new Turn();
    for (let from = 0; from < sources.length; from += ITEMS_AT_ONCE) {
      const piece = sources.slice(from, from + ITEMS_AT_ONCE);
      this.#store.write((database) => planAnalysisItems(database, this.id, from, piece));
      signal.throwIfAborted();
      if (turn.isOver) await turn.give();
    }
  }

  #write(batch: readonly Settled[]): void {
    const lastPlace = this.#parts.plan.items - 1;
    this.#store.write((database) => {
      for (const settled of batch)
        if (settled.position === lastPlace) this.#last = settled;
        else if ('part' in settled) writePart(database, this.id, settled.position, settled.part);
        else markAnalysisItemFailed(database, this.id, settled.error);
    });
  }

  #states(): ItemState[] {
    const before = itemStates(this.#store.database, this.id);
    return this.#last === null ? before : [...before, 'part' in this.#last ? 'done' : 'failed'];
  }
}

/** Every item of a part, in its order. @throws PairlensError PARTS_INVALID where the table has others */
async function* settledOf(
  folder: string,
  record: AnalysisPartRecord,
  reader: ParquetReader,
): AsyncGenerator<Settled, void, void> {
  const failed = new Map(record.failed.map(({ item, ...error }) => [item - 1, error]));
  const rows = partsOf(folder, record, reader);
  let next = await rows.next();
  for (const position of placesOf(record)) {
    const error = failed.get(position);
    if (error !== undefined) {
      yield { position, error: { position, ...error } };
      continue;
    }
    const own = next.done !== true && next.value.position === position ? next.value : null;
    // An item of which there is nothing to say has no rows.
    yield own ?? { position, part: new Map() };
    if (own !== null) next = await rows.next();
  }
  if (next.done !== true)
    throw partsRefused(
      folder,
      `part ${record.shard} has rows of item ${next.value.position + 1}, of which it does not tell`,
    );
}
