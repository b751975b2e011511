/** The statistics of heads as a table: aggregates.csv, and the same in other formats. */
import {
  STATISTIC_COLUMNS,
  type StatisticsRow,
  statisticType,
} from '../../../core/analyses/statistics/rows.ts';
import type { TableColumn, TableRow } from '../tables/table.ts';

export const AGGREGATES_COLUMNS: readonly TableColumn[] = [
  { name: 'layer', type: 'integer' },
  { name: 'head', type: 'integer' },
  { name: 'metric', type: 'text' },
  ...STATISTIC_COLUMNS.map((name): TableColumn => ({ name, type: statisticType(name) })),
];

export function aggregatesRow(row: StatisticsRow): TableRow {
  return [row.layer, row.head, row.metric, ...STATISTIC_COLUMNS.map((column) => row[column])];
}
