/** Shards and merge as a scheduler calls them, with the compiled model in a home that nobody may write to. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandLine, GOLDEN_BERT, jsonLines } from '../cli.ts';
import { randomPairs, withNeutrals } from './workspace.ts';

const cli = new CommandLine();
const parts = cli.path('parts');
const temporary = cli.path('tmp');
const readOnlyHome = cli.path('read-only');
const ASKED = ['--pairs', 'pairs.jsonl', '--control', 'control.jsonl', '--model', GOLDEN_BERT];
const SHARD = ['run', ...ASKED, '--out', 'parts', '--shard'];
let isReadOnly = false;

const fileOf = (pairs: ReturnType<typeof randomPairs>) =>
  jsonLines(
    pairs.map(({ original, counterfactual, neutral, label }) => ({
      original_ids: original,
      counterfactual_ids: counterfactual,
      neutral_ids: neutral,
      label,
    })),
  );

beforeAll(async () => {
  writeFileSync(cli.path('pairs.jsonl'), fileOf(withNeutrals(randomPairs(200, 3))));
  writeFileSync(cli.path('control.jsonl'), fileOf(randomPairs(50, 4)));
  mkdirSync(temporary);
  // Compiles the model, too.
  const whole = await cli.run('run', ...ASKED, '--keep', 'none', '--out', 'whole');
  expect(whole.code, whole.stderr).toBe(0);
  mkdirSync(readOnlyHome);
  isReadOnly =
    process.getuid?.() === 0 &&
    spawnSync('mount', ['--bind', cli.home, readOnlyHome]).status === 0 &&
    spawnSync('mount', ['-o', 'remount,ro,bind', readOnlyHome]).status === 0;
});
afterAll(() => {
  if (isReadOnly) spawnSync('umount', [readOnlyHome]);
  cli.remove();
});

const inHome = () => ({ TMPDIR: temporary, ...(isReadOnly && { PAIRLENS_HOME: readOnlyHome }) });

const leftInTemporary = () => readdirSync(temporary).filter((name) => name.startsWith('pairlens-shard-'));

test('a shard that is killed leaves no part, and is run again', async () => {
  const held = cli.startHeld([...SHARD, '1/3'], 2, { TMPDIR: temporary });
  await held.says(/Running pairs: [1-9]/);
  held.process.kill('SIGKILL');
  expect((await held.ended).signal).toBe('SIGKILL');
  expect(readdirSync(parts)).toEqual([]);
  const left = leftInTemporary();
  expect(left).toHaveLength(1);
  const stopped = cli.startHeld([...SHARD, '1/3'], 2, { TMPDIR: temporary });
  await stopped.says(/Running pairs: [1-9]/);
  // What the killed one left behind is gone.
  expect(leftInTemporary()).not.toEqual(left);
  expect(leftInTemporary()).toHaveLength(1);
  stopped.process.kill('SIGINT');
  expect((await stopped.ended).code).toBe(130);
  expect(readdirSync(parts)).toEqual([]);
});

test('shards by number, of Slurm and of Kubernetes, with a home that is only read, are the undivided run', async () => {
  const calls = [
    cli.start([...SHARD, '1/3'], inHome()),
    cli.start([...SHARD, 'slurm'], {
      ...inHome(),
      SLURM_ARRAY_TASK_ID: '1',
      SLURM_ARRAY_TASK_COUNT: '3',
      SLURM_ARRAY_TASK_MIN: '0',
    }),
    cli.start([...SHARD, 'kubernetes'], { ...inHome(), JOB_COMPLETION_INDEX: '2', JOB_COMPLETIONS: '3' }),
  ];
  for (const { ended } of calls) {
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Shard [123] of 3: \d+ pairs, 0 failed, written to /);
    expect(stderr).not.toContain('Others on this machine');
  }
  expect(readdirSync(temporary).filter((name) => name.startsWith('pairlens-'))).toEqual([]);
  expect(readdirSync(parts)).toHaveLength(9);

  const again = await cli.start([...SHARD, '2/3'], inHome()).ended;
  expect(again.stdout).toContain('It is in');
  expect(again.stdout).toContain('already, whole: nothing was computed.');
  expect(again.code).toBe(0);

  const merged = await cli.run('merge', 'parts', '--store', 'merged.sqlite', '--out', 'merged');
  expect(merged.code, merged.stderr).toBe(0);
  for (const name of ['metrics.csv', 'metrics-control.csv', 'metrics-neutral.csv', 'aggregates.csv'])
    expect(readFileSync(cli.path('merged', name)).equals(readFileSync(cli.path('whole', name))), name).toBe(
      true,
    );

  expect(merged.stderr).toMatch(/[\d,]+ rows copied into the workspace/);

  copyFileSync(cli.path('parts', 'part-1-of-3.parquet'), cli.path('parts', 'mine.parquet'));
  const left = await cli.run(
    'merge',
    'parts',
    '--store',
    'left.sqlite',
    '--results',
    'folder',
    '--out',
    'left',
  );
  expect(left.code, left.stderr).toBe(0);
  expect(left.stderr).toMatch(
    /[\d,]+ rows left in .*parts, in 3 files \(part-1-of-3\.parquet to part-3-of-3\.parquet\)/,
  );
  expect(left.stderr).toContain('Not of this run, and not read: mine.parquet.');
  for (const name of ['metrics.csv', 'metrics-neutral.csv', 'aggregates.csv'])
    expect(readFileSync(cli.path('left', name)).equals(readFileSync(cli.path('whole', name))), name).toBe(
      true,
    );

  rmSync(cli.path('parts', 'part-2-of-3.json'));
  const missing = await cli.run('merge', 'parts', '--store', 'merged.sqlite');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain('1 of 3 parts are missing: run shard 2 (again)');
});

test('a part in which every pair failed is written, and says so as a run does', async () => {
  const tooLong = Array.from({ length: 41 }, (_, at) => at + 1);
  const pair = { original_ids: tooLong, counterfactual_ids: tooLong.toReversed(), label: 'long' };
  writeFileSync(cli.path('long.jsonl'), jsonLines([pair]));
  const asked = ['run', '--pairs', 'long.jsonl', '--model', GOLDEN_BERT, '--shard', '1/1', '--out', 'long'];
  for (const said of ['1 failed, written to', '1 failed. It is in']) {
    const { code, stdout } = await cli.run(...asked);
    expect(stdout).toContain(said);
    expect(code).toBe(1);
  }
});

test.each([
  [['4/3'], 'shards are counted from 1 to 3, got 4/3'],
  [['slurm'], '--shard slurm takes SLURM_ARRAY_TASK_ID from the environment, which has none'],
  [['1/3', '--keep', 'patterns'], 'a shard keeps no activations'],
  [['1/3', '--store', 'x.sqlite'], 'a shard has a workspace of its own'],
])('--shard %j is refused', async (more, why) => {
  const { code, stderr } = await cli.run(...SHARD, ...more);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});

test.each([
  [['--shard', '1/3'], '--shard needs --out'],
  [['--keep-failures'], '--keep-failures goes with --shard'],
])('%j alone is refused', async (more, why) => {
  const { code, stderr } = await cli.run('run', ...ASKED, ...more);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});
