/** The head that a pair is opened at where nobody says which. */
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { PairDetail } from '../../../shared/entities.ts';

/**
 * The head that changes most by the metric; of a metric that says nothing of change, the one with the largest value. The first where
 * the metric is defined at none.
 * @param heads metrics of each, [layers][heads]
 */
export function strongestHead(
  heads: PairDetail['heads'],
  metric: MetricName,
): { readonly layer: number; readonly head: number } {
  const { change } = METRICS[metric];
  let strongest = { layer: 0, head: 0 };
  let most = -Infinity;
  for (const [layer, row] of heads.entries())
    for (const [head, values] of row.entries()) {
      const value = values[metric];
      if (value === null || value === undefined) continue;
      const moved = change === 'low' ? -value : change === 'either' ? Math.abs(value) : value;
      if (moved <= most) continue;
      most = moved;
      strongest = { layer, head };
    }
  return strongest;
}
