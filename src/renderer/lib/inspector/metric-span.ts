/** The ends of the line on which a metric's value, interval and control mean are marked. */
import { extent } from 'd3-array';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import { resolutionOf } from '../../../core/metrics/resolution.ts';
import { toldFrom } from '../../../core/statistics/resolution.ts';
import type { AggregateRow } from '../../../shared/entities.ts';

export type SpanStatistics = Pick<AggregateRow, 'n' | 'min' | 'max' | 'control_mean'>;

/** Pairs from which on the smallest and the largest of them say how far values go. */
export const FEWEST_OF_RANGE = 5;

export interface MetricSpan {
  readonly low: number;
  readonly high: number;
}

/**
 * From the smallest to the largest of the set's values at this head and everything else that is marked; null where that
 * is nothing or a single point, or of too few pairs. Ends that errors of the weights alone may part are one point.
 */
export function metricSpan(
  metric: MetricName,
  statistics: SpanStatistics | undefined,
  value: number | null,
): MetricSpan | null {
  if ((statistics?.n ?? 0) < FEWEST_OF_RANGE) return null;
  const marked = [statistics?.min, statistics?.max, statistics?.control_mean, value];
  const [low, high] = extent(marked.filter((mark) => mark !== null && mark !== undefined));
  if (low === undefined || low === high) return null;
  const resolution = resolutionOf(metric);
  return resolution !== null && high < toldFrom(resolution, low, 'above') ? null : { low, high };
}

/** Where a value stands on the line, in percent of its length from the left; at an end when it lies past it. */
export function percentAlong(span: MetricSpan, value: number): number {
  return Math.min(100, Math.max(0, (100 * (value - span.low)) / (span.high - span.low)));
}
