/**
 * Tables as Apache Parquet: typed columns, compressed with Snappy unless told otherwise. Rows are held until they make a row group, however many
 * there are in all. The file's metadata have under `pairlens` where the rows come from, as JSON.
 */
import { zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { pairlensVersion } from '../paths.ts';
import type { ColumnType, TableCell, TableHead, TableRow, TableWriter } from './table.ts';

/** Rows of a group: one of all metrics is written in some tens of milliseconds, and readers skip whole groups by their statistics. */
const GROUP_ROWS = 8192;

const TYPES: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  truth: { type: 'BOOLEAN' },
};

export interface ParquetOptions {
  /** Rows that are held until they are written. */
  readonly groupRows?: number;
  /** ZSTD takes about two thirds of the room that SNAPPY takes, and somewhat longer to write. */
  readonly codec?: 'SNAPPY' | 'ZSTD';
}

export function parquetTable(
  { columns, about }: TableHead,
  { groupRows = GROUP_ROWS, codec = 'SNAPPY' }: ParquetOptions = {},
): TableWriter {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'table', num_children: columns.length },
      ...columns.map(({ name, type }): SchemaElement => ({
        name,
        ...TYPES[type],
        repetition_type: 'OPTIONAL',
      })),
    ],
    codec,
    compressors: { ZSTD: zstdCompressSync },
    createdBy: `pairlens version ${pairlensVersion()}`,
    kvMetadata: [{ key: 'pairlens', value: JSON.stringify(about) }],
  });
  let held: TableRow[] = [];
  /** What has been written since. Offsets go on counting, as those of the file. */
  const taken = () => {
    const piece = new Uint8Array(bytes.buffer, 0, bytes.index).slice();
    bytes.index = 0;
    return piece;
  };
  const writeGroup = (rows: readonly TableRow[]) => {
    // Into memory, and so at once.
    void writer.write({
      columnData: columns.map(({ name }, at) => ({
        name,
        data: rows.map((row): TableCell => row[at] ?? null),
        offsetIndex: false,
      })),
      rowGroupSize: groupRows,
    });
  };
  return {
    add(rows) {
      for (const row of rows) held.push(row);
      const whole = held.length - (held.length % groupRows);
      if (whole > 0) {
        writeGroup(held.slice(0, whole));
        held = held.slice(whole);
      }
      return taken();
    },
    end() {
      if (held.length > 0) writeGroup(held);
      held = [];
      void writer.finish();
      return taken();
    },
  };
}
