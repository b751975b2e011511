/** Analyses in shards and their merge, as a scheduler calls them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandLine, GOLDEN_BERT, jsonLines } from '../cli.ts';
import { randomPairs } from './workspace.ts';

const cli = new CommandLine();
const temporary = cli.path('tmp');
const ASKED = ['patching', '--pairs', 'pairs.jsonl', '--control', 'control.jsonl', '--model', GOLDEN_BERT];
const SHARD = ['analyze', ...ASKED, '--hooks', 'z', '--out', 'parts', '--shard'];

const fileOf = (pairs: ReturnType<typeof randomPairs>) =>
  jsonLines(
    pairs.map(({ original, counterfactual, label }) => ({
      original_ids: original,
      counterfactual_ids: counterfactual,
      label,
    })),
  );

beforeAll(async () => {
  writeFileSync(cli.path('pairs.jsonl'), fileOf(randomPairs(70, 3)));
  writeFileSync(cli.path('control.jsonl'), fileOf(randomPairs(30, 4)));
  mkdirSync(temporary);
  const whole = await cli.run('analyze', ...ASKED, '--hooks', 'z', '--out', 'whole');
  expect(whole.code, whole.stderr).toBe(0);
});
afterAll(() => cli.remove());

test('a shard that is killed leaves no part', async () => {
  const held = cli.startHeld([...SHARD, '1/3'], 2);
  await held.says(/Computing pairs/);
  held.process.kill('SIGKILL');
  expect((await held.ended).signal).toBe('SIGKILL');
  expect(readdirSync(cli.path('parts'))).toEqual([]);
});

test('shards by number, of Slurm and of Kubernetes are, merged, the undivided analysis', async () => {
  const calls = [
    cli.start([...SHARD, '1/3'], { TMPDIR: temporary }),
    cli.start([...SHARD, 'slurm'], {
      TMPDIR: temporary,
      SLURM_ARRAY_TASK_ID: '1',
      SLURM_ARRAY_TASK_COUNT: '3',
      SLURM_ARRAY_TASK_MIN: '0',
    }),
    cli.start([...SHARD, 'kubernetes'], {
      TMPDIR: temporary,
      JOB_COMPLETION_INDEX: '2',
      JOB_COMPLETIONS: '3',
    }),
  ];
  for (const { ended } of calls) {
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Shard [123] of 3: \d+ of 100 pairs, 0 failed, written to /);
  }
  expect(readdirSync(temporary).filter((name) => name.startsWith('pairlens-'))).toEqual([]);
  expect(readdirSync(cli.path('parts'))).toHaveLength(9);

  const again = await cli.json<object>(...SHARD, '2/3');
  expect(again).toMatchObject({ shard: 2, of: 3, wasThere: true, failed: 0 });

  const merged = await cli.run('merge', 'parts', '--store', 'merged.sqlite', '--out', 'merged');
  expect(merged.code, merged.stderr).toBe(0);
  expect(merged.stderr).toContain('100 of 100 pairs done, 0 failed.');
  const names = readdirSync(cli.path('whole'));
  expect(readdirSync(cli.path('merged'))).toEqual(names);
  for (const name of names.filter((file) => /\.(csv|safetensors)$/.test(file)))
    expect(readFileSync(cli.path('merged', name)).equals(readFileSync(cli.path('whole', name))), name).toBe(
      true,
    );
  const [said, listed] = [
    merged.stdout,
    await cli.json<object[]>('analyze', 'list', '--store', 'merged.sqlite'),
  ];
  expect(said).not.toBe('');
  expect(listed).toMatchObject([{ kind: 'patching', state: 'done', done: 100 }]);
});

test('--results is refused, for it is for runs', async () => {
  const { code, stderr } = await cli.run('merge', 'parts', '--store', 'no.sqlite', '--results', 'folder');
  expect(code).toBe(2);
  expect(stderr).toContain('--results is for runs');
});

test.each([
  [['4/3'], 'shards are counted from 1 to 3, got 4/3'],
  [['slurm'], '--shard slurm takes SLURM_ARRAY_TASK_ID from the environment, which has none'],
  [['1/3', '--store', 'x.sqlite'], 'a shard has a workspace of its own'],
])('--shard %j is refused', async (more, why) => {
  const { code, stderr } = await cli.run(...SHARD, ...more);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});

test.each([
  [['qk-ov', '--model', 'attn-only-2l', '--out', 'no'], 'QK and OV circuits is computed whole'],
  [['effects', '--run', '1', '--out', 'no'], 'an analysis of a run is computed whole: divide the run'],
  [['path-patching', '--run', '1', '--out', 'no'], 'an analysis of a run is computed whole: divide the run'],
  [ASKED, '--shard needs --out'],
])('analyze %j --shard is refused', async (asked, why) => {
  const { code, stderr } = await cli.run('analyze', ...asked, '--shard', '1/3');
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});
