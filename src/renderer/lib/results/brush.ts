/** A part of a histogram that is marked: thresholds of its metric from below and from above. */
import type { Threshold } from '../../../shared/entities.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';

export type Range = readonly [low: number, high: number];

/** What the filter says of the metric itself with a number: null on a side of which it says nothing. */
export function marked(
  thresholds: readonly Threshold[],
  metric: MetricName,
): readonly [low: number | null, high: number | null] {
  const values = (isAbove: boolean) =>
    thresholds.flatMap(({ metric: of, minus, comparison, value }) =>
      of === metric && minus === undefined && value !== 'control' && comparison.startsWith('>') === isAbove
        ? [value]
        : [],
    );
  const [above, below] = [values(true), values(false)];
  return [above.length === 0 ? null : Math.max(...above), below.length === 0 ? null : Math.min(...below)];
}

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
  return [
    ...others,
    ...(from > low ? [{ metric, comparison: '>=' as const, value: from }] : []),
    ...(to < high ? [{ metric, comparison: '<=' as const, value: to }] : []),
  ];
}
