import { PairlensError } from '../../../shared/errors.ts';

/**
 * What is made for somebody who may no longer want it.
 * @param signal that `make` stops at
 * @throws PairlensError CANCELLED once it is aborted; else what `make` throws
 */
export async function untilCancelled<Result>(
  signal: AbortSignal | undefined,
  make: () => Promise<Result>,
): Promise<Result> {
  try {
    return await make();
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new PairlensError('CANCELLED', 'it was cancelled before it was done', {}, error);
  }
}

/** @throws PairlensError CANCELLED when the signal is aborted */
export function expectWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new PairlensError('CANCELLED', 'nobody waits for it any more');
}
