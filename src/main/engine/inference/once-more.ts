import { PairlensError } from '../../../shared/errors.ts';

/** What a forward pass fails with that may go well another time, as when no memory was left. */
export function isPassing(error: unknown): error is PairlensError {
  return error instanceof PairlensError && error.code === 'INFERENCE_FAILED';
}

/**
 * A batch, once more where it fails in a way that need not happen again: taken apart its numbers could differ in their last bits
 * from those of a batch that went well at once.
 * @param mayTry asked before the second time
 * @throws what `compute` throws, the second time
 */
export async function onceMore<Result>(
  compute: () => Promise<Result>,
  mayTry: () => boolean = () => true,
): Promise<Result> {
  try {
    return await compute();
  } catch (error) {
    if (!isPassing(error) || !mayTry()) throw error;
    return compute();
  }
}
