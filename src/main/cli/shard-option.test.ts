import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { shardNumber } from './shard-option.ts';

const slurm = (id: number, count: number, min: number, step?: number) => ({
  SLURM_ARRAY_TASK_ID: `${id}`,
  SLURM_ARRAY_TASK_COUNT: `${count}`,
  SLURM_ARRAY_TASK_MIN: `${min}`,
  ...(step !== undefined && { SLURM_ARRAY_TASK_STEP: `${step}` }),
});

test.each([
  ['1/1', {}, 1, 1],
  ['3/8', {}, 3, 8],
  ['10000/10000', {}, 10_000, 10_000],
  ['slurm', slurm(0, 4, 0), 1, 4],
  ['slurm', slurm(3, 4, 0), 4, 4],
  ['slurm', slurm(1, 4, 1, 1), 1, 4],
  ['slurm', slurm(4, 4, 1, 1), 4, 4],
  ['slurm', slurm(30, 4, 10, 10), 3, 4],
  ['kubernetes', { JOB_COMPLETION_INDEX: '0', JOB_COMPLETIONS: '6' }, 1, 6],
  ['kubernetes', { JOB_COMPLETION_INDEX: '5', JOB_COMPLETIONS: '6' }, 6, 6],
])('%s with %o is shard %i of %i', (text, environment, shard, of) => {
  expect(shardNumber(text, environment)).toEqual({ shard, of });
});

test.each([
  ['0/4', {}, 'shards are counted from 1 to 4, got 0/4'],
  ['5/4', {}, 'shards are counted from 1 to 4, got 5/4'],
  ['1/0', {}, 'there can be 1 to 10000 shards, got 1/0'],
  ['1/10001', {}, 'there can be 1 to 10000 shards'],
  ['2', {}, 'expected K/N, as 2/8, or slurm or kubernetes; got 2'],
  ['-1/4', {}, 'expected K/N'],
  ['1.5/4', {}, 'expected K/N'],
  ['slurm', {}, '--shard slurm takes SLURM_ARRAY_TASK_ID from the environment, which has none'],
  ['slurm', { SLURM_ARRAY_TASK_ID: '2' }, 'takes SLURM_ARRAY_TASK_COUNT'],
  ['slurm', slurm(7, 3, 1, 1), 'the array has gaps (task 7 of an array of 3 from 1, step 1)'],
  ['slurm', slurm(3, 3, 0, 2), 'the array has gaps'],
  ['slurm', { ...slurm(3, 3, 0), SLURM_ARRAY_TASK_ID: 'three' }, 'should be a whole number, and is three'],
  ['kubernetes', { JOB_COMPLETION_INDEX: '1' }, 'takes JOB_COMPLETIONS from the environment, which has none'],
  [
    'kubernetes',
    { JOB_COMPLETION_INDEX: '4', JOB_COMPLETIONS: '4' },
    'counted from 1 to 4, got completion 4',
  ],
])('%s with %o is refused', (text, environment, why) => {
  expect(() => shardNumber(text, environment)).toThrow(InvalidArgumentError);
  expect(() => shardNumber(text, environment)).toThrow(why);
});
