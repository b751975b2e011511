import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { readFailure } from './failures.ts';

export interface FileHashes {
  readonly bytes: number;
  readonly sha256: string;
  /** As git names the content: SHA-1 over `blob`, its length and its bytes. */
  readonly gitHash: string;
}

/** @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE */
export async function hashFile(path: string): Promise<FileHashes> {
  try {
    const { size: bytes } = await stat(path);
    const sha256 = createHash('sha256');
    const git = createHash('sha1').update(`blob ${bytes}\0`);
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
      sha256.update(piece as Buffer);
      git.update(piece as Buffer);
    }
    return { bytes, sha256: sha256.digest('hex'), gitHash: git.digest('hex') };
  } catch (error) {
    throw readFailure(path, error);
  }
}
