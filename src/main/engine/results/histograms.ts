/** How values of metrics lie over rows: bins of equal width from the smallest value to the largest. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter } from '../../../core/metrics/result-filter.ts';
import type { MetricHistogram } from '../../../shared/results.ts';
import type { RowColumns } from './column-cache.ts';

/** @param mask [rows] 1 where a row passes */
export function histogram(
  rows: RowColumns,
  mask: Uint8Array,
  metric: MetricName,
  bins: number,
): MetricHistogram {
  const [values = new Float64Array(0)] = rows.columns([metric]);
  const [low, high] = extent(values);
  const all = new Array<number>(bins).fill(0);
  const passing = new Array<number>(bins).fill(0);
  if (low > high) return { metric, range: null, all, passing };
  const perUnit = high === low ? 0 : bins / (high - low);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const bin = Math.min(bins - 1, Math.floor((value - low) * perUnit));
    all[bin] = (all[bin] ?? 0) + 1;
    if (mask[row] === 1) passing[bin] = (passing[bin] ?? 0) + 1;
  }
  return { metric, range: [low, high], all, passing };
}

/** What a filter says of anything but the values of one metric: over what passes it, that metric is drawn. */
export function withoutOwn(filter: ResultFilter, metric: MetricName): ResultFilter {
  if (filter.match === 'any') return filter;
  const thresholds = filter.thresholds.filter(
    (threshold) => threshold.metric !== metric || threshold.minus !== undefined,
  );
  return { ...filter, thresholds };
}

/** Smallest and largest value; Infinity and -Infinity where there is none. NaN is none. */
export function extent(values: Float64Array): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
