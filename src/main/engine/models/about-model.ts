/** Turns what `core` throws of a checkpoint into an error that names the folder or the file too. */
import { CoreError } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';

/** Runs `work` on a checkpoint; an error of `core` comes out as a PairlensError that begins with `path`. */
export function aboutModel<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw new PairlensError(error.code, `${path}: ${error.message}`, { ...error.details, path }, error);
  }
}
