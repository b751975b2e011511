/** metrics.csv: every head on every pair. */
import { type CsvField, csvText } from '../../../core/csv.ts';
import { pairNumber } from '../../../core/figures/figure.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultRow } from '../../../shared/entities.ts';

const PLACE_COLUMNS = ['pair', 'label', 'original', 'counterfactual', 'layer', 'head'] as const;

/**
 * metrics.csv in pieces, the first with the header. `pair` is the number that the screen shows, the place in the set's
 * order counted from 1; layers and heads count from 0.
 * @param metrics those that the run measured, a column each: a cell is empty where its metric is undefined
 * @param lines of one piece
 */
export async function* metricsCsv(
  rows: Iterable<ResultRow> | AsyncIterable<ResultRow>,
  metrics: readonly MetricName[],
  lines: number,
): AsyncGenerator<string, void> {
  let piece: CsvField[][] = [[...PLACE_COLUMNS, ...metrics]];
  for await (const row of rows) {
    if (piece.length >= lines) {
      yield csvText(piece);
      piece = [];
    }
    piece.push([
      pairNumber(row.position),
      row.label,
      row.original,
      row.counterfactual,
      row.layer,
      row.head,
      ...metrics.map((name) => row.metrics[name]),
    ]);
  }
  yield csvText(piece);
}
