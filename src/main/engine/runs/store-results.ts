/** Writes what was measured: of each pair metrics, kept tensors and item states, together or not at all. */
import { alignedPositions } from '../../../core/pairs/align.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { writePairMetrics } from '../store/head-metrics.ts';
import { itemHash } from '../store/hashes.ts';
import { writeNotes } from '../store/pair-notes.ts';
import { type ComputedFrom, markItemDone } from '../store/run-items.ts';
import { countWork } from '../store/time-at-work.ts';
import { KEPT_HOOKS, type TensorPlace, writeTensor } from '../store/tensors.ts';
import type { KeptSide } from '../inference/kept-tensors.ts';
import { Turn } from '../threads/turns.ts';
import type { MeasuredPairResult } from './measure-batch.ts';

export interface RunPlace {
  readonly runId: number;
  readonly layers: number;
  readonly heads: number;
  /** Those that the run measures. */
  readonly metrics: readonly MetricName[];
}

/** @throws PairlensError DISK_FULL and the like, nothing of the pair being stored */
export function storePair(store: Store, place: RunPlace, pair: MeasuredPairResult): void {
  store.write((database) => {
    writePair(database, place, pair);
    countWork(database, 'run', place.runId);
  });
}

/**
 * The results of a batch, some pairs in a transaction, so that others have their turn in between.
 * @throws PairlensError DISK_FULL and the like; what was stored before stays
 */
export async function storeBatch(
  store: Store,
  place: RunPlace,
  results: readonly MeasuredPairResult[],
): Promise<void> {
  const waiting = [...results];
  const turn = new Turn();
  while (waiting.length > 0) {
    store.write((database) => {
      do for (const pair of waiting.splice(0, 1)) writePair(database, place, pair);
      while (waiting.length > 0 && !turn.isOver);
      countWork(database, 'run', place.runId);
    });
    await turn.give();
  }
}

function writePair(
  database: WritableDatabase,
  { runId, layers, heads, metrics }: RunPlace,
  { originalIds, original, comparisons }: MeasuredPairResult,
): void {
  for (const { comparison, values, kept } of comparisons) {
    const { item, ids, alignment } = comparison;
    writePairMetrics(database, { runId, ...item, layers, heads, values });
    storeSide(database, { runId, pairId: item.pairId, side: 'original' }, original);
    const side = item.role === 'neutral' ? 'neutral' : 'counterfactual';
    storeSide(database, { runId, pairId: item.pairId, side }, kept);
    const from: ComputedFrom = {
      originalIds,
      counterfactualIds: ids,
      alignmentUsed: alignment.used,
      aligned: alignedPositions(alignment),
    };
    const hash = itemHash({ ...item, ...from, runId, layers, heads, metrics }, values);
    if (comparison.noted !== null) writeNotes(database, runId, item, comparison.noted);
    markItemDone(database, runId, item, from, hash);
  }
}

function storeSide(database: WritableDatabase, at: Omit<TensorPlace, 'hook'>, kept: KeptSide): void {
  if (kept.pattern !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.pattern }, kept.pattern);
  if (kept.z !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.z }, kept.z);
}
