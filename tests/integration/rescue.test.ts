/** `pairlens rescue` on real damage: what is sound comes over, nothing half is taken for whole, nothing is overwritten. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../src/main/engine/check/check-workspace.ts';
import { openEngine } from '../../src/main/engine/engine.ts';
import { rescueWorkspace } from '../../src/main/engine/rescue/rescue.ts';
import { openStore } from '../../src/main/engine/store/database.ts';
import { ENTRY } from '../cli.ts';
import { randomPairs, temporaryFolder, withNeutrals } from './workspace.ts';
import { addSet, openWorkspace, runPairs } from './workspaces.ts';

const PAGE = 4096;
let folder: ReturnType<typeof temporaryFolder>;
let sound: string;
let path: string;
let out: string;
/** By comparison and head, all columns. */
let measured: Map<string, unknown>;

beforeAll(async () => {
  folder = temporaryFolder();
  sound = join(folder.path, 'sound.sqlite');
  path = join(folder.path, 'study.sqlite');
  out = join(folder.path, 'rescued.sqlite');
  const workspace = await openWorkspace();
  const pairs = withNeutrals(randomPairs(60, 3)).map(({ original, counterfactual, neutral, label }) => ({
    original_ids: original,
    counterfactual_ids: counterfactual,
    ...(neutral !== undefined && { neutral_ids: neutral }),
    ...(label !== undefined && { label }),
  }));
  const setId = await addSet(workspace.engine, 'negation', pairs);
  const run = await runPairs(workspace.engine, { setId, options: { keep: 'patterns' } });
  await workspace.engine.aggregates.rows({ runId: run.id, group: '' });
  const { path: stored } = workspace.engine.store;
  await workspace.engine.close();
  copyFileSync(stored, sound);
  await workspace.dispose();
  measured = look(sound, metricsOf);
});
afterAll(() => folder.remove());
beforeEach(() => {
  copyFileSync(sound, path);
  rmSync(out, { force: true });
});

function look<Seen>(file: string, see: (database: Database) => Seen): Seen {
  const database = new SqliteDatabase(file);
  try {
    return see(database);
  } finally {
    database.close();
  }
}

const metricsOf = (database: Database) =>
  new Map(
    database
      .prepare<[], Record<string, unknown>>(
        `SELECT head_metric.* FROM head_metric JOIN run_item USING (run_id, role, position) WHERE state = 'done'`,
      )
      .all()
      .map((row) => [[row['role'], row['position'], row['layer'], row['head']].join(' '), row] as const),
  );

const doneOf = (file: string) =>
  look(file, (database) =>
    Number(database.prepare("SELECT count(*) FROM run_item WHERE state = 'done'").pluck().get()),
  );

function damage(change: (content: Buffer) => void): void {
  const content = readFileSync(path);
  change(content);
  writeFileSync(path, content);
}

const tables = (database: Database) =>
  database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();

/** All that is measured there is what was measured, and the new workspace is sound but for what it says itself. */
async function expectSound(): Promise<void> {
  for (const [place, row] of look(out, metricsOf)) expect(row, place).toEqual(measured.get(place));
  const { findings } = await checkWorkspace({ store: out, home: join(folder.path, 'home') }, () => undefined);
  for (const { is, what } of findings)
    if (is === 'damaged') expect(what).toMatch(/^The stored pairs of run 1 are not/);
}

describe('a workspace', () => {
  it('that is sound comes over whole', async () => {
    const { left, kept } = rescueWorkspace(path, out);
    expect(left).toEqual([]);
    expect(kept).toMatchObject({ projects: 1, sets: 1, pairs: 60, runs: 1, analyses: 1 });
    // What repeats metrics by column is made anew.
    for (const table of look(sound, tables).filter((name) => name !== 'metric_column')) {
      const rows = (file: string) =>
        look(file, (database) => database.prepare<[], object>(`SELECT * FROM ${table} ORDER BY 1, 2`).all())
          // Counts of a set are made anew.
          .map((row) => ('summary' in row ? { ...row, summary: null } : row));
      expect(rows(out), table).toEqual(rows(sound));
    }
    if (process.platform !== 'win32') expect(statSync(out).mode & 0o777).toBe(0o600);
    await expectSound();
  });

  it('of an older shape comes over in the newest', () => {
    copyFileSync(join(import.meta.dirname, '../fixtures/stores/0003.sqlite'), path);
    const { left, kept } = rescueWorkspace(path, out);
    expect(left).toEqual([]);
    expect(kept).toMatchObject({ runs: 6 });
    openStore(out).close();
  });

  it.each<[string, (content: Buffer) => void]>([
    ['whose header is gone', (content) => content.fill(0, 0, 100)],
    ['whose first letters are gone', (content) => content.write('junk')],
    ['whose first page is gone', (content) => content.fill(0, 0, PAGE)],
    ['whose first page is noise', (content) => content.fill(0x9c, 0, PAGE)],
    ['that says another page size', (content) => content.writeUInt16BE(512, 16)],
    ['that says another version', (content) => content.writeUInt32BE(2, 60)],
  ])('%s comes over whole', async (_, change) => {
    damage(change);
    const { left, kept } = rescueWorkspace(path, out);
    expect(left).toEqual([]);
    expect(kept).toMatchObject({ pairs: 60, runs: 1, comparisons: doneOf(sound) });
    await expectSound();
  });

  it('that was left open without its log comes over as it was before', () => {
    const child = join(import.meta.dirname, 'open-store.child.ts');
    expect(spawnSync(process.execPath, [child, path, 'kill']).signal).toBe('SIGKILL');
    copyFileSync(path, `${path}.moved`);
    const moved = rescueWorkspace(`${path}.moved`, out);
    expect(moved.kept).toMatchObject({ projects: 1, runs: 1 });
    rmSync(out);
    // And with its log as it was last.
    expect(rescueWorkspace(path, out).kept).toMatchObject({ projects: 2, runs: 1 });
    openStore(path).close();
  });

  it('that was cut off comes over as far as it goes', async () => {
    truncateSync(path, Math.floor((statSync(path).size * 3) / 4));
    const { left } = rescueWorkspace(path, out);
    expect(left.length).toBeGreaterThan(0);
    await expectSound();
  });

  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    'with pages overwritten at random (%i) comes over but for what lay there',
    async (seed) => {
      const generator = xoroshiro128plus(seed);
      const pages = statSync(path).size / PAGE;
      damage((content) => {
        for (let page = 0; page < 4; page++) {
          const at = uniformInt(generator, 1, pages - 1) * PAGE;
          content.fill(uniformInt(generator, 0, 255), at, at + PAGE);
        }
      });
      const before = readFileSync(path);
      rescueWorkspace(path, out);
      expect(readFileSync(path).equals(before)).toBe(true);
      await expectSound();
    },
  );
});

describe('what is half', () => {
  const change = (sql: string) =>
    look(path, (database) => database.exec(`PRAGMA foreign_keys = OFF; ${sql}`));

  it('is not taken for whole: a comparison is measured again, and statistics are made anew', async () => {
    change(
      "UPDATE head_metric SET value_cosine = 2 WHERE role = 'set' AND position = 4 AND layer = 1 AND head = 1",
    );
    change("DELETE FROM head_metric WHERE role = 'neutral' AND position = 5 AND layer = 0 AND head = 0");
    const { left } = rescueWorkspace(path, out);
    expect(left).toContainEqual({
      what: '2 comparisons of run 1',
      why: 'are not what was measured: Resume measures them again',
    });
    const engine = await openEngine({ home: join(folder.path, 'home'), storePath: out, shell: 'cli' });
    const run = engine.runs.get({ id: 1 });
    expect(run).toMatchObject({
      state: 'cancelled',
      done: 58,
      error: 'Rescued: 2 comparisons are to be measured again',
    });
    await engine.close();
    await expectSound();
  });

  it('keeps the pairs and the runs of a set whose own row is lost, under a name that says so', async () => {
    change('DELETE FROM sentence_set');
    const { kept } = rescueWorkspace(path, out);
    expect(kept).toMatchObject({ sets: 1, pairs: 60, runs: 1, comparisons: doneOf(sound) });
    const engine = await openEngine({ home: join(folder.path, 'home'), storePath: out, shell: 'cli' });
    expect(await engine.sets.get({ id: 1 })).toMatchObject({ name: 'Rescued set 1', pairCount: 60 });
    expect(await engine.runs.soundness({ id: 1 })).toMatchObject({ setIsSame: true, damaged: [] });
    await engine.close();
  });

  it('says so: a set that lost pairs by its name, and a run of it whenever it is shown', async () => {
    change('DELETE FROM pair WHERE position IN (7, 8)');
    const { left } = rescueWorkspace(path, out);
    expect(left.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['2 pairs of the set “negation”', 'pairs of run 1']),
    );
    const engine = await openEngine({ home: join(folder.path, 'home'), storePath: out, shell: 'cli' });
    expect((await engine.sets.get({ id: 1 })).name).toBe('negation (rescued 1, 2 pairs lost)');
    expect(await engine.runs.soundness({ id: 1 })).toMatchObject({ setIsSame: false, damaged: [] });
    await engine.close();
  });

  it('a run whose row was changed is left, with its reason', () => {
    change('UPDATE run SET seed = 99');
    expect(rescueWorkspace(path, out)).toMatchObject({
      kept: { runs: 0, sets: 1, pairs: 60 },
      left: [{ what: 'run 1', why: 'is not what was written' }],
    });
  });

  it('a tensor that was changed is left', () => {
    change('UPDATE tensor SET data = zeroblob(length(data)) WHERE rowid = 2');
    expect(rescueWorkspace(path, out).left).toEqual([
      { what: '1 kept tensors', why: expect.stringContaining('computed again') as string },
    ]);
  });
});

describe('a rescue', () => {
  it('overwrites nothing, and is refused what is in use or nothing of a store', () => {
    writeFileSync(out, 'mine');
    expect(() => rescueWorkspace(path, out)).toThrow(expect.objectContaining({ code: 'FILE_UNWRITABLE' }));
    expect(readFileSync(out, 'utf8')).toBe('mine');
    rmSync(out);
    const store = openStore(path);
    expect(() => rescueWorkspace(path, out)).toThrow(expect.objectContaining({ code: 'STORE_BUSY' }));
    store.close();
    writeFileSync(path, Buffer.alloc(20 * PAGE, 7));
    expect(() => rescueWorkspace(path, out)).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.includes('rescue-'))).toEqual([]);
  });

  it('is a command that says what came over and what did not', () => {
    damage((content) => content.fill(0, 0, PAGE));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [ENTRY, 'rescue', '--store', path, '--out', out],
      { encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('60 pairs\n');
    expect(stdout).toContain('Nothing was left.');
  });
});
