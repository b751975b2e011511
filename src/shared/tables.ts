/** Tables as files: the formats in which rows and statistics can be had. */
import { z } from 'zod';

export const TABLE_FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export const tableFormat = z.enum(TABLE_FORMATS);
export type TableFormat = (typeof TABLE_FORMATS)[number];

export const TABLE_MIME_TYPES: Readonly<Record<TableFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  jsonl: 'application/jsonl;charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** A part of a file, in order: its bytes in Base64, for streams of the contract know text only. */
export const filePiece64 = z.object({ base64: z.string() });

/** Of a table's file; '' where rows are still being gathered. */
export const tablePiece = filePiece64.extend({
  /** Rows that have been read by then, of how many. */
  done: z.int(),
  total: z.int(),
});
