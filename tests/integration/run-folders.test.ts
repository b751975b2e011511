/** A run whose results are in a folder, through the engine: opened, moved, exported; and what is no folder of its. */
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parquetMetadata } from 'hyparquet';
import { checkWorkspace } from '../../src/main/engine/check/check-workspace.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { Duck } from '../../src/main/engine/run-folders/duck.ts';
import { registerRunFolder } from '../../src/main/engine/run-folders/register.ts';
import { openStore } from '../../src/main/engine/store/database.ts';
import { resultFilter, type ResultSort } from '../../src/shared/entities.ts';
import { forgetRows, writeRunFiles } from './run-in-folder.ts';
import {
  importPairs,
  openWorkspace,
  planRun,
  randomPairs,
  runToEnd,
  temporaryFolder,
  withNeutrals,
} from './workspace.ts';

const ALL = resultFilter.parse({});
const IN_ORDER = { by: 'pair', direction: 'asc' } as const;

let folder: ReturnType<typeof temporaryFolder>;
let engine: Engine;
let inStore: number;
let inFolder: number;
let parts: string;
let storePath: string;

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(pieces));
}

beforeAll(async () => {
  folder = temporaryFolder();
  parts = join(folder.path, 'parts');
  const making = await openWorkspace(folder.path);
  const setId = await importPairs(making, 'set', withNeutrals(randomPairs(40, 3)));
  const controlSetId = await importPairs(making, 'control', randomPairs(20, 4));
  const plan = { seed: 5, keep: 'none' } as const;
  inStore = (await planRun(making, setId, plan, controlSetId)).id;
  inFolder = (await planRun(making, setId, plan, controlSetId)).id;
  await runToEnd(making, inStore);
  await runToEnd(making, inFolder);
  storePath = making.store.path;
  await making.close();
  const store = openStore(storePath);
  const duck = new Duck();
  writeRunFiles(store, { runId: inFolder, folder: parts, parts: 3 });
  await registerRunFolder(store, duck, { runId: inFolder, folder: parts });
  forgetRows(store, inFolder);
  await duck.close();
  store.close();
  // Reads in threads, as the engine of a window does.
  engine = await openEngine({ home: folder.path, shell: 'browser' });
}, 120_000);

afterAll(async () => {
  await engine.close();
  folder.remove();
});

it('is a run as any other, which cannot be resumed', async () => {
  const [own, other] = [engine.runs.get({ id: inFolder }), engine.runs.get({ id: inStore })];
  expect(own).toMatchObject({ folder: parts, state: 'done', done: other.done, canResume: false });
  expect(await engine.runFolders.state({ id: inFolder })).toMatchObject({ files: 3, problem: null });
  expect(await engine.runFolders.state({ id: inStore })).toBeNull();
  expect((await engine.runs.soundness({ id: inFolder })).damaged).toEqual([]);
});

it('shows what it would show out of the workspace', async () => {
  const { quick } = engine.readings;
  const asked = (runId: number) =>
    Promise.all([
      quick.resultsPage({
        runId,
        filter: { role: 'set', thresholds: [{ metric: 'value_cosine', comparison: '<', value: 'control' }] },
        sort: { by: 'total_variation', direction: 'desc' },
        offset: 0,
        limit: 30,
      }),
      quick.resultsCount({ runId, filter: ALL }),
      quick.metricRanges(runId),
      quick.values({ runId, metric: 'value_cosine', layer: 1, head: 2 }),
      engine.pairs.detail({ runId, pairId: engine.runs.pairId({ id: runId, role: 'set', number: 3 }) }),
    ]);
  expect(await asked(inFolder)).toEqual(await asked(inStore));
});

it('has the same statistics', { timeout: 300_000 }, async () => {
  const rows = (runId: number) =>
    engine.aggregates.rows({ runId, group: '', metrics: ['value_cosine', 'attention_js_divergence'] });
  expect(await rows(inFolder)).toEqual(await rows(inStore));
});

it('exports the same tables', async () => {
  const table = (runId: number, format: 'csv' | 'parquet', sort: ResultSort = IN_ORDER) =>
    bytesOf(engine.exports.metricsPieces({ runId, filter: ALL, sort, format }));
  for (const sort of [IN_ORDER, { by: 'value_cosine', direction: 'desc' }] as const)
    expect((await table(inFolder, 'csv', sort)).equals(await table(inStore, 'csv', sort))).toBe(true);
  const [own, other] = await Promise.all([table(inFolder, 'parquet'), table(inStore, 'parquet')]);
  const duck = new Duck();
  const objects = (name: string, file: Buffer) => {
    writeFileSync(join(folder.path, name), file);
    return duck.rows(`SELECT * FROM read_parquet('${join(folder.path, name)}')`);
  };
  expect(await objects('own.parquet', own)).toEqual(await objects('other.parquet', other));
  await duck.close();
  expect(
    parquetMetadata(Uint8Array.from(own).buffer)
      .schema.slice(1)
      .map(({ name }) => name),
  ).toEqual(
    parquetMetadata(Uint8Array.from(other).buffer)
      .schema.slice(1)
      .map(({ name }) => name),
  );
  const about = parquetMetadata(Uint8Array.from(own).buffer).key_value_metadata;
  expect(about?.find(({ key }) => key === 'pairlens')?.value).toContain('"table":"metrics"');
});

it('says in words what is only to be had of results in the workspace', async () => {
  const pairId = engine.runs.pairId({ id: inFolder, role: 'set', number: 1 });
  const inFolderOnly = { code: 'RUN_STATE', message: expect.stringContaining('in a folder') as string };
  await expect(
    engine.pairs.correctAlignment({ runId: inFolder, pairId, positions: null }),
  ).rejects.toMatchObject(inFolderOnly);
  await expect(engine.runs.repair({ id: inFolder })).rejects.toMatchObject(inFolderOnly);
  await expect(
    bytesOf(engine.bundles.write({ runId: inFolder, tensors: false, notes: true })),
  ).rejects.toMatchObject(inFolderOnly);
  const { projectId } = engine.runs.get({ id: inFolder });
  await expect(
    engine.analyses.create({ projectId, kind: 'effects', runId: inFolder, options: {} }),
  ).rejects.toMatchObject(inFolderOnly);
  await expect(
    engine.comparisons.compare({
      runId: inFolder,
      otherRunId: inStore,
      metric: 'value_cosine',
      beyond: 'none',
    }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

/** Below one that is called as a column is, and called as a pattern that another one fits: neither is to be taken for that. */
const moved = () => join(folder.path, 'layer=1', 'mo*ed');

describe('a folder that has moved', () => {
  const page = () =>
    Promise.all([
      engine.readings.quick.resultsCount({
        runId: inFolder,
        filter: { role: 'set', thresholds: [{ metric: 'value_cosine', comparison: '>', value: 0.2 }] },
      }),
      engine.readings.quick.values({ runId: inFolder, metric: 'value_cosine', layer: 0, head: 2 }),
    ]);

  it('is told of, and taken at its new place when its files are those that it had', async () => {
    const before = await page();
    mkdirSync(join(folder.path, 'layer=1'));
    renameSync(parts, moved());
    cpSync(moved(), join(folder.path, 'layer=1', 'moved'), { recursive: true });
    await expect(page()).rejects.toMatchObject({ code: 'RESULTS_MOVED', details: { folder: parts } });
    expect(await engine.runFolders.state({ id: inFolder })).toMatchObject({ problem: { hasMoved: true } });
    const { findings } = await checkWorkspace({ store: storePath, home: folder.path }, () => undefined);
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'folders',
        is: 'note',
        then: expect.stringContaining('move-folder') as string,
      }),
    );

    const other = join(folder.path, 'other');
    cpSync(moved(), other, { recursive: true });
    const bytes = readFileSync(join(other, 'part-2-of-3.parquet'));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(join(other, 'part-2-of-3.parquet'), bytes);
    await expect(engine.runFolders.move({ runId: inFolder, folder: other })).rejects.toMatchObject({
      code: 'RESULTS_INVALID',
    });
    rmSync(join(other, 'part-1-of-3.parquet'));
    await expect(engine.runFolders.move({ runId: inFolder, folder: other })).rejects.toMatchObject({
      code: 'RESULTS_MOVED',
    });
    expect(engine.runs.get({ id: inFolder }).folder).toBe(parts);

    await engine.runFolders.move({ runId: inFolder, folder: moved() });
    expect(await page()).toEqual(before);
    await expect(engine.runFolders.move({ runId: inStore, folder: moved() })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('with a file that is shorter, or has other bytes, is not read', async () => {
    const file = join(moved(), 'part-3-of-3.parquet');
    const whole = readFileSync(file);
    let changes = 0;
    // Files that change within one tick of the file system's clock look the same: each change here has a time of its own.
    const changeTo = (bytes: Buffer) => {
      writeFileSync(file, bytes);
      const time = new Date(Date.now() + 1000 * ++changes);
      utimesSync(file, time, time);
    };
    changeTo(whole.subarray(0, -1));
    await expect(page()).rejects.toMatchObject({ code: 'RESULTS_INVALID' });
    changeTo(Buffer.concat([whole.subarray(0, -1), Buffer.of(7)]));
    const { findings, sound } = await checkWorkspace(
      { store: storePath, home: folder.path },
      () => undefined,
    );
    expect(sound).toBe(false);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'folders', is: 'damaged' }));
    changeTo(whole);
    expect((await page())[0].rows).toBeGreaterThan(0);
  });
});

describe('what is no folder of the run', () => {
  const refused = async (make: (place: string) => void, code: string, words: RegExp) => {
    const place = join(folder.path, 'refused');
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    make(place);
    const store = openStore(join(folder.path, 'copy.sqlite'));
    const duck = new Duck();
    try {
      await expect(registerRunFolder(store, duck, { runId: inFolder, folder: place })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(words) as string,
      });
    } finally {
      await duck.close();
      store.close();
    }
  };

  beforeAll(() => {
    const copy = join(folder.path, 'copy.sqlite');
    copyFileSync(storePath, copy);
    const store = openStore(copy);
    store.write((database) => {
      for (const table of ['run_folder_file', 'run_folder']) database.prepare(`DELETE FROM ${table}`).run();
    });
    store.close();
  });

  it.each<[string, (place: string) => void, string, RegExp]>([
    ['nothing', (place) => rmSync(place, { recursive: true }), 'FILE_NOT_FOUND', /no folder/],
    ['an empty one', () => undefined, 'RESULTS_INVALID', /no Parquet files/],
    [
      'a part too few',
      (place) => {
        cpSync(moved(), place, { recursive: true });
        rmSync(join(place, 'part-2-of-3.parquet'));
      },
      'RESULTS_INVALID',
      /not those that were measured/,
    ],
    [
      'a part twice',
      (place) => {
        cpSync(moved(), place, { recursive: true });
        copyFileSync(join(place, 'part-2-of-3.parquet'), join(place, 'part-4.parquet'));
      },
      'RESULTS_INVALID',
      /not one row of each head/,
    ],
    [
      'a file that is no Parquet',
      (place) => writeFileSync(join(place, 'a.parquet'), 'PAR1 no'),
      'RESULTS_INVALID',
      /cannot be read/,
    ],
    [
      'a file cut off',
      (place) => {
        cpSync(moved(), place, { recursive: true });
        truncateSync(join(place, 'part-1-of-3.parquet'), 2000);
      },
      'RESULTS_INVALID',
      /cannot be read/,
    ],
  ])('%s', async (_, make, code, words) => {
    await refused(make, code, words);
  });

  it('a Parquet file of other columns', async () => {
    const duck = new Duck();
    const place = join(folder.path, 'foreign');
    mkdirSync(place);
    await duck.run(`COPY (SELECT 1 AS pair, 'x' AS head) TO '${join(place, 'a.parquet')}' (FORMAT parquet)`);
    await duck.close();
    await refused(
      (to) => cpSync(place, to, { recursive: true }),
      'RESULTS_INVALID',
      /not a table of Pairlens’ results: it has no 32-bit numbers called “layer”/,
    );
  });
});

it('a question that nobody waits for is stopped', async () => {
  const duck = new Duck({ threads: 1, memoryBytes: 2 ** 29 });
  const stop = new AbortController();
  const started = performance.now();
  const asked = expect(
    duck.rows('SELECT count(*) FROM range(400000000000) WHERE range % 3 = 1', stop.signal),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
  setTimeout(() => stop.abort(), 50);
  await asked;
  expect(performance.now() - started).toBeLessThan(5000);
  await duck.close();
});
