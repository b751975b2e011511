/** A part of a histogram that is marked: thresholds of its metric from below and from above. */
import type { Threshold } from '../../../shared/entities.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';

export type Range = readonly [low: number, high: number];

/**
 * The filter with this part of the metric's range, or without any where it is null; an end that lies at the end of the range
 * cuts nothing off. Ends are rounded to steps of the range that a person can read.
 */
export function withMarked(
  thresholds: readonly Threshold[],
  metric: MetricName,
  part: Range | null,
  [low, high]: Range,
): Threshold[] {
  const others = thresholds.filter(
    ({ metric: of, minus, value }) => of !== metric || minus !== undefined || value === 'control',
  );
  if (part === null) return others;
  const step = 10 ** Math.floor(Math.log10((high - low || 1) / 50));
  const rounded = part.map((value) => Number((Math.round(value / step) * step).toPrecision(6)));
  const [from = low, to = high] = rounded;
  // Rounding takes an end that is at the end of the range to either side of it.
  return [
    ...others,
    ...(part[0] > low && from > low ? [{ metric, comparison: '>=' as const, value: from }] : []),
    ...(part[1] < high && to < high ? [{ metric, comparison: '<=' as const, value: to }] : []),
  ];
}
