/**
 * Results as CSV: comma, quotes where needed, LF, UTF-8, numbers as the shortest text that reads back to the same
 * float64, an empty cell where a number is undefined. Texts are written as they are, also one that begins with '=':
 * a file of data gives back what was put in, and so a spreadsheet should be told to import text columns as text.
 */
import { stringify } from 'csv-stringify/sync';
import { pairNumber } from '../../../core/figures/figure.ts';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import { COMPARISON_COLUMNS, SUMMARY_COLUMNS } from '../../../core/statistics/summary.ts';
import type { AggregateRow, ResultRow } from '../../../shared/entities.ts';

type Cell = string | number | null;

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
  let piece: Cell[][] = [[...METRICS_COLUMNS]];
  for await (const row of rows) {
    if (piece.length >= PIECE) {
      yield stringify(piece);
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
  yield stringify(piece);
}

/** aggregates.csv: a row for each head and metric; the columns of the comparison only with a control set. */
export function aggregatesCsv(rows: readonly AggregateRow[], hasControl: boolean): string {
  const statistics = hasControl ? [...SUMMARY_COLUMNS, ...COMPARISON_COLUMNS] : SUMMARY_COLUMNS;
  const columns = ['layer', 'head', 'metric', ...statistics] as const;
  return stringify([columns, ...rows.map((row) => columns.map((column): Cell => row[column]))]);
}
