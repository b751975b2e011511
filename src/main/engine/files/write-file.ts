/** Files that are there whole or not at all: written beside their place, then moved into it. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
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

/** A file that is whole and on the disk, and not yet in its place: one of the two is to be called. */
export interface PreparedFile {
  /** @throws PairlensError FILE_UNWRITABLE; what was prepared is then gone */
  place(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes a file that a person asked for beside its place, onto the disk and not only into its cache: placed, it is whole also
 * after a power cut, or not there. The folder may be one that many machines write to: only what killed processes left of the
 * same file is removed, since a process of another container can look as if it were one of this machine.
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE
 */
export function prepareDurableUsersFile(path: string, content: FileContent): Promise<PreparedFile> {
  const modes = { fileMode: usersMode(0o666), folderMode: usersMode(0o777) };
  return prepare(path, content, { ...modes, flush: true, leftOf: basename(path) });
}

interface Writing {
  readonly fileMode?: number | undefined;
  readonly folderMode?: number | undefined;
  readonly flush?: boolean;
  /** What is left of other files is none of ours. */
  readonly leftOf?: string;
}

async function write(path: string, content: FileContent, writing: Writing): Promise<void> {
  await (await prepare(path, content, writing)).place();
}

async function prepare(
  path: string,
  content: FileContent,
  { fileMode, folderMode, flush = false, leftOf }: Writing,
): Promise<PreparedFile> {
  const partial = `${path}.${processTag()}-${randomBytes(4).toString('hex')}.partial`;
  const discard = () => rm(partial, { force: true });
  const failed = async (error: unknown) => {
    await discard();
    return writeFailure(path, error);
  };
  try {
    makeFolder(dirname(path), folderMode);
  } catch (error) {
    throw writeFailure(path, error);
  }
  await removeLeftBehind(dirname(path), leftOf);
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    await pipeIntoFile(pieces, partial, { flush });
    if (fileMode !== undefined) await chmod(partial, fileMode);
  } catch (error) {
    throw await failed(error);
  }
  const place = async () => {
    try {
      await rename(partial, path);
    } catch (error) {
      throw await failed(error);
    }
  };
  return { place, discard };
}

/**
 * Pipes into a new file. Settles only once the file is closed: a pipeline that fails at once may still be opening it, and
 * would make it after the caller has removed it.
 * @throws what the pieces or the disk fail with
 */
export async function pipeIntoFile(
  pieces: NodeJS.ReadableStream | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  path: string,
  options: { readonly flush?: boolean; readonly mode?: number },
): Promise<void> {
  const file = createWriteStream(path, options);
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  try {
    await pipeline(pieces, file);
  } finally {
    await closed;
  }
}

/**
 * Removes what killed processes have left in a folder of files that were being written. What the folder's rights forbid to list or
 * to remove stays: that is no reason not to write.
 * @param of the file of which something may be left; any unless told
 */
export async function removeLeftBehind(folder: string, of?: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      const partial = PARTIAL.exec(name);
      if (of !== undefined && name.slice(0, partial?.index) !== of) continue;
      const tag = partial?.groups?.['tag'];
      if (tag !== undefined && isOfEndedProcess(tag)) await rm(join(folder, name), { force: true });
    }
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}
