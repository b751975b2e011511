/** Writes what was measured on a batch: metrics, kept tensors and item states, together or not at all. */
import { alignedPositions } from '../../../core/pairs/align.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { writePairMetrics } from '../store/head-metrics.ts';
import { markItemDone } from '../store/run-items.ts';
import { writeNotes } from '../store/pair-notes.ts';
import { KEPT_HOOKS, type TensorPlace, writeTensor } from '../store/tensors.ts';
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
    for (const { originalIds, original, comparisons } of results)
      for (const { comparison, values, kept } of comparisons) {
        const { item, ids, alignment } = comparison;
        writePairMetrics(database, { runId, ...item, layers, heads, values });
        storeSide(database, { runId, pairId: item.pairId, side: 'original' }, original);
        const side = item.role === 'neutral' ? 'neutral' : 'counterfactual';
        storeSide(database, { runId, pairId: item.pairId, side }, kept);
        if (comparison.noted !== null) writeNotes(database, runId, item, comparison.noted);
        markItemDone(database, runId, item, {
          originalIds,
          counterfactualIds: ids,
          alignmentUsed: alignment.used,
          aligned: alignedPositions(alignment),
        });
      }
  });
}

function storeSide(database: WritableDatabase, at: Omit<TensorPlace, 'hook'>, kept: KeptSide): void {
  if (kept.pattern !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.pattern }, kept.pattern);
  if (kept.z !== null) writeTensor(database, { ...at, hook: KEPT_HOOKS.z }, kept.z);
}
