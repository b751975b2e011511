/** Files that are there whole or not at all: written beside their place, then moved into it. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemCode, writeFailure } from './failures.ts';
import { makeFolder } from './make-folder.ts';
import { usersMode } from './private-files.ts';
import { isOfEndedProcess, processTag } from './process-tag.ts';

export type FileContent = string | Uint8Array | AsyncIterable<string | Uint8Array> | Generator<string>;

/** What a file is called until it is whole, and which process is at it; a process may write one twice at once. */
const PARTIAL = /\.(?<tag>[0-9a-f]{8}-\d+)(?:-[0-9a-f]{8})?\.partial$/;

/**
 * Writes a file and the folders above it, in place of the file that is there. What killed processes left of files in
 * the same folder is removed.
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE; the file that was there is then untouched
 */
export function writeWholeFile(path: string, content: FileContent): Promise<void> {
  return write(path, content, {});
}

/** The same for a file that a person asked for: folder and file are as their umask has it, not private as what is kept. */
export function writeUsersFile(path: string, content: FileContent): Promise<void> {
  return write(path, content, { fileMode: usersMode(0o666), folderMode: usersMode(0o777) });
}

/** The same, onto the disk and not only into its cache: after a power cut it is whole, or not there. */
export function writeDurableUsersFile(path: string, content: FileContent): Promise<void> {
  return write(path, content, { fileMode: usersMode(0o666), folderMode: usersMode(0o777), flush: true });
}

interface Writing {
  readonly fileMode?: number | undefined;
  readonly folderMode?: number | undefined;
  readonly flush?: boolean;
}

async function write(
  path: string,
  content: FileContent,
  { fileMode, folderMode, flush = false }: Writing,
): Promise<void> {
  const partial = `${path}.${processTag()}-${randomBytes(4).toString('hex')}.partial`;
  try {
    makeFolder(dirname(path), folderMode);
  } catch (error) {
    throw writeFailure(path, error);
  }
  await removeLeftBehind(dirname(path));
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    await pipeline(pieces, createWriteStream(partial, { flush }));
    if (fileMode !== undefined) await chmod(partial, fileMode);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw writeFailure(path, error);
  }
}

/**
 * Removes what killed processes have left in a folder of files that were being written. What the folder's rights forbid to list or
 * to remove stays: that is no reason not to write.
 */
export async function removeLeftBehind(folder: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      const tag = PARTIAL.exec(name)?.groups?.['tag'];
      if (tag !== undefined && isOfEndedProcess(tag)) await rm(join(folder, name), { force: true });
    }
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}
