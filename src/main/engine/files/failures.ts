/** What the operating system says of a file, as an error that a person can act on. */
import type { CoreError } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';

/** 'ENOENT' and the like, for an error of the operating system. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function isMissingFile(error: unknown): boolean {
  return systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  EROFS: 'the disk is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'one of the folders above it is a file',
  EEXIST: 'one of the folders above it is a file',
};

function inWords(code: string): string {
  return REASONS[code] ?? code;
}

/** What to throw when reading `path` failed with `error`: the error itself where it is not of the operating system. */
export function readFailure(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (isMissingFile(error))
    return new PairlensError('FILE_NOT_FOUND', `${path} does not exist`, { path }, error);
  return new PairlensError('FILE_UNREADABLE', `${path} cannot be read: ${inWords(code)}`, { path }, error);
}

/** What to throw when writing `path`, or below it, failed with `error`. */
export function writeFailure(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new PairlensError('DISK_FULL', `no room is left on the disk for ${path}`, { path }, error);
  return new PairlensError('FILE_UNWRITABLE', `${path} cannot be written: ${inWords(code)}`, { path }, error);
}

/** What to throw when `error` was found in what is at `path`: the same, with the path before its message. */
export function errorAt(path: string, error: PairlensError | CoreError): PairlensError {
  return new PairlensError(error.code, `${path}: ${error.message}`, { ...error.details, path }, error);
}
