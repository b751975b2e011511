import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { TABLE_FORMATS, type TableFormat } from '../../../shared/tables.ts';
import { parquetTable } from './parquet-table.ts';
import type { TableHead, TableRow } from './table.ts';
import { tableWriter } from './table-writer.ts';

const HEAD: TableHead = {
  columns: [
    { name: 'pair', type: 'integer' },
    { name: 'text', type: 'text' },
    { name: 'cosine', type: 'number' },
    { name: 'sure', type: 'truth' },
  ],
  about: { set: 'negation' },
};
const ROWS: readonly TableRow[] = [
  [1, 'She said "yes", twice.\nThen no.', 0.1 + 0.2, true],
  [2, 'הסרט לא היה טוב 🙂', -1.7976931348623157e308, false],
  [3, '=1+1', 5e-324, null],
  [4, '', null, true],
  [2 ** 31 - 1, null, 0, null],
];

function written(format: TableFormat, rows: readonly TableRow[]): Buffer {
  const writer = tableWriter(format, HEAD);
  const pieces = rows.map((row) => writer.add([row]));
  return Buffer.concat([...pieces, writer.end()]);
}

const objects = (rows: readonly TableRow[]) =>
  rows.map((row) => Object.fromEntries(HEAD.columns.map(({ name }, at) => [name, row[at]])));

const read: Readonly<Record<TableFormat, (file: Buffer) => unknown>> = {
  csv: (file) => parse(file, { columns: true }),
  jsonl: (file) =>
    file
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line)),
  parquet: (file) => parquetReadObjects({ file: Uint8Array.from(file).buffer }),
};

describe.each(['jsonl', 'parquet'] as const)('%s', (format) => {
  test('gives back texts, numbers to the last bit, yes and no, and what has no value', async () => {
    expect(await read[format](written(format, ROWS))).toEqual(objects(ROWS));
  });
});

test('csv has texts and numbers that read back, 1 and 0, and empty fields', () => {
  expect(read.csv(written('csv', ROWS))).toEqual(
    objects(ROWS).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [
          name,
          typeof cell === 'boolean' ? String(Number(cell)) : String(cell ?? ''),
        ]),
      ),
    ),
  );
});

test.each(TABLE_FORMATS)('%s without rows is a file that can be read', async (format) => {
  expect(await read[format](written(format, []))).toEqual([]);
});

test('a Parquet file is written group by group: no more rows are held, however many there are', async () => {
  const writer = parquetTable(HEAD, { groupRows: 100 });
  const rows = Array.from({ length: 1050 }, (_, at): TableRow => [
    at,
    `text ${at % 7}`,
    at / 3,
    at % 2 === 0,
  ]);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < rows.length; at += 30) pieces.push(writer.add(rows.slice(at, at + 30)));
  // The first piece is the mark that a Parquet file begins with.
  const filled = pieces.filter((piece) => piece.length > 4);
  expect(filled).toHaveLength(10);
  expect(Math.max(...filled.map(({ length }) => length))).toBeLessThan(4000);
  const file = Buffer.concat([...pieces, writer.end()]);
  const {
    num_rows: count,
    row_groups: groups,
    created_by: program,
  } = parquetMetadata(Uint8Array.from(file).buffer);
  expect(Number(count)).toBe(1050);
  expect(groups.map(({ num_rows }) => Number(num_rows))).toEqual([...Array<number>(10).fill(100), 50]);
  expect(program).toMatch(/^pairlens version \d/);
  expect(await read.parquet(file)).toEqual(objects(rows));
});
