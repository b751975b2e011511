/** The order of heads: those that respond most first, or by any other statistic; the one place for their ranks. */
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { directionSign } from '../../statistics/outcome.ts';
import { type GridStatistic, STATISTICS, usualStatistic } from './grid-statistics.ts';
import type { StatisticsRow } from './rows.ts';

/**
 * By the difference from the control, in the direction in which the metric shows change: the heads that change more first,
 * those that change less last. Without a comparison by the mean. Heads without the number come last of all.
 */
export function byResponse<Row extends StatisticsRow>(rows: readonly Row[], metric: MetricName): Row[] {
  return ordered(rows, metric, ({ comparison }) => usualStatistic(comparison));
}

/** By one statistic, {@link ranksLowestFirst the smaller numbers first} or last; heads without the number come last. */
export function byStatistic<Row extends StatisticsRow>(
  rows: readonly Row[],
  metric: MetricName,
  statistic: GridStatistic,
): Row[] {
  return ordered(rows, metric, () => statistic);
}

/** Whether the smaller number ranks first: what makes a head stand out in a p or q, and in a metric that falls with change. */
export function ranksLowestFirst(statistic: GridStatistic, metric: MetricName): boolean {
  switch (STATISTICS[statistic].quantity) {
    case 'probability':
      return true;
    case 'value':
    case 'difference':
      return directionSign(METRICS[metric].change) < 0;
    case 'effect':
      return statistic === 'cliffs_delta' && directionSign(METRICS[metric].change) < 0;
    case 'spread':
    case 'share':
    case 'ratio':
    case 'count':
      return false;
  }
}

export interface HeadRank {
  /** 1 for the head that ranks first; heads of one value have the same. */
  readonly rank: number;
  /** How many heads have the value: 1 where no other has. */
  readonly shared: number;
  /** How many heads have a value at all. */
  readonly of: number;
}

/** The rank of each head by a statistic, under 'layer head'; heads without the number have none. */
export function ranksOf(
  rows: readonly StatisticsRow[],
  metric: MetricName,
  statistic: GridStatistic,
): ReadonlyMap<string, HeadRank> {
  const known = byStatistic(rows, metric, statistic).filter((row) => row[statistic] !== null);
  const firsts = new Map<number | null, number>();
  const counts = new Map<number | null, number>();
  for (const [index, row] of known.entries()) {
    const value = row[statistic];
    if (!firsts.has(value)) firsts.set(value, index + 1);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map(
    known.map((row) => [
      `${row.layer} ${row.head}`,
      {
        rank: firsts.get(row[statistic]) ?? 0,
        shared: counts.get(row[statistic]) ?? 1,
        of: known.length,
      },
    ]),
  );
}

/** "rank 3 of 72", "rank 1 of 72, shared by 20". */
export function rankWords({ rank, shared, of }: HeadRank): string {
  return `rank ${rank} of ${of}${shared > 1 ? `, shared by ${shared}` : ''}`;
}

function ordered<Row extends StatisticsRow>(
  rows: readonly Row[],
  metric: MetricName,
  statisticOf: (row: Row) => GridStatistic,
): Row[] {
  const standing = (row: Row): number => {
    const statistic = statisticOf(row);
    const value = row[statistic];
    return value === null ? -Infinity : value * (ranksLowestFirst(statistic, metric) ? -1 : 1);
  };
  return rows
    .filter((row) => row.metric === metric)
    .sort((a, b) => compare(standing(b), standing(a)) || a.layer - b.layer || a.head - b.head);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
