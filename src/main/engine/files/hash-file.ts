import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { readFailure } from './failures.ts';
import { filePieces } from './file-pieces.ts';

export interface FileHashes {
  readonly bytes: number;
  readonly sha256: string;
  /** As git names the content: SHA-1 over `blob`, its length and its bytes. */
  readonly gitHash: string;
}

/**
 * @param tell how much of it is hashed, from 0 to 1
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; what `tell` throws
 */
export async function hashFile(
  path: string,
  tell: (share: number) => void = () => undefined,
): Promise<FileHashes> {
  try {
    const { size: bytes } = await stat(path);
    const sha256 = createHash('sha256');
    const git = createHash('sha1').update(`blob ${bytes}\0`);
    let hashed = 0;
    for await (const piece of filePieces(path)) {
      sha256.update(piece);
      git.update(piece);
      hashed += piece.length;
      tell(hashed / bytes);
    }
    return { bytes, sha256: sha256.digest('hex'), gitHash: git.digest('hex') };
  } catch (error) {
    throw readFailure(path, error);
  }
}
