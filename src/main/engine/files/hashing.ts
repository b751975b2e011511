/**
 * sha256 of large files, remembered: a BERT's weights take a second to hash, and opening a model must not wait for it.
 * A remembered hash holds while path and identity of the file are what they were; what is remembered is itself checked.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, readFailure, systemCode } from './failures.ts';
import { type FileIdentity, identityOf } from './file-identity.ts';
import { filePieces } from './file-pieces.ts';
import { makeFolder } from './make-folder.ts';

/** A file changed within this time of being hashed could be changed again without its times showing it. */
const SETTLED_MILLISECONDS = 2000;

const remembered = z.object({
  identity: z.array(z.string()),
  sha256: z.string(),
  /** Over the two, so that a damaged entry passes for nothing. */
  check: z.string(),
});
type Remembered = Omit<z.output<typeof remembered>, 'check'>;

export interface HashedFiles {
  /** In hexadecimal, over the bytes of the files, one after the other. */
  readonly sha256: string;
  /** Whether they were read for it; otherwise the hash is remembered. */
  readonly wereRead: boolean;
}

export interface Hashing {
  /** Where hashes are remembered. */
  readonly cacheFolder: string;
  /** Called, and waited for, before the files are read. */
  readonly beforeReading?: (() => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Reads the files even where their hash is remembered: a disk that loses bits changes no times. */
  readonly anew?: boolean | undefined;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * sha256 over the bytes of the files.
 * @throws PairlensError FILE_NOT_FOUND; FILE_UNREADABLE, also when a file changed while it was read; MODEL_DAMAGED when it
 *   has other bytes than are remembered of the same file; when `signal` says so; what `beforeReading` throws
 */
export async function hashFiles(
  paths: readonly string[],
  { cacheFolder, beforeReading = () => undefined, signal, anew = false }: Hashing,
): Promise<HashedFiles> {
  const files = await Promise.all(paths.map(identify));
  const identity = files.map((file) => `${file.path} ${file.identity.text}`);
  const cacheFile = join(cacheFolder, `${sha256(files.map((file) => file.path).join('\0'))}.json`);
  const entry = await recall(cacheFile);
  const known = entry?.identity.join() === identity.join() ? entry : null;
  if (known && !anew) return { sha256: known.sha256, wereRead: false };

  await beforeReading();
  const hash = createHash('sha256');
  for (const path of paths) await hashInto(hash, path, signal);
  const digest = hash.digest('hex');
  for (const { path, identity: before } of files)
    if ((await identify(path)).identity.text !== before.text) throw changedMeanwhile(path);
  if (known && known.sha256 !== digest) throw decayed(paths, known.sha256, digest);
  if (files.every((file) => Date.now() - file.identity.changed > SETTLED_MILLISECONDS))
    await remember(cacheFile, cacheFolder, { identity, sha256: digest });
  return { sha256: digest, wereRead: true };
}

function changedMeanwhile(path: string): PairlensError {
  return new PairlensError(
    'FILE_UNREADABLE',
    `${path} changed while it was being read: try again when nothing writes to it`,
    { path },
  );
}

function decayed(paths: readonly string[], sha256: string, now: string): PairlensError {
  const [first = '', ...others] = paths;
  return new PairlensError(
    'MODEL_DAMAGED',
    `${first}${others.length > 0 ? ' or a file that belongs to it' : ''} has other bytes than when it was first read, though nothing has ` +
      `written to it since (sha256 ${sha256} then, ${now} now): the disk may be failing; get the file again`,
    { path: first, sha256, now },
  );
}

async function identify(path: string): Promise<{ path: string; identity: FileIdentity }> {
  try {
    const resolved = await realpath(path);
    return { path: resolved, identity: await identityOf(resolved) };
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** Feeds the bytes of a file to `hash`, a piece at a time. @param onBytes told how many have been read */
export async function hashInto(
  hash: ReturnType<typeof createHash>,
  path: string,
  signal?: AbortSignal,
  onBytes: (done: number) => void = () => undefined,
): Promise<void> {
  let done = 0;
  try {
    for await (const piece of filePieces(path)) {
      signal?.throwIfAborted();
      hash.update(piece);
      onBytes((done += piece.length));
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

async function recall(cacheFile: string): Promise<Remembered | null> {
  try {
    // A damaged entry is as good as none: the hash is computed anew and written over it.
    const entry = remembered.safeParse(JSON.parse(await readFile(cacheFile, 'utf8'))).data;
    return entry !== undefined && entry.check === checkOf(entry) ? entry : null;
  } catch (error) {
    if (error instanceof SyntaxError || isMissingFile(error)) return null;
    throw readFailure(cacheFile, error);
  }
}

async function remember(cacheFile: string, cacheFolder: string, entry: Remembered): Promise<void> {
  const temporary = `${cacheFile}.${process.pid}`;
  try {
    makeFolder(cacheFolder);
    await writeFile(temporary, JSON.stringify({ ...entry, check: checkOf(entry) }));
    await rename(temporary, cacheFile);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    // On a full or read-only disk a compiled model still opens; it is hashed again the next time.
    await rm(temporary, { force: true });
  }
}

function checkOf({ identity, sha256: hash }: Remembered): string {
  return sha256(JSON.stringify([identity, hash]));
}
