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

/** A part of a table's file, in order. */
export const tablePiece = z.object({
  /** Bytes of the file in Base64, of a Parquet file as of text; '' where rows are still being gathered. */
  base64: z.string(),
  /** Rows that have been read by then, of how many. */
  done: z.int(),
  total: z.int(),
});
