/** Heads over the pairs that pass a filter at each. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import { quantile } from '../../../core/statistics/quantile.ts';
import { HEAD_QUANTILES, type HeadLine } from '../../../shared/results.ts';
import type { PairText } from '../store/pairs-of-run.ts';
import type { RowColumns } from './column-cache.ts';
import type { UsualRange } from './control-rows.ts';
import { looksForLargest } from './pair-order.ts';

/** By layer and head; heads at which no pair passes are left out. @param limits null: the run has no control */
export function headLines(
  rows: RowColumns,
  mask: Uint8Array,
  metric: MetricName,
  limits: UsualRange | null,
  textAt: (position: number) => PairText,
): HeadLine[] {
  const [values = new Float64Array(0)] = rows.columns([metric]);
  const places = rows.layers * rows.heads;
  const largest = looksForLargest(metric, undefined);
  const lines: HeadLine[] = [];
  for (let place = 0; place < places; place++) {
    const found = new Float64Array(rows.positions.length);
    let passing = 0;
    let defined = 0;
    let unusual = 0;
    let extremePair = -1;
    for (let pair = 0, row = place; pair < rows.positions.length; pair++, row += places) {
      if (mask[row] !== 1) continue;
      passing++;
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      found[defined++] = value;
      if (value > (limits?.high[place] ?? Infinity) || value < (limits?.low[place] ?? -Infinity)) unusual++;
      const extreme = extremePair < 0 ? Number.NaN : (values[extremePair * places + place] ?? Number.NaN);
      if (extremePair < 0 || (largest ? value > extreme : value < extreme)) extremePair = pair;
    }
    if (passing === 0) continue;
    const sorted = found.subarray(0, defined).toSorted();
    const position = rows.positions[extremePair];
    lines.push({
      layer: Math.floor(place / rows.heads),
      head: place % rows.heads,
      passing,
      defined,
      unusual: limits === null ? null : unusual,
      mean: defined === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / defined,
      quantiles: defined === 0 ? null : HEAD_QUANTILES.map((share) => quantile(sorted, share)),
      extreme:
        position === undefined
          ? null
          : { ...textAt(position), value: values[extremePair * places + place] ?? 0 },
    });
  }
  return lines;
}
