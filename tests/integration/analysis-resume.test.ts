/** An analysis that is stopped, whenever and by whatever, and started again has the numbers of one that never was. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { Gate, GOLDEN_BERT, ITEMS_PER_BATCH, toyWorks } from './toy-analysis.ts';
import { temporaryFolder } from './workspace.ts';

const ITEMS = 14;

let folder: ReturnType<typeof temporaryFolder>;
let gate: Gate;
let engine: Engine;

const open = () => openEngine({ home: folder.path, shell: 'cli', works: toyWorks(gate) });
const openReader = () =>
  openEngine({ home: folder.path, shell: 'cli', works: toyWorks(gate), readonly: true });

beforeEach(async () => {
  folder = temporaryFolder();
  gate = new Gate();
  engine = await open();
});
afterEach(async () => {
  await engine.close();
  folder.remove();
});

async function create(): Promise<number> {
  const { id } = await engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'toy',
    model: GOLDEN_BERT,
    options: { items: ITEMS },
  });
  return id;
}

/** Everything that an analysis stores of its numbers, as bytes. */
function stored(id: number) {
  const all = (sql: string) => engine.store.database.prepare(sql).raw().all(id);
  return {
    items: all(
      'SELECT position, state, error_code FROM analysis_item WHERE analysis_id = ? ORDER BY position',
    ),
    parts: all('SELECT count(*) FROM analysis_part WHERE analysis_id = ?'),
    result: all(
      'SELECT name, axes, dtype, shape, codec, hex(data) FROM analysis_result WHERE analysis_id = ? ORDER BY name',
    ),
  };
}

async function untouched() {
  const id = await create();
  expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', done: ITEMS });
  return stored(id);
}

describe('resuming', () => {
  it.each([0, 1, 2, 3])('after a cancel while batch %i is computed, which is stored first', async (batch) => {
    const whole = await untouched();
    const id = await create();
    const hold = gate.holdBefore(batch);
    engine.analyses.start({ id });
    await hold.reached;
    const reader = await openReader();
    expect(reader.analyses.get({ id })).toMatchObject({
      state: 'running',
      done: batch * ITEMS_PER_BATCH,
      error: null,
    });
    await reader.close();
    const cancelling = engine.analyses.cancel({ id });
    hold.release();
    expect(await cancelling).toMatchObject({
      state: 'cancelled',
      done: Math.min(ITEMS, (batch + 1) * ITEMS_PER_BATCH),
      error: null,
    });
    expect(stored(id).result).toEqual([]);
    expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', done: ITEMS });
    expect(stored(id)).toEqual(whole);
  });

  it('after the engine was closed', async () => {
    const whole = await untouched();
    const id = await create();
    const hold = gate.holdBefore(1);
    engine.analyses.start({ id });
    await hold.reached;
    const closing = engine.close();
    hold.release();
    await closing;
    engine = await open();
    expect(engine.analyses.get({ id })).toMatchObject({ state: 'cancelled', done: 2 * ITEMS_PER_BATCH });
    await engine.analyses.finish({ id });
    expect(stored(id)).toEqual(whole);
  });

  it('after a batch was taken apart: what is left of it goes alone, as it would have', async () => {
    gate.failing.add(0);
    const first = await create();
    expect(await engine.analyses.finish({ id: first })).toMatchObject({ done: ITEMS - 1, failed: 1 });
    const id = await create();
    // The batch fails twice, and then the items go one by one: 0 has failed twice, 1 is held.
    const hold = gate.holdBefore(4);
    engine.analyses.start({ id });
    await hold.reached;
    const cancelling = engine.analyses.cancel({ id });
    hold.release();
    expect(await cancelling).toMatchObject({ state: 'cancelled', done: 1, failed: 1 });
    const before = gate.batches.length;
    expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 1 });
    expect(gate.batches.slice(before)).toEqual([[2], [3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13]]);
    expect(stored(id)).toEqual(stored(first));
  });

  it('after kills in the middle of four transactions', async () => {
    const whole = await untouched();
    const id = await create();
    await engine.close();
    for (const [moment, done] of [
      ['1', 0],
      ['7', 4],
      ['13', 12],
      ['result', 14],
    ] as const) {
      const child = spawnSync(
        process.execPath,
        [join(import.meta.dirname, 'analysis.child.ts'), folder.path, `${id}`, moment],
        { encoding: 'utf8' },
      );
      expect(child.signal, child.stderr).toBe('SIGKILL');
      // Who only reads is told what the next writer will write down, before anybody has.
      const reader = await openReader();
      const read = reader.analyses.get({ id });
      const listed = reader.analyses.list({ projectId: read.projectId });
      await reader.close();
      engine = await open();
      expect(read).toMatchObject({
        state: 'cancelled',
        done,
        failed: 0,
        error: expect.stringContaining('Pairlens or its engine ended before') as string,
      });
      expect(engine.analyses.get({ id })).toEqual(read);
      expect(engine.analyses.list({ projectId: read.projectId })).toEqual(listed);
      // Whole batches, and no result.
      expect(stored(id).parts).toEqual([[3 * done]]);
      expect(stored(id).result).toEqual([]);
      await engine.close();
    }
    engine = await open();
    expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', error: null });
    expect(stored(id)).toEqual(whole);
  });

  it('after the disk was full, wherever that was', async () => {
    const whole = await untouched();
    const { database } = engine.store;
    const doneWhenFull = new Set<number>();
    let room = 4;
    for (let finished = false; !finished; room += 16) {
      expect(room).toBeLessThan(400);
      const id = await create();
      // Without the free pages that earlier rounds have left.
      database.exec('VACUUM');
      database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + room}`);
      const stopped = await engine.analyses.finish({ id });
      database.pragma(`max_page_count = ${2 ** 30}`);
      finished = stopped.state === 'done';
      if (!finished) {
        expect(stopped).toMatchObject({
          state: 'failed',
          error: expect.stringContaining('no room is left') as string,
        });
        doneWhenFull.add(stopped.done);
        expect(stored(id).parts).toEqual([[3 * stopped.done]]);
        expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', error: null });
      }
      expect(stored(id)).toEqual(whole);
    }
    // At the first batch, at later ones, and when all parts were there and the result was not.
    expect([...doneWhenFull]).toEqual([0, 4, 8, 12, 14]);
  });
});

describe('a reader', () => {
  it('sees results while somebody else writes, and cannot start anything', async () => {
    const id = await create();
    await engine.analyses.finish({ id });
    const planned = await create();
    const reader = await openReader();
    expect(reader.analyses.tensors({ id })).toEqual(engine.analyses.tensors({ id }));
    expect(() => reader.analyses.start({ id: planned })).toThrow(
      expect.objectContaining({ code: 'STORE_READONLY' }) as Error,
    );
    await expect(
      reader.analyses.create({ projectId: 1, kind: 'toy', model: GOLDEN_BERT }),
    ).rejects.toMatchObject({ code: 'STORE_READONLY' });
    await reader.close();
  });
});
