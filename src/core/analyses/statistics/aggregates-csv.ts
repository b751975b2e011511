/** The statistics of heads as a table: aggregates.csv, and the numbers behind a head grid. */
import { csvText } from '../../csv.ts';
import { cellOf, STATISTIC_COLUMNS, type StatisticsRow } from './rows.ts';

/** A row for each head and metric, in the order given; the same columns whatever was compared. */
export function aggregatesCsv(rows: readonly StatisticsRow[]): string {
  return csvText([
    ['layer', 'head', 'metric', ...STATISTIC_COLUMNS],
    ...rows.map((row) => [
      row.layer,
      row.head,
      row.metric,
      ...STATISTIC_COLUMNS.map((column) => cellOf(row[column])),
    ]),
  ]);
}
