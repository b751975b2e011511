/**
 * sha256 of large files, remembered: a BERT's weights take a second to hash, and opening a model must not wait for it.
 * A remembered hash holds while path, size, inode and both times of the file are what they were.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissingFile, readFailure, systemCode } from './failures.ts';
import { makeFolder } from './make-folder.ts';

/** A file changed within this time of being hashed could be changed again without its times showing it. */
const SETTLED_MILLISECONDS = 2000;

const remembered = z.object({ identity: z.array(z.string()), sha256: z.string() });

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * sha256, in hexadecimal, over the bytes of the files, one after the other.
 * @param cacheFolder where hashes are remembered
 * @param beforeReading called when the files must be read
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; when `signal` says so
 */
export async function hashFiles(
  paths: readonly string[],
  cacheFolder: string,
  beforeReading: () => void = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const files = await Promise.all(paths.map(identify));
  const identity = files.map((file) => file.identity);
  const cacheFile = join(cacheFolder, `${sha256(files.map((file) => file.path).join('\0'))}.json`);
  const known = await recall(cacheFile);
  if (known && known.identity.join() === identity.join()) return known.sha256;

  beforeReading();
  const hash = createHash('sha256');
  for (const path of paths) await hashInto(hash, path, signal);
  const digest = hash.digest('hex');
  if (files.every((file) => Date.now() - file.changed > SETTLED_MILLISECONDS))
    await remember(cacheFile, cacheFolder, { identity, sha256: digest });
  return digest;
}

async function identify(path: string) {
  try {
    const resolved = await realpath(path);
    const { size, ino, mtimeNs, ctimeNs, ctimeMs, mtimeMs } = await stat(resolved, { bigint: true });
    const changed = Math.max(Number(ctimeMs), Number(mtimeMs));
    return { path: resolved, identity: [resolved, size, ino, mtimeNs, ctimeNs].join(' '), changed };
  } catch (error) {
    throw readFailure(path, error);
  }
}

async function hashInto(
  hash: ReturnType<typeof createHash>,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      signal?.throwIfAborted();
      hash.update(chunk as Buffer);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

async function recall(cacheFile: string): Promise<z.output<typeof remembered> | null> {
  try {
    // A damaged entry is as good as none: the hash is computed anew and written over it.
    return remembered.safeParse(JSON.parse(await readFile(cacheFile, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || isMissingFile(error)) return null;
    throw readFailure(cacheFile, error);
  }
}

async function remember(
  cacheFile: string,
  cacheFolder: string,
  entry: z.output<typeof remembered>,
): Promise<void> {
  const temporary = `${cacheFile}.${process.pid}`;
  try {
    makeFolder(cacheFolder);
    await writeFile(temporary, JSON.stringify(entry));
    await rename(temporary, cacheFile);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    // On a full or read-only disk a compiled model still opens; it is hashed again the next time.
    await rm(temporary, { force: true });
  }
}
