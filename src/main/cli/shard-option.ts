/** `--shard`: which part of the work this process has, told by number or by the scheduler that started it. */
import { InvalidArgumentError, Option } from 'commander';
import { LARGEST } from '../../core/bounds.ts';
import type { ShardNumber } from '../engine/shards/division.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function shardOption(environment: Environment = process.env): Option {
  return new Option(
    '--shard <which>',
    'compute only this part and write it to --out, to be put together with `pairlens merge`: K/N (the K-th of N, from 1), ' +
      'or slurm or kubernetes, which say it themselves',
  ).argParser((text) => shardNumber(text, environment));
}

export function keepFailuresOption(): Option {
  return new Option(
    '--keep-failures',
    'with --shard: write the part even where the model failed on something in a way that need not happen again',
  );
}

/**
 * Which shard is meant.
 * @throws InvalidArgumentError for a number outside, and where the scheduler does not say what it should
 */
export function shardNumber(text: string, environment: Environment): ShardNumber {
  if (text === 'slurm') return ofSlurm(environment);
  if (text === 'kubernetes') return ofKubernetes(environment);
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null)
    throw new InvalidArgumentError(`expected K/N, as 2/8, or slurm or kubernetes; got ${text}`);
  return checked(Number(match[1]), Number(match[2]), text);
}

/** Of an array of jobs, whatever number it begins with and whatever its step: 0-3, 1-4, 10-40:10. */
function ofSlurm(environment: Environment): ShardNumber {
  const task = numberIn(environment, 'SLURM_ARRAY_TASK_ID', 'slurm');
  const of = numberIn(environment, 'SLURM_ARRAY_TASK_COUNT', 'slurm');
  const first = numberIn(environment, 'SLURM_ARRAY_TASK_MIN', 'slurm');
  const step = numberIn(environment, 'SLURM_ARRAY_TASK_STEP', 'slurm', 1);
  const turn = (task - first) / Math.max(step, 1);
  const said = `task ${task} of an array of ${of} from ${first}, step ${step}`;
  if (!Number.isInteger(turn) || turn >= of)
    throw new InvalidArgumentError(
      `the array has gaps (${said}): give it as 1-N, or say which shard it is: --shard K/N`,
    );
  return checked(turn + 1, of, said);
}

/** Of an Indexed Job, which tells its pods their index alone; the manifest tells them how many there are. */
function ofKubernetes(environment: Environment): ShardNumber {
  const index = numberIn(environment, 'JOB_COMPLETION_INDEX', 'kubernetes');
  const of = numberIn(environment, 'JOB_COMPLETIONS', 'kubernetes');
  return checked(index + 1, of, `completion ${index} of ${of}`);
}

function checked(shard: number, of: number, said: string): ShardNumber {
  if (of < 1 || of > LARGEST.shards)
    throw new InvalidArgumentError(`there can be 1 to ${LARGEST.shards} shards, got ${said}`);
  if (shard < 1 || shard > of)
    throw new InvalidArgumentError(`shards are counted from 1 to ${of}, got ${said}`);
  return { shard, of };
}

function numberIn(environment: Environment, name: string, scheduler: string, otherwise?: number): number {
  const text = environment[name];
  if (text === undefined || text === '') {
    if (otherwise !== undefined) return otherwise;
    throw new InvalidArgumentError(`--shard ${scheduler} takes ${name} from the environment, which has none`);
  }
  if (!/^\d{1,9}$/.test(text))
    throw new InvalidArgumentError(`${name} should be a whole number, and is ${text}`);
  return Number(text);
}
