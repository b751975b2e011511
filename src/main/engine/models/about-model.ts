/** Turns what `core` throws of a checkpoint into an error that names the folder or the file too. */
import { CoreError } from '../../../core/errors.ts';
import { errorAt } from '../files/failures.ts';

/** Runs `work` on a checkpoint; an error of `core` comes out as a PairlensError that begins with `path`. */
export function aboutModel<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof CoreError ? errorAt(path, error) : error;
  }
}
