/** Parts that are not those of one whole run are refused in words, with nothing stored; and what shards do to each other. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { sha256 } from '../../src/main/engine/files/hashing.ts';
import { SessionLanes } from '../../src/main/engine/inference/session-lanes.ts';
import { PairlensError } from '../../src/shared/errors.ts';
import { writePart } from '../../src/main/engine/shards/write-part.ts';
import { readRecord } from '../../src/main/engine/shards/part-folder.ts';
import { partColumns } from '../../src/main/engine/shards/part-content.ts';
import { type PartRecord, RUN_PARTS } from '../../src/main/engine/shards/part-record.ts';
import { parquetTable } from '../../src/main/engine/tables/parquet-table.ts';
import type { TableRow } from '../../src/main/engine/tables/table.ts';
import { countRows, expectRefused, mountDisk, partsToDamage, saying, unmountDisks } from './damaged-parts.ts';
import { withOneFailure, withRoomFor } from './failing-passes.ts';
import { recordOf, ShardedRun, SHARDS } from './sharded-run.ts';
import { temporaryFolder } from './workspace.ts';

const folder = temporaryFolder();
const sharded = new ShardedRun(folder.path);
const { sound, parts, at, copy, rewrite, replace } = partsToDamage(folder.path, SHARDS, recordOf);
let engine: Engine;

const small = mountDisk(join(folder.path, 'small'), 'size=200k');
const readOnly = mountDisk(join(folder.path, 'read-only'), 'size=1m,ro');

beforeAll(async () => {
  engine = await sharded.open('merged');
  for (let number = 1; number <= SHARDS; number++) await sharded.shard(number, { to: sound });
});
afterAll(async () => {
  await engine.close();
  unmountDisks([small, readOnly]);
  folder.remove();
});
beforeEach(copy);

function merge(from = parts): Promise<{ runId: number }> {
  return engine.shards.merge({ folder: from, projectId: engine.defaultProject().id });
}

/** What there is to see, and rows that nobody sees. */
function stored() {
  const projectId = engine.defaultProject().id;
  return {
    runs: engine.runs.list({ projectId }).map(({ id }) => id),
    sets: engine.sets.list({ projectId }).map(({ id }) => id),
    rows: countRows(engine, ['run', 'run_item', 'head_metric']),
  };
}

const refused = (why: string | RegExp) => expectRefused(() => merge(), stored, why);

describe('merge refuses', () => {
  test('a folder that is not there, or has no parts', async () => {
    await expect(merge(join(folder.path, 'nowhere'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    rmSync(parts, { recursive: true });
    mkdirSync(parts);
    writeFileSync(at('notes.txt'), 'of something else');
    await refused('it has no parts of a run');
  });

  test('parts that are missing, by their numbers', async () => {
    rmSync(at('part-2-of-4.json'));
    await refused('1 of 4 parts are missing: run shard 2 (again)');
    for (const name of ['part-4-of-4.parquet', 'part-4-of-4.json', 'pairs-4-of-4.jsonl.zst'])
      rmSync(at(name));
    await refused('2 of 4 parts are missing: run shards 2, 4 (again)');
  });

  test.each(['part-3-of-4.parquet', 'pairs-3-of-4.jsonl.zst'])(
    '%s that is missing, cut short or changed',
    async (name) => {
      const whole = readFileSync(at(name));
      writeFileSync(at(name), whole.subarray(0, whole.length - 100));
      await refused(
        `${name} has ${whole.length - 100} bytes instead of ${whole.length}: run shard 3/4 again`,
      );
      const flipped = Buffer.from(whole);
      flipped[500] = (flipped[500] ?? 0) ^ 1;
      writeFileSync(at(name), flipped);
      await refused(`${name} is not the file that was written: the hashes differ: run shard 3/4 again`);
      rmSync(at(name));
      await refused(`${name} is missing: run shard 3/4 again`);
    },
  );

  test('a record that is cut short, of another version, or changed', async () => {
    const name = 'part-1-of-4.json';
    const text = readFileSync(at(name), 'utf8');
    writeFileSync(at(name), text.slice(0, -200));
    await refused(/part-1-of-4\.json is not JSON/);
    rewriteText(name, text, (record) => ({ ...record, version: 2 }));
    await refused('part-1-of-4.json is not as this version of Pairlens knows it: version');
    rewriteText(name, text, (record) => ({
      ...record,
      plan: { ...record.plan, options: { ...record.plan.options, seed: 5 } },
    }));
    await refused('part-1-of-4.json was changed: its plan is not that of its hash');
    rewriteText(name, text, (record) => ({
      ...record,
      files: { ...record.files, '../../x': { bytes: 0, sha256: sha256(''), rows: 0 } },
    }));
    await refused('part-1-of-4.json names other files than part-1-of-4.parquet and pairs-1-of-4.jsonl.zst');
  });

  test('a part that is there twice', async () => {
    copyFileSync(at('part-1-of-4.json'), at('part-01-of-4.json'));
    await refused('part-01-of-4.json is not what Pairlens calls a file of shard 1');
    rmSync(at('part-01-of-4.json'));
    for (const [from, to] of [
      ['part-2-of-4.json', 'part-3-of-4.json'],
      ['part-2-of-4.parquet', 'part-3-of-4.parquet'],
    ] as const)
      copyFileSync(at(from), at(to));
    await refused('part-3-of-4.json is of shard 2 of 4: it was renamed, or copied');
  });

  test('a pair that is in two parts, or in none', async () => {
    const [one, two] = [recordOf(1, parts), recordOf(2, parts)];
    rewrite(2, (record) => ({ ...record, positions: one.positions }));
    await refused(/pair \d+ of the set is in (parts 1 and 2|no part)/);
    rewrite(2, () => ({ ...two, positions: { ...two.positions, control: [] } }));
    await refused(/pair \d+ of the control is in no part/);
  });

  test('numbers outside, and parts of another number of shards', async () => {
    copyFileSync(at('part-4-of-4.json'), at('part-5-of-4.json'));
    await refused('part-5-of-4.json is of no shard: they are counted from 1 to 4');
    renameSync(at('part-5-of-4.json'), at('part-5-of-5.json'));
    await refused(/it has parts of runs in \d and in \d shards/);
  });

  test('parts of two runs, naming what differs', async () => {
    const others = join(folder.path, 'others');
    await sharded.shard(3, { to: others, seed: 1, alignment: 'position' });
    for (const name of readdirSync(others)) copyFileSync(join(others, name), at(name));
    await refused(
      'parts 1 and 3 are not of one run; they differ in options.alignment (auto and position), options.seed (0 and 1)',
    );
    rmSync(others, { recursive: true });
  });

  test('a table that is not ours, whatever its record says', async () => {
    const name = 'part-2-of-4.parquet';
    const { metrics } = recordOf(2, parts).plan;
    replace(2, name, Buffer.from('no Parquet at all'));
    await refused(`${name} is not the table of shard 2: it cannot be read as Parquet`);
    const columns = partColumns(metrics);
    replace(2, name, parquetTable({ columns: columns.slice(1), about: {} }).end());
    await refused('its column 1 is pair instead of role');
    replace(
      2,
      name,
      parquetTable({ columns: [...columns, { name: 'more', type: 'text' }], about: {} }).end(),
    );
    await refused(`it has ${columns.length + 1} columns instead of ${columns.length}`);
    replace(
      2,
      name,
      parquetTable({ columns: columns.with(1, { name: 'pair', type: 'number' }), about: {} }).end(),
    );
    await refused('its column pair is DOUBLE instead of INTEGER');
    replace(2, name, parquetTable({ columns, about: {} }).end());
    await refused(/it has 0 rows instead of \d+/);
  });

  test('pairs that are not those of the part, whatever its record says', async () => {
    const name = 'pairs-2-of-4.jsonl.zst';
    const text = zstdDecompressSync(readFileSync(at(name))).toString();
    const lines = text.split('\n').slice(0, -1);
    const replaceLines = (changed: readonly string[]) =>
      replace(2, name, zstdCompressSync(changed.map((line) => `${line}\n`).join('')));
    replace(2, name, readFileSync(at('pairs-3-of-4.jsonl.zst')));
    await refused(`${name} has other pairs than part-2-of-4.json tells of`);
    replaceLines(lines.slice(1));
    await refused(`${name} has other pairs than part-2-of-4.json tells of`);
    replaceLines(lines.with(3, '{"role":"set"}'));
    await refused(`line 4 of ${name} is not what a shard writes: `);
    replaceLines(['{'.padEnd(17 * 2 ** 20)]);
    await refused(`${name} cannot be read: a line of it has more than 16 MB`);
    replace(2, name, Buffer.from('no zstd'));
    await refused(`${name} cannot be read: `);
  });

  test('a pair that was changed, and takes back what it had stored', async () => {
    const name = 'pairs-2-of-4.jsonl.zst';
    const text = zstdDecompressSync(readFileSync(at(name))).toString();
    replace(2, name, zstdCompressSync(text.replace('"label":"even"', '"label":"odd"')));
    await refused(/the pairs in it are not those of the set (pairs|control): the hashes differ/);
  });

  test('rows that are out of their order, and takes back what it had stored', async () => {
    const name = 'part-2-of-4.parquet';
    const { plan, files } = recordOf(2, parts);
    const columns = partColumns(plan.metrics);
    const rows = Array.from({ length: files[name]?.rows ?? 0 }, (_, row): TableRow => [
      'set',
      row + 1,
      ...columns.slice(2).map(({ type }) => (type === 'text' ? '' : 0)),
    ]);
    const table = parquetTable({ columns, about: {} });
    replace(2, name, Buffer.concat([table.add(rows), table.end()]));
    await refused(`${name} has no row of layer 0, head 1 where one of pair 1 should be`);
  });
});

function rewriteText(name: string, text: string, change: (record: PartRecord) => unknown): void {
  writeFileSync(at(name), JSON.stringify(change(JSON.parse(text) as PartRecord)));
}

describe('a shard', () => {
  test('that is there already computes nothing; one that is damaged is computed again, to the same bytes', async () => {
    const name = 'part-2-of-4.parquet';
    const before = statSync(at(name)).mtimeMs;
    expect((await sharded.shard(2, { to: parts })).wasThere).toBe(true);
    expect(statSync(at(name)).mtimeMs).toBe(before);
    writeFileSync(at(name), readFileSync(at(name)).subarray(100));
    expect((await sharded.shard(2, { to: parts })).wasThere).toBe(false);
    expect(readFileSync(at(name)).equals(readFileSync(join(sound, name)))).toBe(true);
  });

  test('of another run, or of another number, is refused in a folder that has parts', async () => {
    await expect(sharded.shard(2, { to: parts, seed: 3 })).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: saying('part-2-of-4.json is of another run, with another options.seed (0 and 3)'),
    });
    await expect(sharded.shard(2, { to: parts, of: 5 })).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: saying('one of 4 shards, and this is shard 2 of 5'),
    });
  });

  test('that two compute at once is whole', async () => {
    for (const name of readdirSync(parts)) if (name.includes('-3-of-')) rmSync(at(name));
    const outcomes = await Promise.all([sharded.shard(3, { to: parts }), sharded.shard(3, { to: parts })]);
    expect(outcomes.map(({ record }) => record.files)).toEqual([
      recordOf(3, sound).files,
      recordOf(3, sound).files,
    ]);
    expect(readdirSync(parts).toSorted()).toEqual(readdirSync(sound).toSorted());
    expect(recordOf(3, parts).files).toEqual(recordOf(3, sound).files);
  });

  test('leaves a part that another has written meanwhile, whole', async () => {
    const { id } = await sharded.planned(engine);
    const run = engine.runs.get({ id });
    const number = { shard: 1, of: SHARDS };
    const { plan } = recordOf(1, sound);
    const here = { database: engine.store.database, run, plan, number };
    const about = { modelFolder: '/model', ranOn: null, startedAt: 'then', finishedAt: 'now', takenApart: 0 };
    const looks: string[][] = [];
    const written = await writePart(parts, { ...here, ...about }, () => {
      looks.push(readdirSync(parts).filter((name) => name.endsWith('.partial')));
      return readRecord(parts, number, RUN_PARTS);
    });
    expect(looks.map(({ length }) => length)).toEqual([3]);
    expect(written).toEqual(recordOf(1, sound));
    expect(readdirSync(parts).toSorted()).toEqual(readdirSync(sound).toSorted());
    for (const name of readdirSync(sound))
      expect(readFileSync(at(name)).equals(readFileSync(join(sound, name))), name).toBe(true);
  });

  test('on which the model failed as it need not again writes no part, unless its failures are to be kept', async () => {
    const to = join(folder.path, 'failing');
    const fail = vi
      .spyOn(SessionLanes.prototype, 'run')
      .mockRejectedValue(new PairlensError('INFERENCE_FAILED', 'no memory'));
    try {
      await expect(sharded.shard(1, { to })).rejects.toMatchObject({
        code: 'INFERENCE_FAILED',
        message: saying(
          /shard 1 of 4 is not written: the model failed in a way .* on \d+ of its comparisons, first on pair/,
        ),
      });
      expect(readdirSync(to)).toEqual([]);
      const { record } = await sharded.shard(1, { to, keepFailures: true });
      const { done, failed } = recordOf(1, sound).comparisons;
      expect(record.comparisons).toEqual({ done: 0, failed: done + failed });
      expect(new Set(record.failed.map(({ message }) => message))).toContain('no memory');
      expect(recordOf(1, to).plan_sha256).toBe(recordOf(1, sound).plan_sha256);
    } finally {
      fail.mockRestore();
    }
  });

  test('on which one pass failed has the numbers of one on which none did', async () => {
    const to = join(folder.path, 'failed-once');
    await withOneFailure(() => sharded.shard(1, { to }));
    expect(recordOf(1, to).files).toEqual(recordOf(1, sound).files);
  });

  test('of which batches were taken apart is not written, though each of their pairs went well', async () => {
    const to = join(folder.path, 'apart');
    const compute = (keepFailures: boolean) => sharded.shard(2, { to, of: 40, keepFailures });
    // A pair and its neutral.
    await withRoomFor(3, async () => {
      await expect(compute(false)).rejects.toMatchObject({
        code: 'INFERENCE_FAILED',
        message: saying(/not written: .* on \d+ of its batches \(no memory left\), whose numbers can differ/),
      });
      expect(readdirSync(to)).toEqual([]);
      const { record } = await compute(true);
      expect(record.comparisons).toMatchObject({ failed: 0 });
      expect(record.taken_apart).toBeGreaterThan(0);
    });
    expect((await compute(true)).wasThere).toBe(true);
    // Where failures are not to be kept it is no whole part.
    expect(await compute(false)).toMatchObject({ wasThere: false, record: { taken_apart: 0 } });
  });

  test('with nothing to do writes a part without rows', async () => {
    const many = join(folder.path, 'many');
    const { record } = await sharded.shard(900, { to: many, of: 900 });
    expect(record).toMatchObject({
      comparisons: { done: 0, failed: 0 },
      positions: { set: [], control: [] },
      ran_on: null,
    });
    expect(record.files['part-900-of-900.parquet']?.rows).toBe(0);
  });

  test('says before it computes that nothing can be written there', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    await expect(sharded.shard(1, { to: join(folder.path, 'file', 'parts') })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });
});

describe('on a disk', () => {
  test.skipIf(readOnly === null)('that is read-only a shard says so (a tmpfs: it takes root)', async () => {
    await expect(sharded.shard(1, { to: join(readOnly ?? '', 'parts') })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: saying('the disk is read-only'),
    });
  });

  test.skipIf(small === null)(
    'that is full a shard says so, and leaves no part (a tmpfs: it takes root)',
    async () => {
      const to = join(small ?? '', 'parts');
      await expect(sharded.shard(1, { to })).rejects.toMatchObject({ code: 'DISK_FULL' });
      expect(readdirSync(to)).toEqual([]);
      spawnSync('mount', ['-o', 'remount,size=8m', small ?? '']);
      expect((await sharded.shard(1, { to })).record.files).toEqual(recordOf(1, sound).files);
    },
  );
});

describe('merging', () => {
  test('a folder that is called as a column or a pattern takes in what the files say', async () => {
    const below = join(folder.path, 'layer=1', 'pair=7', 's?ed=[1]');
    for (const place of [below, join(folder.path, 'layer=1', 'pair=7', 'seed=1')])
      cpSync(sound, place, { recursive: true });
    const values = async (from: string) => {
      const { runId } = await merge(from);
      return engine.readings.quick.values({ runId, metric: 'value_cosine', layer: 0, head: 1 });
    };
    expect(await values(below)).toEqual(await values(sound));
  });

  test('twice at once gives two whole runs', async () => {
    const [one, other] = await Promise.all([merge(sound), merge(sound)]);
    expect(one.runId).not.toBe(other.runId);
    for (const { runId } of [one, other]) {
      expect(engine.runs.get({ id: runId })).toMatchObject({ state: 'done', total: 383, failed: 2 });
      expect((await engine.runs.soundness({ id: runId })).damaged).toEqual([]);
    }
  });

  test('that is cancelled leaves nothing', async () => {
    const projectId = engine.defaultProject().id;
    const before = engine.runs.list({ projectId }).length;
    const items = () => engine.store.database.prepare('SELECT count(*) AS items FROM run_item').get();
    const there = items();
    const feed = engine.jobs.listen();
    const merging = merge(sound);
    const cancelled = expect(merging).rejects.toMatchObject({ code: 'CANCELLED' });
    for await (const job of feed)
      if (job.activity === 'Storing the run') {
        await engine.jobs.cancel(job.jobId);
        break;
      }
    await cancelled;
    expect(engine.runs.list({ projectId })).toHaveLength(before);
    expect(items()).toEqual(there);
  });
});
