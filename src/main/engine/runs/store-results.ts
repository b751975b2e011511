/** Writes what was measured: of each comparison metrics, kept tensors and item state, together or not at all. */
import { alignedPositions } from '../../../core/pairs/align.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { writePairMetrics } from '../store/head-metrics.ts';
import { markItemDone } from '../store/run-items.ts';
import { KEPT_HOOKS, type TensorPlace, writeTensor } from '../store/tensors.ts';
import type { KeptSide } from '../inference/kept-tensors.ts';
import { Turn } from '../threads/turns.ts';
import type { MeasuredComparison, MeasuredPairResult } from './measure-batch.ts';

export interface RunPlace {
  readonly runId: number;
  readonly layers: number;
  readonly heads: number;
}

/** @throws PairlensError DISK_FULL and the like, nothing of the pair being stored */
export function storePair(store: Store, place: RunPlace, pair: MeasuredPairResult): void {
  store.write((database) => {
    for (const comparison of pair.comparisons) storeComparison(database, place, pair, comparison);
  });
}

/**
 * The results of a batch, some comparisons in a transaction, so that others have their turn in between.
 * @throws PairlensError DISK_FULL and the like; what was stored before stays
 */
export async function storeBatch(
  store: Store,
  place: RunPlace,
  results: readonly MeasuredPairResult[],
): Promise<void> {
  const waiting = results.flatMap((pair) => pair.comparisons.map((comparison) => ({ pair, comparison })));
  const turn = new Turn();
  for (let next = 0; next < waiting.length;) {
    store.write((database) => {
      do {
        const one = waiting[next++];
        if (one !== undefined) storeComparison(database, place, one.pair, one.comparison);
      } while (next < waiting.length && !turn.isOver);
    });
    await turn.give();
  }
}

function storeComparison(
  database: WritableDatabase,
  { runId, layers, heads }: RunPlace,
  { originalIds, original }: MeasuredPairResult,
  { comparison, values, kept }: MeasuredComparison,
): void {
  const { item, ids, alignment } = comparison;
  writePairMetrics(database, { runId, ...item, layers, heads, values });
  storeSide(database, { runId, pairId: item.pairId, side: 'original' }, original);
  const side = item.role === 'neutral' ? 'neutral' : 'counterfactual';
  storeSide(database, { runId, pairId: item.pairId, side }, kept);
  markItemDone(database, runId, item, {
    originalIds,
    counterfactualIds: ids,
    alignmentUsed: alignment.used,
    aligned: alignedPositions(alignment),
  });
}

function storeSide(database: WritableDatabase, at: Omit<TensorPlace, 'hook'>, kept: KeptSide): void {
  if (kept.pattern !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.pattern }, kept.pattern);
  if (kept.z !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.z }, kept.z);
}
