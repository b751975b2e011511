/** Pairs by a metric at one head: both ends, and one of each decile between. */
import { decileItems, rankedItems } from '../../../core/analyses/extreme-items.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { PairsByDecile } from '../../../shared/results.ts';
import type { PairText } from '../store/pairs-of-run.ts';
import type { RowColumns } from './column-cache.ts';

/** @param place layer · heads + head */
export function pairsByDecile(
  rows: RowColumns,
  mask: Uint8Array,
  { metric, place }: { readonly metric: MetricName; readonly place: number },
  textAt: (position: number) => PairText,
): PairsByDecile {
  const [values = new Float64Array(0)] = rows.columns([metric]);
  const places = rows.layers * rows.heads;
  const passing = [...rows.positions.keys()].filter((pair) => mask[pair * places + place] === 1);
  const ranked = rankedItems(
    passing.map((pair) => rows.positions[pair] ?? -1),
    passing.map((pair) => {
      const value = values[pair * places + place] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    }),
  );
  return {
    passing: passing.length,
    defined: ranked.length,
    pairs: decileItems(ranked).map(({ value, rank, words, position }) => ({
      ...textAt(position),
      value,
      rank,
      words,
    })),
  };
}
