/** The order of heads: those that respond most first. */
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { directionSign } from '../../statistics/outcome.ts';
import type { StatisticsRow } from './rows.ts';

/**
 * By the difference from the control, in the direction in which the metric shows change: the heads that change more first,
 * those that change less last. Without a comparison by the mean. Heads without the number come last of all.
 */
export function byResponse<Row extends StatisticsRow>(rows: readonly Row[], metric: MetricName): Row[] {
  const sign = directionSign(METRICS[metric].change);
  const response = (row: Row): number => {
    const value = row.comparison === 'none' ? row.mean : row.difference;
    return value === null ? -Infinity : sign * value;
  };
  return rows
    .filter((row) => row.metric === metric)
    .sort((a, b) => compare(response(b), response(a)) || a.layer - b.layer || a.head - b.head);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
