/** `pairlens check`, on the check itself and as a person types it: what is damaged is found, and nothing else. */
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CheckReport, checkWorkspace } from '../../src/main/engine/check/check-workspace.ts';
import { exportRun } from '../../src/main/engine/exports/export-run.ts';
import { openEngine } from '../../src/main/engine/engine.ts';
import { ENTRY } from '../cli.ts';
import { temporaryFolder } from './workspace.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs } from './workspaces.ts';

let folder: ReturnType<typeof temporaryFolder>;
let sound: string;
let path: string;

beforeAll(async () => {
  folder = temporaryFolder();
  sound = join(folder.path, 'sound.sqlite');
  path = join(folder.path, 'study.sqlite');
  const workspace = await openWorkspace();
  const setId = await addSet(workspace.engine, 'golden', GOLDEN_PAIRS);
  const run = await runPairs(workspace.engine, { setId, options: { keep: 'all' } });
  await workspace.engine.aggregates.rows({ runId: run.id, group: '' });
  const { path: stored } = workspace.engine.store;
  await workspace.engine.close();
  copyFileSync(stored, sound);
  await workspace.dispose();
});
afterAll(() => folder.remove());
beforeEach(() => copyFileSync(sound, path));

const check = (): Promise<CheckReport> =>
  checkWorkspace({ store: path, home: join(folder.path, 'home') }, () => undefined);

function change(sql: string): void {
  const database = new SqliteDatabase(path);
  database.pragma('foreign_keys = OFF');
  database.exec(sql);
  database.close();
}

const pairlens = (...typed: string[]) =>
  spawnSync(process.execPath, [ENTRY, ...typed, '--store', path], {
    encoding: 'utf8',
    env: { ...process.env, PAIRLENS_HOME: join(folder.path, 'home') },
  });

it('a sound workspace is sound', async () => {
  expect(await check()).toEqual({ store: path, sound: true, findings: [] });
  const { status, stdout } = pairlens('check');
  expect(stdout).toBe(`${path} is sound.\n`);
  expect(status).toBe(0);
});

it.each([
  [
    'a metric',
    'UPDATE head_metric SET value_cosine = value_cosine + 1e-12 WHERE position = 2 AND layer = 1 AND head = 3',
    'runs',
    /1 of 4 comparisons .* is not what was measured \(pair 3 of the set\)/,
  ],
  [
    'a metric that is undefined now',
    'UPDATE head_metric SET value_cosine = NULL WHERE position = 2',
    'runs',
    /pair 3 of the set/,
  ],
  [
    'a row of metrics',
    'DELETE FROM head_metric WHERE position = 0 AND layer = 0 AND head = 0',
    'runs',
    /pair 1 of the set/,
  ],
  [
    'the tokens of a pair',
    "UPDATE run_item SET original_ids = '[1,2,3]' WHERE position = 1",
    'runs',
    /pair 2 of the set/,
  ],
  ['an alignment', "UPDATE run_item SET aligned = '[[0,0' WHERE position = 1", 'runs', /pair 2 of the set/],
  ['a hash', 'UPDATE run_item SET hash = NULL WHERE position = 1', 'runs', /pair 2 of the set/],
  ['a state', "UPDATE run_item SET state = 'planned' WHERE position = 1", 'runs', /pair 2 of the set/],
  [
    'a sentence',
    "UPDATE pair SET original_ids = '[1,2]' WHERE position = 3",
    'runs',
    /stored pairs of run 1 are not those/,
  ],
  [
    'a label',
    "UPDATE pair SET label = 'evil' WHERE position = 3",
    'runs',
    /stored pairs of run 1 are not those/,
  ],
  ['a seed', 'UPDATE run SET seed = seed + 1', 'runs', /run 1 cannot be read: what is stored of run 1/],
  ['the heads of a model', 'UPDATE model SET heads = 5', 'runs', /model 1 is not what was written/],
  [
    'a tensor',
    "UPDATE tensor SET data = CAST(x'00' || substr(data, 2) AS BLOB) WHERE rowid = 3",
    'tensors',
    /1 tensors that run 1 keeps/,
  ],
  [
    'statistics',
    'DELETE FROM analysis_result WHERE rowid = 7',
    'analyses',
    /result of analysis 1 \(statistics\)/,
  ],
  ['a reference', 'DELETE FROM project', 'references', /rows of run refer to rows of project/],
])('finds %s that was changed', async (_, sql, name, text) => {
  change(sql);
  const { sound: isSound, findings } = await check();
  expect(isSound).toBe(false);
  expect(
    findings.filter(({ is }) => is === 'damaged').map(({ check: of, what }) => [of, what]),
  ).toContainEqual([name, expect.stringMatching(text)]);
});

it('finds a page that was overwritten, and goes on with the rest', async () => {
  const content = readFileSync(path);
  const page = content.length / 4096 - 20;
  content.fill(0x5a, page * 4096, (page + 1) * 4096);
  writeFileSync(path, content);
  const { sound: isSound, findings } = await check();
  expect(isSound).toBe(false);
  expect(findings.map(({ check: of }) => of)).toContain('pages');
  const { status, stdout, stderr } = pairlens('check', '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ sound: false });
  expect(stderr).not.toMatch(/INTERNAL|mistake|\.ts:/);
});

it('says what cannot be opened, and what to do', async () => {
  const content = readFileSync(path);
  content.fill(0, 0, 100);
  writeFileSync(path, content);
  expect((await check()).findings).toMatchObject([
    {
      check: 'opening',
      is: 'damaged',
      what: expect.stringContaining('the first page of') as string,
      then: expect.stringContaining('pairlens rescue') as string,
    },
  ]);
});

it('says of an older store that it has no hashes', async () => {
  copyFileSync(join(import.meta.dirname, '../fixtures/stores/0005.sqlite'), path);
  expect(await check()).toMatchObject({
    sound: true,
    findings: [{ is: 'note', what: expect.stringContaining('version 5') as string }],
  });
  const engine = await openEngine({ home: join(folder.path, 'home'), storePath: path, shell: 'cli' });
  await engine.close();
  const report = await check();
  expect(report.sound).toBe(true);
  expect(report.findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'run 1: 13 of 13 comparisons were stored before Pairlens kept hashes, and cannot be checked',
      expect.stringContaining('kept tensors were stored before'),
    ]),
  );
});

it('what is damaged is not exported, is measured again on request, and comes to the same numbers', async () => {
  const home = join(folder.path, 'home');
  const before = await openEngine({ home, storePath: path, shell: 'cli' });
  await exportRun(before, 1, join(folder.path, 'before'));
  await before.close();
  change('UPDATE head_metric SET value_cosine = 0.5 WHERE position = 2 AND layer = 1 AND head = 3');
  const engine = await openEngine({ home, storePath: path, shell: 'cli' });
  const refused = {
    code: 'STORE_DAMAGED',
    message: expect.stringMatching(/pair 3 of the set.*pairlens runs repair 1/) as string,
  };
  await expect(exportRun(engine, 1, join(folder.path, 'damaged'))).rejects.toMatchObject(refused);
  await expect(engine.aggregates.rows({ runId: 1, group: 'even' })).rejects.toMatchObject(refused);
  await engine.close();
  expect(pairlens('runs', 'show', '1').stdout.replaceAll('\n', ' ')).toMatch(
    /pair 3 of the set.*pairlens runs repair 1/,
  );
  const { status, stderr } = pairlens('runs', 'repair', '1');
  expect(status, stderr).toBe(0);
  const again = await openEngine({ home, storePath: path, shell: 'cli' });
  await exportRun(again, 1, join(folder.path, 'after'));
  await again.close();
  const numbers = (name: string) =>
    readFileSync(join(folder.path, name, 'metrics.csv'), 'utf8')
      .split('\n')
      .map((line) =>
        line
          .split(',')
          .map((cell) =>
            cell !== '' && Number.isFinite(Number(cell)) ? Number(Number(cell).toFixed(5)) : cell,
          ),
      );
  expect(numbers('after')).toEqual(numbers('before'));
  expect((await check()).sound).toBe(true);
});

it('names what may have been made with compiled weights that are damaged, and nothing that was made with checked ones', async () => {
  const home = join(folder.path, 'another home');
  const engine = await openEngine({ home, storePath: path, shell: 'cli' });
  const run = await runPairs(engine, { setId: 1 });
  expect(run.provenance.compiledWeights).toMatch(/^[0-9a-f]{64}$/);
  await engine.close();
  // As one from before there was such a record.
  change('UPDATE run SET compiled_weights = NULL WHERE id = 1');
  const [weights = ''] = globSync(join(home, 'models/*/weights.data'));
  const bytes = readFileSync(weights);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(weights, bytes);
  const { findings } = await checkWorkspace({ store: path, home }, () => undefined);
  expect(findings.map(({ what }) => what)).toEqual([
    expect.stringContaining(weights),
    'compiled weights that were found damaged may have been used by runs 1',
  ]);
});
