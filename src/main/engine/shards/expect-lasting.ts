import { PairlensError } from '../../../shared/errors.ts';
import { isLasting } from '../store/lasting-failures.ts';
import type { ShardNumber } from './division.ts';
import type { AnyRecord } from './part-format.ts';

export interface PartFailure {
  readonly code: string;
  readonly message: string;
  /** What it failed on, in words: 'pair 3 of the set'. */
  readonly on: string;
}

export interface ShardFailures {
  readonly failed: readonly PartFailure[];
  /** What whole batches failed with, twice, that were then taken apart. */
  readonly apart: readonly PairlensError[];
  /** What the failures are of, in the plural: 'comparisons'. */
  readonly what: string;
}

/**
 * What may go well another time, as on a machine with more memory, is in no part: neither items that failed so, nor the numbers
 * of a batch that was taken apart, which can differ in their last bits from those of a whole one.
 * @throws PairlensError INFERENCE_FAILED
 */
export function expectLasting({ failed, apart, what }: ShardFailures, { shard, of }: ShardNumber): void {
  const passing = failed.filter(({ code }) => !isLasting(code));
  const [first] = passing;
  const [whole] = apart;
  if (first === undefined && whole === undefined) return;
  const where =
    first === undefined
      ? `${apart.length} of its batches (${whole?.message}), whose numbers can differ in the last bits when they are computed ` +
        `one by one`
      : `${passing.length} of its ${what}, first on ${first.on} (${first.message})`;
  throw new PairlensError(
    'INFERENCE_FAILED',
    `shard ${shard} of ${of} is not written: the model failed in a way that need not happen again, on ${where}; ` +
      'run the shard again, or with --keep-failures where it happens each time',
  );
}

/** Whether a part has what {@link expectLasting} refuses: it was written so that failures were kept. */
export function hasPassing({ failed, taken_apart }: Pick<AnyRecord, 'failed' | 'taken_apart'>): boolean {
  return taken_apart > 0 || failed.some(({ code }) => !isLasting(code));
}
