import { PairlensError } from '../../../shared/errors.ts';
import { isLasting } from '../store/lasting-failures.ts';
import type { ShardNumber } from './division.ts';

export interface PartFailure {
  readonly code: string;
  readonly message: string;
  /** What it failed on, in words: 'pair 3 of the set'. */
  readonly on: string;
}

/**
 * A part is never computed again, so that what may go well another time, as on a machine with more memory, is in none.
 * @param what the failures are of, in the plural: 'comparisons'
 * @throws PairlensError INFERENCE_FAILED
 */
export function expectLasting(
  failures: readonly PartFailure[],
  { shard, of }: ShardNumber,
  what: string,
): void {
  const passing = failures.filter(({ code }) => !isLasting(code));
  const [first] = passing;
  if (first === undefined) return;
  throw new PairlensError(
    'INFERENCE_FAILED',
    `shard ${shard} of ${of} is not written: on ${passing.length} of its ${what} the model failed ` +
      `in a way that need not happen again, first on ${first.on} (${first.message}); run the shard again, ` +
      'or with --keep-failures where it happens each time',
  );
}
