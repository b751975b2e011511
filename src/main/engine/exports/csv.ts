/** metrics.csv: every head on every pair. */
import { type CsvField, csvText } from '../../../core/csv.ts';
import { pairNumber } from '../../../core/figures/figure.ts';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import type { ResultRow } from '../../../shared/entities.ts';

export const METRICS_COLUMNS = [
  'pair',
  'label',
  'original',
  'counterfactual',
  'layer',
  'head',
  ...METRIC_NAMES,
] as const;

/** Rows of one piece: some hundred kilobytes of text. */
const PIECE = 1000;

/**
 * metrics.csv in pieces, the first with the header. `pair` is the number that the screen shows, the place in the set's
 * order counted from 1; layers and heads count from 0.
 */
export async function* metricsCsv(
  rows: Iterable<ResultRow> | AsyncIterable<ResultRow>,
): AsyncGenerator<string, void> {
  let piece: CsvField[][] = [[...METRICS_COLUMNS]];
  for await (const row of rows) {
    if (piece.length >= PIECE) {
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
      ...METRIC_NAMES.map((name) => row.metrics[name]),
    ]);
  }
  yield csvText(piece);
}
