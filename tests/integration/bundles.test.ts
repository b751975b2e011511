/** A run leaves a workspace as a file and comes into another, as it was. */
import disk from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { takeIn } from '../../src/main/engine/bundles/take-in.ts';
import type { Store } from '../../src/main/engine/store/database.ts';
import { UNSEEN } from '../../src/main/engine/store/rows.ts';
import { SENTENCE_SETS } from '../../src/main/engine/store/sentence-sets.ts';
import { resultFilter, ROLES, type Run } from '../../src/shared/entities.ts';
import { bundleWithRows, changedBundle } from './changed-bundle.ts';
import {
  addSet,
  GOLDEN_PAIRS,
  openWorkspace,
  pairsOf,
  planRun,
  runPairs,
  type Workspace,
} from './workspaces.ts';

const RUN_TABLES = ['run', 'run_item', 'run_item_note', 'head_metric', 'tensor'] as const;

let from: Workspace;
let to: Workspace;
let run: Run;
let bundle: Buffer;

beforeAll(async () => {
  [from, to] = await Promise.all([openWorkspace(), openWorkspace()]);
  // Numbers of the one are not those of the other.
  await addSet(from.engine, 'first', GOLDEN_PAIRS.slice(0, 2));
  const setId = await addSet(from.engine, 'golden', GOLDEN_PAIRS);
  const controlSetId = await addSet(from.engine, 'control', GOLDEN_PAIRS.slice(0, 3));
  run = await runPairs(from.engine, { setId, controlSetId, options: { keep: 'patterns' } });
  bundle = await bundled(true);
});
afterAll(() => Promise.all([from.dispose(), to.dispose()]));
afterEach(() => vi.restoreAllMocks());

async function bundled(tensors: boolean): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of from.engine.bundles.write({ runId: run.id, tensors, notes: true }))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

async function read(content: Buffer, engine: Engine = to.engine): Promise<Run> {
  const path = join(to.folder, 'run.pairlens');
  await writeFile(path, content);
  const { runId } = await engine.bundles.read({ path, projectId: engine.defaultProject().id });
  return engine.runs.get({ id: runId });
}

const changed = (name: string, change: (content: Buffer) => Buffer) =>
  changedBundle(bundle, from.folder, name, change);
const withRows = (sql: string) => bundleWithRows(bundle, from.folder, sql);

/** Every row of a run, of all roles, with the texts of its pairs. */
function rowsOf({ results }: Engine, { id }: Run) {
  const sort = { by: 'pair', direction: 'asc' } as const;
  return ROLES.flatMap((role) =>
    results
      .page({ runId: id, filter: resultFilter.parse({ role }), sort, offset: 0, limit: 10_000 })
      .map((row) => ({ ...row, pairId: null })),
  );
}

describe('a bundle', () => {
  test('comes in with the same numbers, hashes and statistics, beside what is there', async () => {
    const mine = await addSet(to.engine, 'golden', GOLDEN_PAIRS.slice(0, 1));
    const there = await read(bundle);
    expect(there).toMatchObject({
      set: { name: 'golden 2' },
      controlSet: { name: 'control' },
      model: { name: run.model.name },
      state: 'done',
      provenance: run.provenance,
      total: run.total,
      done: run.done,
      createdAt: run.createdAt,
    });
    expect(rowsOf(to.engine, there)).toEqual(rowsOf(from.engine, run));
    expect(await to.engine.runs.soundness({ id: there.id })).toMatchObject({
      setIsSame: true,
      controlSetIsSame: true,
      unhashed: 0,
      damaged: [],
    });
    const metrics = ['value_cosine'] as const;
    expect(await to.engine.aggregates.rows({ runId: there.id, group: '', metrics })).toEqual(
      await from.engine.aggregates.rows({ runId: run.id, group: '', metrics }),
    );
    expect(pairsOf(to.engine, mine)).toHaveLength(1);
  });

  test('comes in twice as two runs', async () => {
    const [one, other] = [await read(bundle), await read(bundle)];
    expect(other.id).not.toBe(one.id);
    expect(other.set.id).not.toBe(one.set.id);
    expect(other.set.name).not.toBe(one.set.name);
    expect(to.engine.runs.get({ id: one.id })).toEqual(one);
  });

  test('has what the run keeps where that is asked for, and does without', async () => {
    const kept = 'SELECT count(*) AS tensors FROM tensor WHERE run_id = ?';
    const counted = ({ store }: Engine, { id }: Run) =>
      store.database.prepare<[number], { tensors: number }>(kept).get(id)?.tensors;
    expect(counted(to.engine, await read(bundle))).toBe(counted(from.engine, run));
    expect(counted(to.engine, await read(await bundled(false)))).toBe(0);
  });

  test('is seen nowhere when taking it in is cut off', async () => {
    const before = to.engine.sets.list({ projectId: to.engine.defaultProject().id });
    const path = join(to.folder, 'run.pairlens');
    await writeFile(path, bundle);
    const feed = to.engine.jobs.listen();
    const importing = to.engine.bundles.read({ path, projectId: to.engine.defaultProject().id });
    const cancelled = expect(importing).rejects.toMatchObject({ code: 'CANCELLED' });
    for await (const job of feed)
      if (job.kind === 'import') {
        await to.engine.jobs.cancel(job.jobId);
        break;
      }
    await cancelled;
    expect(to.engine.sets.list({ projectId: to.engine.defaultProject().id })).toEqual(before);
  });

  test('is given up when nobody waits for it any more', async () => {
    const projectId = to.engine.defaultProject().id;
    const before = to.engine.sets.list({ projectId });
    const path = join(to.folder, 'run.pairlens');
    await writeFile(path, bundle);
    const waiting = new AbortController();
    const importing = to.engine.bundles.readFile({ file: { path }, projectId }, waiting.signal);
    const given = expect(importing).rejects.toMatchObject({ code: 'CANCELLED' });
    waiting.abort();
    await given;
    expect(to.engine.sets.list({ projectId })).toEqual(before);
    expect(to.engine.jobs.find(({ kind }) => kind === 'import')).toBeUndefined();
  });

  test('gets another name than a set whose rows are still put in', async () => {
    const { engine } = to;
    const projectId = engine.defaultProject().id;
    const { database } = engine.store;
    const next = SENTENCE_SETS.freeName(database, projectId, 'control');
    database
      .prepare(
        "INSERT INTO sentence_set (project_id, name, source, created_at, ready) VALUES (?, ?, 'manual', '', 0)",
      )
      .run(projectId, next);
    const { controlSet } = await read(bundle);
    expect(controlSet?.name).toMatch(/^control \d+$/);
    expect(controlSet?.name).not.toBe(next);
  });

  test('leaves no rows of a run behind when it cannot be taken in to its end', async () => {
    const { engine } = to;
    const { database } = engine.store;
    const before = rowCounts(database);
    // The last that is done, after all rows are stored.
    database.exec(
      "CREATE TRIGGER cut BEFORE UPDATE OF hash ON run_item BEGIN SELECT RAISE(ABORT, 'cut off'); END",
    );
    await expect(read(bundle)).rejects.toThrow();
    database.exec('DROP TRIGGER cut');
    expect(rowCounts(database)).toEqual(before);
    const left = database.prepare('SELECT id FROM sentence_set WHERE removed_at = ? AND ready = 0').pluck();
    const setId = Number(left.get(UNSEEN));
    expect(setId).toBeGreaterThan(0);
    expect(() => engine.sets.restore({ id: setId })).toThrow(/this sentence set is not here/);
  });

  test('that was cut off with the process goes when the workspace is opened next', async () => {
    const workspace = await openWorkspace();
    const { engine } = workspace;
    const there = await read(bundle, engine);
    const { database, path } = engine.store;
    database.prepare('UPDATE run SET removed_at = ?').run(UNSEEN);
    database.prepare('UPDATE sentence_set SET removed_at = ?, ready = 0').run(UNSEEN);
    expect(() => engine.runs.restore({ id: there.id })).toThrow(/no run/);
    await engine.close();
    const again = await openEngine({ home: join(workspace.folder, 'home'), storePath: path, shell: 'cli' });
    const counts = rowCounts(again.store.database);
    await again.close();
    await rm(workspace.folder, { recursive: true });
    expect(counts).toEqual({ run: 0, run_item: 0, run_item_note: 0, head_metric: 0, tensor: 0, unseen: 0 });
  });

  test('of a run that stopped with its process comes in as stopped, while others go on', async () => {
    const { engine } = to;
    const other = await read(bundle);
    engine.store.database.prepare("UPDATE run SET state = 'running' WHERE id = ?").run(other.id);
    for (const state of ['running', 'planned']) {
      const left = await withRows(`UPDATE run SET state = '${state}', finished_at = NULL`);
      expect(await read(left)).toMatchObject({
        state: 'cancelled',
        error: 'Stopped: Pairlens or its engine ended before the run did',
        canResume: true,
      });
    }
    expect(engine.runs.get({ id: other.id }).state).toBe('running');
  });

  test('is not made of a run that is started while its hashes are compared', async () => {
    const { bundles, runs } = from.engine;
    const asked = vi.spyOn(runs, 'get');
    vi.spyOn(runs, 'expectSound').mockImplementation(() => {
      asked.mockReturnValue({ ...run, state: 'running' });
      return Promise.resolve();
    });
    await expect(bundles.write({ runId: run.id, tensors: false, notes: true }).next()).rejects.toMatchObject({
      code: 'RUN_STATE',
    });
  });

  test('of a run that has not ended is not made', async () => {
    const planned = await planRun(from.engine, { setId: run.set.id });
    await expect(
      from.engine.bundles.write({ runId: planned.id, tensors: false, notes: true }).next(),
    ).rejects.toMatchObject({
      code: 'RUN_STATE',
    });
  });

  test('that comes in is something that was done in the project now', async () => {
    const { id } = to.engine.projects.create({ name: 'Later', description: '' });
    const used = () => Date.parse(to.engine.projects.list().find((one) => one.id === id)?.lastUsedAt ?? '');
    const made = used();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const path = join(to.folder, 'later.pairlens');
    await writeFile(path, bundle);
    await to.engine.bundles.read({ path, projectId: id });
    expect(used()).toBeGreaterThan(made);
  });

  test('of a run without pairs is taken in with shares that are numbers', async () => {
    const planned = await planRun(from.engine, { setId: run.set.id });
    const store = from.engine.store as Store;
    store.write((database) => database.exec(`DELETE FROM run_item WHERE run_id = ${planned.id}`));
    const projectId = to.engine.defaultProject().id;
    const of = { runId: planned.id, projectId, tensors: false, notes: null, name: 'empty.pairlens' };
    const shares = [...takeIn(store.database, to.engine.store as Store, of)];
    expect(shares.filter((share) => !Number.isFinite(share))).toEqual([]);
    expect(shares.at(-1)).toBe(1);
  });
});

/** Rows of runs, and sets that nobody sees and that would stay. */
function rowCounts(database: Engine['store']['database']): Record<string, unknown> {
  const counts = RUN_TABLES.map((table) => [
    table,
    database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  ]);
  const unseen = database
    .prepare('SELECT count(*) FROM sentence_set WHERE removed_at = ? AND ready = 1')
    .pluck()
    .get(UNSEEN);
  return { ...(Object.fromEntries(counts) as Record<string, unknown>), unseen };
}

describe('refused, with nothing imported:', () => {
  const flipped = (content: Buffer): Buffer => {
    const copy = Buffer.from(content);
    copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
    return copy;
  };
  const said = (from: string | RegExp, to: string) => (content: Buffer) =>
    Buffer.from(content.toString().replace(from, to));
  test.each<[string, () => Promise<Buffer>, RegExp]>([
    ['a workspace with another byte', () => changed('workspace.sqlite', flipped), /hashes differ/],
    [
      'a cut workspace',
      () => changed('workspace.sqlite', (content) => content.subarray(0, 4096)),
      /not as long/,
    ],
    [
      'another hash of the workspace',
      () => changed('bundle.json', said(/("bytes": \d+,\s+"sha256": ")[\da-f]{4}/, '$10000')),
      /hashes differ/,
    ],
    [
      'another hash of the set',
      () => changed('bundle.json', said(/"sha256": "[\da-f]{4}/, '"sha256": "0000')),
      /not hold the run/,
    ],
    [
      'another byte of what the run kept',
      () => withRows('UPDATE tensor SET data = zeroblob(length(data)) WHERE rowid = 3'),
      /activations .* are not what was kept/,
    ],
    [
      'a pair that is not there',
      () => withRows('DELETE FROM pair WHERE id = (SELECT min(pair_id) FROM run_item)'),
      /refer to rows of pair that it lacks/,
    ],
    [
      'metrics of a comparison that is not there',
      () => withRows("DELETE FROM run_item WHERE role = 'control' AND position = 1"),
      /rows of head_metric refer to rows of run_item that it lacks/,
    ],
    ['a newer bundle', () => changed('bundle.json', said('"version": 1', '"version": 2')), /version/],
    ['no manifest', () => changed('bundle.json', () => Buffer.from('{}')), /not as this version/],
    ['half a file', () => Promise.resolve(bundle.subarray(0, bundle.length >> 1)), /no zip file/],
    ['a text', () => Promise.resolve(Buffer.from('original,counterfactual\n')), /no zip file/],
  ])('%s', async (_, content, words) => {
    const { engine } = to;
    const projectId = engine.defaultProject().id;
    const before = [engine.sets.list({ projectId }), engine.runs.list({ projectId }).length];
    await expect(read(await content())).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
      message: expect.stringMatching(words) as string,
    });
    expect([engine.sets.list({ projectId }), engine.runs.list({ projectId }).length]).toEqual(before);
  });

  test('what the disk has no room for', async () => {
    const asked = vi.spyOn(disk, 'statfs');
    asked.mockResolvedValue({ bavail: 1000, bsize: 1 } as never);
    syncBuiltinESMExports();
    try {
      await expect(read(bundle)).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringMatching(/MB are free. Nothing was imported/) as string,
      });
    } finally {
      asked.mockRestore();
      syncBuiltinESMExports();
    }
    const beside = await readdir(dirname(to.engine.store.path));
    expect(beside.filter((name) => name.startsWith('.pairlens-bundle-'))).toEqual([]);
  });
});
