/** What the system says of a file, as an error that a person can act on. */
import { PairlensError } from '../../shared/errors.ts';

function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export function readError(error: unknown, file: string): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  if (code === 'ENOENT')
    return new PairlensError('FILE_NOT_FOUND', `${file} does not exist`, { path: file }, error);
  return new PairlensError('FILE_UNREADABLE', `${file} cannot be read (${code})`, { path: file }, error);
}

export function writeError(error: unknown, file: string): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  if (code === 'ENOSPC')
    return new PairlensError('DISK_FULL', `no room is left for ${file}`, { path: file }, error);
  return new PairlensError('FILE_UNWRITABLE', `${file} cannot be written (${code})`, { path: file }, error);
}
