/** Heads of a run in a folder, over the pairs that pass at each. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import { HEAD_QUANTILES, type HeadLine } from '../../../shared/results.ts';
import { looksForLargest } from '../results/pair-order.ts';
import type { PairText } from '../store/pairs-of-run.ts';
import { type ChosenRows, whereSql } from './chosen-rows.ts';
import type { Duck } from './duck.ts';
import { quantilesByPlace } from './order-statistics.ts';
import { byPlaceSql, placeSql } from './row-sql.ts';

type HeadRow = [
  place: number,
  passing: number,
  defined: number,
  sum: number | null,
  extreme: number | null,
  unusual: number,
];

/** By layer and head; heads at which no pair passes are left out. */
export async function headLines(
  duck: Duck,
  { folder, from, where }: ChosenRows,
  metric: MetricName,
  textAt: (position: number) => PairText,
  signal?: AbortSignal,
): Promise<HeadLine[]> {
  const { grid, places } = folder;
  const usual = await folder.usualRange(metric, signal);
  const beyond =
    usual === null
      ? 'false'
      : `value > ${byPlaceSql(usual.high, 'place')} OR value < ${byPlaceSql(usual.low, 'place')}`;
  const rows = `SELECT ${placeSql(grid)} AS place, m.pair AS pair, m.${metric} AS value FROM ${from} ${whereSql(where)}`;
  const furthest = looksForLargest(metric, undefined) ? 'max' : 'min';
  const found = await duck.rows<HeadRow>(
    `SELECT place, count(*)::DOUBLE, count(value)::DOUBLE, fsum(value), ${furthest}(value),
       (count(*) FILTER (WHERE ${beyond}))::DOUBLE
     FROM (${rows}) GROUP BY place ORDER BY place`,
    signal,
  );
  const quantiles = await quantilesByPlace(duck, rows, places, HEAD_QUANTILES, signal);
  const extremes = new Float64Array(places).fill(Number.NaN);
  for (const [place, , , , extreme] of found) extremes[place] = extreme ?? Number.NaN;
  const first = new Map(
    await duck.rows<[place: number, pair: number]>(
      `SELECT place, min(pair) FROM (${rows})
       WHERE value = ${byPlaceSql(extremes, 'place')} GROUP BY place`,
      signal,
    ),
  );
  return found.map(([place, passing, defined, sum, extreme, unusual]): HeadLine => {
    const pair = first.get(place);
    return {
      layer: Math.floor(place / grid.heads),
      head: place % grid.heads,
      passing,
      defined,
      unusual: usual === null ? null : unusual,
      mean: defined === 0 || sum === null ? null : sum / defined,
      quantiles: defined === 0 ? null : quantiles.map((values) => values[place] ?? Number.NaN),
      extreme: pair === undefined || extreme === null ? null : { ...textAt(pair - 1), value: extreme },
    };
  });
}
