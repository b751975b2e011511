/** Tables that several ask for, in a DuckDB of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectWanted } from '../threads/until-cancelled.ts';
import { SharedWork } from '../threads/shared-work.ts';
import { Duck } from './duck.ts';
import { KeptTables } from './kept-tables.ts';

const LIMITS = { threads: 1, memoryBytes: 256 * 2 ** 20 };

let duck: Duck;
let tables: KeptTables;

beforeEach(() => {
  duck = new Duck(LIMITS);
  tables = new KeptTables(duck);
});

afterEach(() => duck.close());

async function tablesThere(): Promise<number> {
  const [row] = await duck.rows<[number]>('SELECT count(*)::DOUBLE FROM duckdb_tables()');
  return row?.[0] ?? Number.NaN;
}

/** A table of one row, made when the door opens. */
function maker(door: Promise<unknown>) {
  const made: AbortSignal[] = [];
  const make = async (table: string, signal: AbortSignal) => {
    made.push(signal);
    await duck.run(`CREATE TABLE ${table} AS SELECT 7 AS value`);
    await door;
    expectWanted(signal);
  };
  return { made, make };
}

const valueOf = async (table: string) => (await duck.rows<[number]>(`SELECT value FROM ${table}`))[0]?.[0];

it('is made for those who still wait when the first one has left', async () => {
  const door = Promise.withResolvers<null>();
  const { made, make } = maker(door.promise);
  const first = new AbortController();
  const leaves = tables.use('a', make, valueOf, first.signal);
  const refused = expect(leaves).rejects.toMatchObject({ code: 'CANCELLED' });
  const stays = tables.use('a', make, valueOf, new AbortController().signal);
  first.abort();
  await refused;
  door.resolve(null);
  expect(await stays).toBe(7);
  expect(made).toHaveLength(1);
  expect(made[0]?.aborted).toBe(false);
  expect(await tablesThere()).toBe(1);
});

it('is stopped when the last one has left, leaves no table, and is made again for who asks then', async () => {
  const door = Promise.withResolvers<null>();
  const { made, make } = maker(door.promise);
  const askers = [new AbortController(), new AbortController()];
  const refused = askers.map(({ signal }) =>
    expect(tables.use('a', make, valueOf, signal)).rejects.toMatchObject({ code: 'CANCELLED' }),
  );
  askers[0]?.abort();
  await refused[0];
  expect(made[0]?.aborted).toBe(false);
  askers[1]?.abort();
  await expect.poll(() => made[0]?.aborted).toBe(true);
  const again = tables.use('a', make, valueOf);
  door.resolve(null);
  await refused[1];
  expect(await again).toBe(7);
  expect(made).toHaveLength(2);
  expect(await tablesThere()).toBe(1);
});

it('stays when a use of it fails, and goes when it could not be made', async () => {
  const { made, make } = maker(Promise.resolve());
  const failing = () => Promise.reject(new Error('of the use'));
  await expect(tables.use('a', make, failing)).rejects.toThrow('of the use');
  expect(await tables.use('a', make, valueOf)).toBe(7);
  expect(made).toHaveLength(1);
  const broken = async (table: string) => {
    await duck.run(`CREATE TABLE ${table} AS SELECT 7 AS value`);
    throw new Error('of the making');
  };
  await expect(tables.use('b', broken, valueOf)).rejects.toThrow('of the making');
  expect(await tablesThere()).toBe(1);
});

it('has none left when it is cleared, but for those in use until that ends', async () => {
  const { make } = maker(Promise.resolve());
  await tables.use('a', make, valueOf);
  await tables.use('b', make, async (table) => {
    await tables.clear();
    expect(await tablesThere()).toBe(1);
    expect(await valueOf(table)).toBe(7);
  });
  expect(await tablesThere()).toBe(0);
  expect(await tables.use('c', make, valueOf)).toBe(7);
  expect(await tablesThere()).toBe(0);
});

it('hears at once of one who has left before asking', async () => {
  const { made, make } = maker(Promise.resolve());
  await expect(tables.use('a', make, valueOf, AbortSignal.abort())).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect(made).toHaveLength(0);
});

it('gives an answer that is there to whoever asks later', async () => {
  const work = new SharedWork(() => Promise.resolve(3));
  expect(await work.wait(new AbortController().signal)).toBe(3);
  expect(await work.wait()).toBe(3);
  expect(work.hasNoAnswer).toBe(false);
});

it('is opened by who asks next where it could not be opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pairlens-duck-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = join(folder, 'temporary');
  const own = new Duck(LIMITS);
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  try {
    writeFileSync(join(folder, 'temporary'), 'no folder');
    await expect(own.rows('SELECT 1')).rejects.toThrow('ENOTDIR');
    rmSync(join(folder, 'temporary'));
    expect(await own.rows('SELECT 1')).toEqual([[1]]);
  } finally {
    await own.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
