/** How values of a metric lie over the rows of a run in a folder. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { MetricHistogram } from '../../../shared/results.ts';
import type { ChosenRows } from './chosen-rows.ts';
import { double, type Duck } from './duck.ts';

/** Bins equally wide from the smallest value in the role to the largest, over all its rows and over those that pass. */
export async function histogram(
  duck: Duck,
  { folder, role, from, where }: ChosenRows,
  { metric, bins }: { readonly metric: MetricName; readonly bins: number },
  signal?: AbortSignal,
): Promise<MetricHistogram> {
  const all = new Array<number>(bins).fill(0);
  const passing = new Array<number>(bins).fill(0);
  const range = await folder.range(role, metric, signal);
  if (range === null) return { metric, range, all, passing };
  const [low, high] = range;
  const perUnit = high === low ? 0 : bins / (high - low);
  const rows = await duck.rows<[bin: number, all: number, passing: number]>(
    `SELECT least(${bins - 1}, floor((m.${metric} - ${double(low)}) * ${double(perUnit)}))::INTEGER AS bin,
       count(*)::DOUBLE, (count(*) FILTER (WHERE ${where ?? 'true'}))::DOUBLE
     FROM ${from} WHERE m.${metric} IS NOT NULL GROUP BY bin`,
    signal,
  );
  for (const [bin, ofAll, ofPassing] of rows) {
    all[bin] = ofAll;
    passing[bin] = ofPassing;
  }
  return { metric, range, all, passing };
}
