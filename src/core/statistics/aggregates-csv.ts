/** The statistics of heads as a table: aggregates.csv, and the numbers behind a head grid. */
import { csvText, type CsvField } from '../csv.ts';
import { COMPARISON_COLUMNS, SUMMARY_COLUMNS, type ControlComparison, type Summary } from './summary.ts';

interface HeadOfMetric extends Summary, ControlComparison {
  readonly layer: number;
  readonly head: number;
  readonly metric: string;
}

/** A row for each head and metric, in the order given; the columns of the comparison only with a control set. */
export function aggregatesCsv(rows: readonly HeadOfMetric[], hasControl: boolean): string {
  const statistics = hasControl ? [...SUMMARY_COLUMNS, ...COMPARISON_COLUMNS] : SUMMARY_COLUMNS;
  const columns = ['layer', 'head', 'metric', ...statistics] as const;
  return csvText([columns, ...rows.map((row) => columns.map((column): CsvField => row[column]))]);
}
