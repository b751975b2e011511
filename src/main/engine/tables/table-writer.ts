/** What writes a table in a format. */
import type { TableFormat } from '../../../shared/tables.ts';
import { parquetTable } from './parquet-table.ts';
import type { TableHead, TableWriter } from './table.ts';
import { csvTable, jsonlTable } from './text-table.ts';

const WRITERS: Readonly<Record<TableFormat, (head: TableHead) => TableWriter>> = {
  csv: csvTable,
  jsonl: jsonlTable,
  parquet: (head) => parquetTable(head),
};

export function tableWriter(format: TableFormat, head: TableHead): TableWriter {
  return WRITERS[format](head);
}
