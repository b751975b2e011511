/** Files that are there whole or not at all: written beside their place, then moved into it. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeFailure } from './failures.ts';
import { makeFolder } from './make-folder.ts';

export type FileContent = string | Uint8Array | AsyncIterable<string> | Generator<string>;

/**
 * Writes a file and the folders above it, in place of the file that is there.
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE; the file that was there is then untouched
 */
export async function writeWholeFile(path: string, content: FileContent): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw writeFailure(path, error);
  }
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    await pipeline(pieces, createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw writeFailure(path, error);
  }
}
