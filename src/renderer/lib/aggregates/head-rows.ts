/** Ordering the statistics of heads. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import type { AggregateRow } from '../../../shared/entities.ts';

/**
 * The heads that respond most come first: with a control set those whose difference from it is largest in the
 * direction of change, without one those whose mean is. Heads without the number come last.
 */
export function byResponse(rows: readonly AggregateRow[], metric: MetricName): AggregateRow[] {
  const { change } = METRICS[metric];
  const response = (row: AggregateRow): number => {
    const value = row.difference ?? row.mean;
    if (value === null) return -Infinity;
    return change === 'either' ? Math.abs(value) : change === 'low' ? -value : value;
  };
  return rows
    .filter((row) => row.metric === metric)
    .sort((a, b) => response(b) - response(a) || a.layer - b.layer || a.head - b.head);
}

/** Whether a head's difference is told apart from chance at this threshold of q; null where nothing was tested. */
export function isSignificant(row: AggregateRow, qThreshold: number): boolean | null {
  const q = row.q ?? row.q_zero;
  return q === null ? null : q < qThreshold;
}
