/** Puts the parts of a run into a workspace as one run, as if all of it had been computed there. */
import type { Role } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import { layOutColumns } from '../results/lay-out-columns.ts';
import { Duck } from '../run-folders/duck.ts';
import { checkRunFiles } from '../run-folders/register.ts';
import { endOf } from '../runs/end-of-run.ts';
import { planPairs } from '../runs/plan-run.ts';
import { noteCompiledWeights } from '../store/compiled-weights.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { itemHash } from '../store/hashes.ts';
import { writePairMetrics } from '../store/head-metrics.ts';
import { findModel, registerModel } from '../store/models.ts';
import { writeNotes } from '../store/pair-notes.ts';
import { type ComputedFrom, markItemDone, markItemFailed } from '../store/run-items.ts';
import { countItems } from '../store/item-counts.ts';
import { type FolderFile, writeRunFolder } from '../store/run-folders.ts';
import { createRun, getRun, hideRun, markComputed, showRun } from '../store/runs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import { beginOn } from '../store/ran-on.ts';
import { removeUnseenRun } from '../store/unseen-runs.ts';
import { inTurns, Turn } from '../threads/turns.ts';
import type { CheckedParts } from './check-parts.ts';
import { ParquetReader } from './parquet-rows.ts';
import { recordFile, rowsFile } from './part-files.ts';
import { partsRefused } from './part-folder.ts';
import type { PartItem } from './part-items.ts';
import type { PartRecord } from './part-record.ts';
import { itemsOfPart, valuesOfPart } from './read-part.ts';
import { timesOf } from './same-plan.ts';
import { beginSet, finishSet, takeInPairs, type TakenSet } from './take-in-sets.ts';

/** Comparisons that are stored together. */
const TOGETHER = 20;

export interface TakingIn {
  readonly projectId: number;
  /** What the set is to be called here; its own name unless told. */
  readonly name?: string | undefined;
  /** Where its rows are then: in the workspace, or in the files that the shards wrote. */
  readonly results: 'store' | 'folder';
  readonly signal: AbortSignal;
  readonly report: JobReport;
}

/**
 * Where it does not come to its end, nobody sees anything of it.
 * @returns the number of the run
 * @throws PairlensError PARTS_INVALID for what no shard has written; DISK_FULL, STORE_READONLY; the signal's reason
 */
export async function takeInParts(store: Store, parts: CheckedParts, taking: TakingIn): Promise<number> {
  const { plan } = parts;
  const { projectId, name, results, signal, report } = taking;
  report.activity('Storing pairs');
  // Files have the numbers that pairs had where they were computed.
  const mayHaveGaps = results === 'store';
  const set = beginSet(store, plan.set, { projectId, named: name, mayHaveGaps });
  let control: ReturnType<typeof beginSet> | null = null;
  let runId: number | null = null;
  try {
    if (plan.control_set !== null) control = beginSet(store, plan.control_set, { projectId, mayHaveGaps });
    const beginning = { set, control } as const;
    await takeInPairs(
      store,
      parts,
      (role) => {
        const begun = beginning[role];
        return begun?.isNew === true ? begun.id : null;
      },
      signal,
    );
    const taken = {
      set: await finishSet(store, set, parts, plan.set),
      control:
        control === null || plan.control_set === null
          ? null
          : await finishSet(store, control, parts, plan.control_set),
    };
    runId = beginRun(store, parts, projectId, taken);
    await planPairs(store, runId, 'set', taken.set.plan);
    if (taken.control !== null) await planPairs(store, runId, 'control', taken.control.plan);
    report.activity('Storing the run');
    await new Comparisons(store, parts, runId, taken).takeIn(taking);
    if (results === 'folder') {
      report.activity('Comparing pairs and rows');
      await checkFolder(store, parts, runId, signal);
    }
    await finishRun(store, parts, runId, taken, taking);
    return runId;
  } catch (error) {
    if (runId !== null) await inTurns(removeUnseenRun(store, runId));
    store.write((database) => {
      for (const begun of [set, control]) if (begun?.isNew === true) SENTENCE_SETS.giveUp(database, begun.id);
    });
    throw error;
  }
}

interface TakenSets {
  readonly set: TakenSet;
  readonly control: TakenSet | null;
}

/** The run that was planned, seen by nobody yet. */
function beginRun(store: Store, parts: CheckedParts, projectId: number, { set, control }: TakenSets): number {
  const { plan } = parts;
  const { model, options } = plan;
  const { weights_sha256: weightsHash, tokenizer_sha256: tokenizerHash } = model;
  return store.write((database) => {
    const id = createRun(database, {
      ...options,
      projectId,
      setId: set.id,
      controlSetId: control?.id ?? null,
      modelId: modelHere(database, parts),
      setHash: plan.set.sha256,
      controlSetHash: plan.control_set?.sha256 ?? null,
      weightsHash,
      tokenizerHash,
      pairlensVersion: plan.pairlens,
      ortVersion: plan.onnxruntime,
    });
    hideRun(database, id);
    noteCompiledWeights(database, 'run', id, model.compiled_weights_sha256);
    if (parts.ranOn !== null) beginOn(database, 'run', id, parts.ranOn);
    return id;
  });
}

/** The model with these weights and this tokenizer that the workspace knows already, by whatever name; or a new one. */
function modelHere(database: WritableDatabase, { plan, records }: CheckedParts): number {
  const { model } = plan;
  const { weights_sha256: weightsHash, tokenizer_sha256: tokenizerHash } = model;
  const known = findModel(database, { weightsHash, tokenizerHash });
  if (known !== null) return known;
  const { name, architecture, layers, heads, dModel, parameters, maxPositions, config } = model;
  const shape = { architecture, layers, heads, dModel, parameters, maxPositions, config };
  const folder = records[0]?.model_folder ?? name;
  return registerModel(database, { name, folder, ...shape, weightsHash, tokenizerHash });
}

/** Pairs, comparisons and failures of the parts, on their way into a run. */
class Comparisons {
  readonly #store: Store;
  readonly #parts: CheckedParts;
  readonly #runId: number;
  readonly #sets: TakenSets;

  constructor(store: Store, parts: CheckedParts, runId: number, sets: TakenSets) {
    this.#store = store;
    this.#parts = parts;
    this.#runId = runId;
    this.#sets = sets;
  }

  async takeIn({ results, signal, report }: TakingIn): Promise<void> {
    const { records } = this.#parts;
    const total = records.reduce((sum, { comparisons }) => sum + comparisons.done + comparisons.failed, 0);
    let stored = 0;
    const reader = await ParquetReader.open();
    const turn = new Turn();
    try {
      for (const record of records)
        for await (const batch of this.#batchesOf(record, results === 'store' ? reader : null)) {
          this.#store.write((database) => {
            for (const comparison of batch) this.#write(database, comparison);
          });
          stored += batch.length;
          report.progress({ done: stored, total });
          signal.throwIfAborted();
          if (turn.isOver) await turn.give();
        }
    } finally {
      reader.close();
    }
  }

  /** @param reader null where the rows stay in their files */
  async *#batchesOf(
    record: PartRecord,
    reader: ParquetReader | null,
  ): AsyncGenerator<Comparison[], void, void> {
    const { folder } = this.#parts;
    const measured = reader === null ? null : valuesOfPart(folder, record, reader);
    let batch: Comparison[] = [];
    for await (const item of itemsOfPart(folder, record)) {
      let values: Float64Array | null = null;
      if (item.state === 'done' && measured !== null) {
        const next = await measured.next();
        const is = next.done === true ? null : next.value;
        if (is?.role !== item.role || is.position !== item.position)
          throw partsRefused(folder, `the pairs and the rows of part ${record.shard} are not of each other`);
        values = is.values;
      }
      batch.push({ item, values });
      if (batch.length < TOGETHER) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
    if (measured !== null && (await measured.next()).done !== true)
      throw partsRefused(folder, `part ${record.shard} has rows of more pairs than it tells of`);
  }

  #write(database: WritableDatabase, { item, values }: Comparison): void {
    const place = this.#placeOf(item);
    if (item.state === 'failed') return markItemFailed(database, this.#runId, place, item);
    const { model, metrics } = this.#parts.plan;
    const { layers, heads } = model;
    const of = { runId: this.#runId, ...place, layers, heads };
    const { originalIds, counterfactualIds, alignmentUsed, aligned, notes } = item;
    const from: ComputedFrom = { originalIds, counterfactualIds, alignmentUsed, aligned };
    if (values !== null) writePairMetrics(database, { ...of, values });
    writeNotes(database, this.#runId, place, {
      notes: notes.map(({ note }) => note),
      unknownTokens: Math.max(0, ...notes.map(({ tokens }) => tokens)),
    });
    const hash = values === null ? null : itemHash({ ...of, ...from, metrics }, values);
    markItemDone(database, this.#runId, place, from, hash);
  }

  /** The pair in this workspace. A set that was here may have gaps where pairs were removed: pairs are counted, not placed. */
  #placeOf({ role, position }: PartItem): { role: Role; pairId: number; position: number } {
    const plan = (role === 'control' ? this.#sets.control : this.#sets.set)?.plan;
    const [pairId, at] = [plan?.pairIds[position], plan?.positions[position]];
    if (pairId === undefined || at === undefined)
      throw partsRefused(
        this.#parts.folder,
        `a part has pair ${position + 1} of the ${role}, which is not there`,
      );
    return { role, pairId, position: at };
  }
}

interface Comparison {
  readonly item: PartItem;
  /** null for one that failed, or whose rows stay in their file. */
  readonly values: Float64Array | null;
}

/**
 * The hashes of the files have been compared: whether their rows are of these pairs has not.
 * @throws PairlensError PARTS_INVALID where they are not; the signal's reason
 */
async function checkFolder(
  store: Store,
  { folder, plan, records }: CheckedParts,
  runId: number,
  signal: AbortSignal,
): Promise<void> {
  const { model, metrics } = plan;
  const duck = new Duck();
  try {
    const files = { folder, names: records.map(rowsFile) };
    await checkRunFiles(store.database, duck, { id: runId, metrics, model }, files, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PairlensError && error.code === 'RESULTS_INVALID')
      throw partsRefused(folder, error.message);
    throw error;
  } finally {
    await duck.close();
  }
}

/** The table of a part, as its record has it. */
function fileOf(folder: string, record: PartRecord): FolderFile {
  const name = rowsFile(record);
  const file = record.files[name];
  if (file === undefined) throw partsRefused(folder, `${recordFile(record)} does not name ${name}`);
  return { name, ...file };
}

/** @throws PairlensError PARTS_INVALID where a comparison of the plan is in no part */
async function finishRun(
  store: Store,
  { folder, records }: CheckedParts,
  runId: number,
  { set, control }: TakenSets,
  { results, signal }: TakingIn,
): Promise<void> {
  const counts = countItems(store.database, runId);
  if (counts.done + counts.failed < counts.total)
    throw partsRefused(
      folder,
      `${counts.total - counts.done - counts.failed} pairs of the plan are in no part, or their neutrals are not`,
    );
  const { state, error } = endOf(counts, null);
  store.write((database) => {
    markComputed(database, runId, {
      state,
      error: error?.message ?? null,
      ...timesOf(records),
    });
    for (const taken of [set, control])
      if (taken !== null && taken.summary !== null)
        SENTENCE_SETS.complete(database, taken.id, taken.summary, null);
    if (results === 'folder')
      writeRunFolder(database, runId, { folder, files: records.map((record) => fileOf(folder, record)) });
    showRun(database, runId);
  });
  if (results === 'folder') return;
  const run = getRun(store.database, runId);
  await layOutColumns(store, run, () => !signal.aborted);
}
