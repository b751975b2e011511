/** Parts that are merged where they lie: the run that they are when their rows come into the workspace. */
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { exportRun } from '../../src/main/engine/exports/export-run.ts';
import { sha256 } from '../../src/main/engine/files/hashing.ts';
import { partColumns } from '../../src/main/engine/shards/part-content.ts';
import { parquetTable } from '../../src/main/engine/tables/parquet-table.ts';
import type { TableRow } from '../../src/main/engine/tables/table.ts';
import { resultFilter, ROLES } from '../../src/shared/entities.ts';
import { recordOf, ShardedRun, SHARDS } from './sharded-run.ts';
import { temporaryFolder } from './workspace.ts';

const folder = temporaryFolder();
const sharded = new ShardedRun(folder.path);
const parts = join(folder.path, 'parts');
const TABLES = ['metrics.csv', 'metrics-control.csv', 'metrics-neutral.csv', 'aggregates.csv'];
let engine: Engine;
let projectId: number;
let inStore: number;
let inFolder: number;

/** Sets that are seen, and rows of the tables that a run is in: also of runs that nobody sees. */
function stored() {
  const sets = engine.sets.list({ projectId }).map(({ id }) => id);
  const tables = ['run', 'run_item', 'run_item_note', 'head_metric', 'metric_column'];
  const rows = [...tables, 'run_folder', 'run_folder_file'].map((table) => [
    table,
    engine.store.database.prepare(`SELECT count(*) AS rows FROM ${table}`).get(),
  ]);
  return { sets, rows };
}

beforeAll(async () => {
  engine = await sharded.open('merged');
  projectId = engine.defaultProject().id;
  for (let number = 1; number <= SHARDS; number++) await sharded.shard(number, { to: parts });
  writeFileSync(join(parts, 'export.parquet'), 'of somebody else');
  ({ runId: inStore } = await engine.shards.merge({ folder: parts, projectId, results: 'store' }));
  const merged = await engine.shards.merge({ folder: parts, projectId, results: 'folder' });
  inFolder = merged.runId;
  expect(merged.left).toEqual({
    folder: parts,
    files: [1, 2, 3, 4].map((number) => `part-${number}-of-4.parquet`),
    others: ['export.parquet'],
  });
}, 120_000);
afterAll(async () => {
  await engine.close();
  folder.remove();
});

test('so few rows come into the workspace unless they are told to stay', async () => {
  const { left, rows, runId } = await engine.shards.merge({ folder: parts, projectId });
  expect(left).toBeNull();
  expect(rows).toBe(
    [1, 2, 3, 4].reduce(
      (sum, number) => sum + (recordOf(number, parts).files[`part-${number}-of-4.parquet`]?.rows ?? 0),
      0,
    ),
  );
  expect(engine.runs.get({ id: runId }).folder).toBeNull();
});

test('the run is there with its pairs, tokens and failures, and without rows', async () => {
  const { id, folder: place, ...own } = engine.runs.get({ id: inFolder });
  const other = engine.runs.get({ id: inStore });
  expect([id, place]).toEqual([inFolder, parts]);
  expect({ ...own, id: inStore, folder: null, createdAt: '' }).toEqual({ ...other, createdAt: '' });
  for (const table of ['head_metric', 'metric_column'])
    expect(
      engine.store.database.prepare(`SELECT 1 FROM ${table} WHERE run_id = ?`).get(inFolder),
    ).toBeUndefined();
  expect(engine.runs.errors({ id: inFolder })).toEqual(engine.runs.errors({ id: inStore }));
  expect(engine.runs.quality({ id: inFolder })).toEqual(engine.runs.quality({ id: inStore }));
  expect((await engine.runs.soundness({ id: inFolder })).damaged).toEqual([]);
  const files = [1, 2, 3, 4].map((number) => recordOf(number, parts).files[`part-${number}-of-4.parquet`]);
  expect(await engine.runFolders.state({ id: inFolder })).toMatchObject({
    files: 4,
    rows: files.reduce((sum, file) => sum + (file?.rows ?? 0), 0),
    bytes: files.reduce((sum, file) => sum + (file?.bytes ?? 0), 0),
    problem: null,
  });
});

describe('what is written of it', () => {
  const [ownFiles, otherFiles] = [join(folder.path, 'of-folder'), join(folder.path, 'of-store')];
  beforeAll(async () => {
    await exportRun(engine, inFolder, ownFiles);
    await exportRun(engine, inStore, otherFiles);
  }, 120_000);

  test.each(TABLES)('%s has the same bytes', (name) => {
    expect(readFileSync(join(ownFiles, name)).equals(readFileSync(join(otherFiles, name)))).toBe(true);
  });
});

test('its rows and pairs are looked at as those of the other run', async () => {
  const { quick } = engine.readings;
  const asked = (runId: number) =>
    Promise.all([
      ...ROLES.map((role) =>
        quick.resultsPage({
          runId,
          filter: resultFilter.parse({
            role,
            thresholds: [{ metric: 'value_cosine', comparison: '<', value: 0.9 }],
          }),
          sort: { by: 'attention_js_divergence', direction: 'desc' },
          offset: 3,
          limit: 200,
        }),
      ),
      engine.pairs.detail({
        runId,
        role: 'neutral',
        pairId: engine.runs.pairId({ id: runId, role: 'neutral', number: 8 }),
      }),
    ]);
  expect(await asked(inFolder)).toEqual(await asked(inStore));
});

test('a set from which a pair was removed is not taken: in the files pairs have other numbers', async () => {
  const project = engine.projects.create({ name: 'gaps', description: '' });
  const first = await engine.shards.merge({ folder: parts, projectId: project.id, results: 'store' });
  const { set } = engine.runs.get({ id: first.runId });
  const setHere = (results: 'store' | 'folder') =>
    engine.shards
      .merge({ folder: parts, projectId: project.id, results })
      .then(({ runId }) => engine.runs.get({ id: runId }).set.id);
  expect(await setHere('folder')).toBe(set.id);
  const database = new Database(engine.store.path);
  // As after somebody removed a pair that had been put in the middle.
  database
    .prepare('UPDATE pair SET position = position + 1000 WHERE set_id = ? AND position > 200')
    .run(set.id);
  database.close();
  expect(await setHere('store')).toBe(set.id);
  expect(await setHere('folder')).not.toBe(set.id);
});

test('twice at once gives two whole runs on one folder', async () => {
  const asked = { folder: parts, projectId, results: 'folder' } as const;
  const [one, other] = await Promise.all([engine.shards.merge(asked), engine.shards.merge(asked)]);
  expect(one.runId).not.toBe(other.runId);
  for (const { runId } of [one, other])
    expect(engine.runs.get({ id: runId })).toMatchObject({
      state: 'done',
      total: 383,
      failed: 2,
      folder: parts,
    });
});

describe('nothing is left of one', () => {
  test('that is cancelled', async () => {
    const before = stored();
    const feed = engine.jobs.listen();
    const cancelled = expect(
      engine.shards.merge({ folder: parts, projectId, results: 'folder', name: 'cut off' }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    for await (const job of feed)
      if (job.activity === 'Comparing pairs and rows') {
        await engine.jobs.cancel(job.jobId);
        break;
      }
    await cancelled;
    expect(stored()).toEqual(before);
  });

  test('whose rows are not of its pairs, whatever its record says', async () => {
    const changed = join(folder.path, 'changed');
    cpSync(parts, changed, { recursive: true });
    const name = 'part-2-of-4.parquet';
    const record = recordOf(2, changed);
    const columns = partColumns(record.plan.metrics);
    const rows = Array.from({ length: record.files[name]?.rows ?? 0 }, (_, row): TableRow => [
      'set',
      row + 1,
      ...columns.slice(2).map(({ type }) => (type === 'text' ? '' : 0)),
    ]);
    const table = parquetTable({ columns, about: {} });
    const content = Buffer.concat([table.add(rows), table.end()]);
    writeFileSync(join(changed, name), content);
    const file = { bytes: content.length, sha256: sha256(content), rows: rows.length };
    writeFileSync(
      join(changed, 'part-2-of-4.json'),
      JSON.stringify({ ...record, files: { ...record.files, [name]: file } }),
    );
    const before = stored();
    await expect(
      engine.shards.merge({ folder: changed, projectId, results: 'folder' }),
    ).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: expect.stringContaining('has not one row of each head') as string,
    });
    expect(stored()).toEqual(before);
  });
});

test('a folder that was moved is asked for, and taken', async () => {
  const count = () =>
    engine.readings.quick.resultsCount({
      runId: inFolder,
      filter: resultFilter.parse({ thresholds: [{ metric: 'value_cosine', comparison: '>', value: 0.2 }] }),
    });
  const before = await count();
  const moved = join(folder.path, 'moved');
  renameSync(parts, moved);
  await expect(count()).rejects.toMatchObject({ code: 'RESULTS_MOVED' });
  await engine.runFolders.move({ runId: inFolder, folder: moved });
  expect(await count()).toEqual(before);
});
