/** Files of pairs on this machine, as the command line names them. */
import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { readFailure } from '../files/failures.ts';
import { formatByName, LARGEST_FILE_BYTES } from './import.ts';

/** Whether this can only be meant as a file: it has the extension of one, or folders in front. */
export function looksLikeFile(nameOrPath: string): boolean {
  return formatByName(nameOrPath) !== null || /[/\\]/.test(nameOrPath);
}

/** @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE, SET_INVALID for a file that is too large */
export async function readSetFile(path: string): Promise<{ fileName: string; content: Uint8Array }> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE_BYTES) {
      const megabytes = Math.ceil(size / 2 ** 20);
      throw new PairlensError(
        'SET_INVALID',
        `${path} has ${megabytes} MiB; a sentence set has ${LARGEST_FILE_BYTES / 2 ** 20} MiB at most`,
        { path },
      );
    }
    return { fileName: basename(path), content: await readFile(path) };
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** What a set from this file is called. */
export function setNameOf(fileName: string): string {
  return basename(fileName, extname(fileName)).trim() || fileName;
}
