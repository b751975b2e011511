/** Files that are there whole or not at all: written beside their place, then moved into it. */
import { createWriteStream } from 'node:fs';
import { chmod, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeFailure } from './failures.ts';
import { makeFolder } from './make-folder.ts';
import { usersMode } from './private-files.ts';

export type FileContent = string | Uint8Array | AsyncIterable<string>;

/**
 * Writes a file and the folders above it, in place of the file that is there.
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE; the file that was there is then untouched
 */
export function writeWholeFile(path: string, content: FileContent): Promise<void> {
  return write(path, content, {});
}

/** The same for a file that a person asked for: folder and file are as their umask has it, not private as what is kept. */
export function writeUsersFile(path: string, content: FileContent): Promise<void> {
  return write(path, content, { fileMode: usersMode(0o666), folderMode: usersMode(0o777) });
}

async function write(
  path: string,
  content: FileContent,
  {
    fileMode,
    folderMode,
  }: { readonly fileMode?: number | undefined; readonly folderMode?: number | undefined },
): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    makeFolder(dirname(path), folderMode);
  } catch (error) {
    throw writeFailure(path, error);
  }
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    await pipeline(pieces, createWriteStream(partial));
    if (fileMode !== undefined) await chmod(partial, fileMode);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw writeFailure(path, error);
  }
}
