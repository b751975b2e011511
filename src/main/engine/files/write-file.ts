/** Files that are there whole or not at all: written beside their place, then moved into it. */
import { createWriteStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeFailure } from './failures.ts';
import { makeFolder } from './make-folder.ts';
import { isOfEndedProcess, processTag } from './process-tag.ts';

export type FileContent = string | Uint8Array | AsyncIterable<string> | Generator<string>;

/** What a file is called until it is whole, and which process is at it. */
const PARTIAL = /\.(?<tag>[0-9a-f]{8}-\d+)\.partial$/;

/**
 * Writes a file and the folders above it, in place of the file that is there. What killed processes left of files in
 * the same folder is removed.
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE; the file that was there is then untouched
 */
export async function writeWholeFile(path: string, content: FileContent): Promise<void> {
  const partial = `${path}.${processTag()}.partial`;
  try {
    makeFolder(dirname(path));
    await removeLeftBehind(dirname(path));
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

async function removeLeftBehind(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const tag = PARTIAL.exec(name)?.groups?.['tag'];
    if (tag !== undefined && isOfEndedProcess(tag)) await rm(join(folder, name), { force: true });
  }
}
