/** Turns what files and `core` throw into errors that a person can act on. */
import { CoreError } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';

/** 'ENOENT' and the like, for an error of the operating system. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function isMissingFile(error: unknown): boolean {
  return systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR';
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What to throw when reading `path` failed with `error`. */
export function readFailure(path: string, error: unknown): unknown {
  if (systemCode(error) === undefined) return error;
  const code = isMissingFile(error) ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE';
  return new PairlensError(code, `cannot read ${path}: ${reason(error)}`, { path }, error);
}

/** What to throw when writing below `path` failed with `error`. */
export function writeFailure(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new PairlensError('DISK_FULL', `no space left to write ${path}`, { path }, error);
  return new PairlensError('FILE_UNWRITABLE', `cannot write ${path}: ${reason(error)}`, { path }, error);
}

/** Runs `work` on a checkpoint; an error of `core` comes out as a PairlensError that names the folder or file too. */
export function aboutModel<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw new PairlensError(error.code, `${path}: ${error.message}`, { ...error.details, path }, error);
  }
}
