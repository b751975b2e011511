/** The smallest and largest value of each metric in a run, out of the table `head_metric`. */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { prepared, type ReadableDatabase } from './handles.ts';

export type MetricRanges = Record<MetricName, [number, number] | null>;

/** Over the pairs of the set, as their statistics are; null for a metric that is undefined everywhere. */
export function readMetricRanges(database: ReadableDatabase, runId: number): MetricRanges {
  const columns = METRIC_NAMES.map((name) => `min(${name}) AS ${name}_low, max(${name}) AS ${name}_high`);
  const row =
    prepared<Record<string, number | null>>(
      database,
      `SELECT ${columns.join(', ')} FROM head_metric WHERE run_id = ? AND role = 'set'`,
    ).get(runId) ?? {};
  const rangeOf = (name: MetricName): [number, number] | null => {
    const low = row[`${name}_low`] ?? null;
    const high = row[`${name}_high`] ?? null;
    return low === null || high === null ? null : [low, high];
  };
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, rangeOf(name)])) as MetricRanges;
}
