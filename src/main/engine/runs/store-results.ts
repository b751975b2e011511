/** Writes what was measured on a batch: metrics, kept tensors and item states, together or not at all. */
import { alignedPositions } from '../../../core/pairs/align.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { writePairMetrics } from '../store/head-metrics.ts';
import { markItemDone } from '../store/run-items.ts';
import { KEPT_HOOKS, type Side, writeTensor } from '../store/tensors.ts';
import type { KeptSide } from '../inference/kept-tensors.ts';
import type { MeasuredPairResult } from './measure-batch.ts';

export interface RunPlace {
  readonly runId: number;
  readonly layers: number;
  readonly heads: number;
}

/** @throws PairlensError DISK_FULL and the like, nothing of the batch being stored */
export function storeResults(
  store: Store,
  { runId, layers, heads }: RunPlace,
  results: readonly MeasuredPairResult[],
): void {
  store.write((database) => {
    for (const { pair, values, original, counterfactual } of results) {
      const { item, originalIds, counterfactualIds, alignment } = pair;
      writePairMetrics(database, { runId, ...item, layers, heads, values });
      storeSide(database, runId, item.pairId, 'original', original);
      storeSide(database, runId, item.pairId, 'counterfactual', counterfactual);
      markItemDone(database, runId, item.pairId, {
        originalIds,
        counterfactualIds,
        alignmentUsed: alignment.used,
        aligned: alignedPositions(alignment),
      });
    }
  });
}

function storeSide(
  database: WritableDatabase,
  runId: number,
  pairId: number,
  side: Side,
  kept: KeptSide,
): void {
  const at = { runId, pairId, side };
  if (kept.pattern !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.pattern }, kept.pattern);
  if (kept.z !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.z }, kept.z);
}
