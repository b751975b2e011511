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
  const schema = columns.map(({ name, type }): SchemaElement => ({
    name,
    ...TYPES[type],
    repetition_type: 'OPTIONAL',
  }));
  const names = columns.map(({ name }) => name);
  const groups = parquetGroups({ names, schema, about }, { groupRows, codec });
  let held: TableRow[] = [];
  const writeGroups = (rows: readonly TableRow[]) =>
    groups.add(columns.map((_, at) => rows.map((row): TableCell => row[at] ?? null)));
  return {
    add(rows) {
      for (const row of rows) held.push(row);
      const whole = held.length - (held.length % groupRows);
      if (whole === 0) return groups.taken();
      const piece = writeGroups(held.slice(0, whole));
      held = held.slice(whole);
      return piece;
    },
    end() {
      const last = held.length > 0 ? writeGroups(held) : new Uint8Array();
      held = [];
      const rest = groups.end();
      return Uint8Array.from(Buffer.concat([last, rest]));
    },
  };
}

export interface ParquetHead {
  /** Of the columns. */
  readonly names: readonly string[];
  /** Of the columns, without the root: one that is a list is several elements. */
  readonly schema: readonly SchemaElement[];
  /** Where the rows come from: plain data. */
  readonly about: object;
}

/** A file of Parquet whose rows come group by group: how large these are is the caller's matter. */
export interface ParquetGroups {
  /** Bytes that were not taken yet. */
  taken(): Uint8Array<ArrayBuffer>;
  /** @param columns the values of each, in the order of the head: as many rows as groups hold, or several times that */
  add(columns: readonly (readonly unknown[])[]): Uint8Array<ArrayBuffer>;
  end(): Uint8Array<ArrayBuffer>;
}

export function parquetGroups(
  { names, schema, about }: ParquetHead,
  { groupRows, codec }: Required<ParquetOptions>,
): ParquetGroups {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'table', num_children: names.length }, ...schema],
    codec,
    compressors: { ZSTD: zstdCompressSync },
    createdBy: `pairlens version ${pairlensVersion()}`,
    kvMetadata: [{ key: 'pairlens', value: JSON.stringify(about) }],
  });
  /** What has been written since. Offsets go on counting, as those of the file. */
  const taken = () => {
    const piece = new Uint8Array(bytes.buffer, 0, bytes.index).slice();
    bytes.index = 0;
    return piece;
  };
  return {
    taken,
    add(columns) {
      // Into memory, and so at once.
      void writer.write({
        columnData: columns.map((data, at) => ({
          name: names[at] ?? '',
          data: [...data],
          offsetIndex: false,
          // The writer's dictionaries have one place for 0 and -0.
          ...(hasNegativeZero(data) && { encoding: 'PLAIN' }),
        })),
        rowGroupSize: groupRows,
      });
      return taken();
    },
    end() {
      void writer.finish();
      return taken();
    },
  };
}

/** @param data numbers, lists of them, or other values */
function hasNegativeZero(data: readonly unknown[]): boolean {
  return data.some((value) => (Array.isArray(value) ? hasNegativeZero(value) : Object.is(value, -0)));
}
