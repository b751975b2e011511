import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { namedTensor, type NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { ParquetReader } from '../shards/parquet-rows.ts';
import { parquetTable } from '../tables/parquet-table.ts';
import { partRows, partsOf } from './part-rows.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pairlens-part-rows-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Few numbers, many times, as a head that does nothing has them. */
const OFTEN = [0, -0, Number.NaN, 0, 1.5, -0];
const repeated = Float64Array.from({ length: 600 }, (_, at) => OFTEN[at % OFTEN.length] ?? 0);

async function readBack(parts: readonly NamedTensors[]): Promise<NamedTensors[]> {
  const pieces: Uint8Array[] = [];
  const placed = parts.map((part, position) => ({ position, part }));
  for await (const piece of partRows(
    placed,
    () => null,
    {},
    () => undefined,
  ))
    pieces.push(piece);
  writeFileSync(join(folder, 'part-1-of-1.parquet'), Buffer.concat(pieces));
  const reader = await ParquetReader.open();
  try {
    const read: NamedTensors[] = [];
    for await (const { part } of partsOf(folder, { shard: 1, of: 1 }, reader)) read.push(part);
    return read;
  } finally {
    reader.close();
  }
}

it('has every number as it was, -0 and NaN and what comes often among them', async () => {
  const part: NamedTensors = new Map([
    ['doubles', namedTensor({ at: repeated.length }, repeated)],
    ['floats', namedTensor({ at: repeated.length }, Float32Array.from(repeated))],
    ['counts', namedTensor({ at: 600 }, new Int32Array(600).fill(7))],
  ]);
  // toEqual tells -0 from 0.
  expect(await readBack([part, part])).toEqual([part, part]);
});

it('so has a table with a number in each cell', async () => {
  const table = parquetTable({ columns: [{ name: 'value', type: 'number' }], about: {} });
  const rows = Array.from(repeated, (value): [number | null] => [Number.isNaN(value) ? null : value]);
  const path = join(folder, 'table.parquet');
  writeFileSync(path, Buffer.concat([table.add(rows), table.end()]));
  const reader = await ParquetReader.open();
  const read: unknown[] = [];
  for await (const piece of reader.rows(path)) read.push(...piece);
  reader.close();
  expect(read).toEqual(rows);
});
