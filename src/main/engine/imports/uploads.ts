/**
 * Files that a page sends, piece by piece, to be imported: beside the workspace's file, and gone when they are imported,
 * given up, or the workspace is opened again.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { writeFailure } from '../files/failures.ts';
import { makeFolder } from '../files/make-folder.ts';
import type { Store } from '../store/database.ts';
import { tooLargeWords } from './import-file.ts';

/** Pieces are at most as large: more would hold up what else is asked on the same connection. */
export const UPLOAD_PIECE_BYTES = 2 ** 20;
/** Nobody sends more files at once; of those that were begun before, the oldest is given up. */
const MOST_UPLOADS = 4;

interface Upload {
  readonly path: string;
  readonly fileName: string;
  /** What it will have. */
  readonly bytes: number;
  received: number;
  /** Pieces are written one after the other. */
  last: Promise<unknown>;
}

export class Uploads {
  readonly #folder: string;
  readonly #uploads = new Map<string, Upload>();
  /** Paths of those that are being imported. */
  readonly #taken = new Set<string>();

  /** Beside the workspace's file; what a process left behind there is removed by the next one that may write. */
  constructor({ path, canWrite }: Pick<Store, 'path' | 'canWrite'>) {
    this.#folder = `${path}-uploads`;
    if (canWrite) this.#clear();
  }

  #clear(): void {
    removeOrSay(this.#folder);
  }

  /** @throws PairlensError SET_INVALID for a file that is too large; FILE_UNWRITABLE, DISK_FULL */
  begin({ fileName, bytes }: { readonly fileName: string; readonly bytes: number }): string {
    const words = tooLargeWords(fileName, bytes);
    if (words !== null) throw new PairlensError('SET_INVALID', words, { fileName, bytes });
    const [oldest] = this.#uploads.keys();
    if (oldest !== undefined && this.#uploads.size >= MOST_UPLOADS) this.discard(oldest);
    const uploadId = randomUUID();
    const path = join(this.#folder, uploadId);
    try {
      makeFolder(this.#folder);
      // For nobody else on the machine to read.
      closeSync(openSync(path, 'wx', 0o600));
    } catch (error) {
      throw writeFailure(path, error);
    }
    this.#uploads.set(uploadId, { path, fileName, bytes, received: 0, last: Promise.resolve() });
    return uploadId;
  }

  /**
   * The next piece. Returns how many bytes have come.
   * @throws PairlensError NOT_FOUND for one that was given up; BAD_REQUEST for a piece out of turn, or beyond the size that
   * was said; DISK_FULL, FILE_UNWRITABLE
   */
  async append(uploadId: string, offset: number, piece: Blob): Promise<number> {
    const upload = this.#get(uploadId);
    const turn = upload.last.then(() => write(upload, offset, piece));
    // Who sent the piece is told what went wrong with it; the next one is judged by itself.
    upload.last = turn.catch(() => undefined);
    await turn;
    return upload.received;
  }

  /**
   * The file, when all of it has come. It is the caller's from now on, until he says that he is done with it: no other upload
   * takes its place.
   * @throws PairlensError NOT_FOUND; BAD_REQUEST when it has not
   */
  take(uploadId: string): { readonly fileName: string; readonly path: string; readonly done: () => void } {
    const { path, fileName, bytes, received } = this.#get(uploadId);
    if (received < bytes)
      throw new PairlensError('BAD_REQUEST', `of ${fileName} ${received} of ${bytes} bytes have come`, {
        uploadId,
      });
    this.#uploads.delete(uploadId);
    this.#taken.add(path);
    const done = () => {
      this.#taken.delete(path);
      this.#remove(path);
    };
    return { fileName, path, done };
  }

  /** Gives one up. */
  discard(uploadId: string): void {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) return;
    this.#uploads.delete(uploadId);
    this.#remove(upload.path);
  }

  close(): void {
    for (const uploadId of [...this.#uploads.keys()]) this.discard(uploadId);
  }

  #remove(path: string): void {
    removeOrSay(path);
    if (this.#uploads.size + this.#taken.size === 0) this.#clear();
  }

  #get(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined)
      throw new PairlensError('NOT_FOUND', 'that file is not being sent any more: choose it again', {
        uploadId,
      });
    return upload;
  }
}

/** What cannot be removed now, for a virus scanner holds it, goes when the workspace is next opened. */
function removeOrSay(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    console.error(`${path} could not be removed: ${messageOf(error)}`);
  }
}

async function write(upload: Upload, offset: number, piece: Blob): Promise<void> {
  if (offset !== upload.received || offset + piece.size > upload.bytes)
    throw new PairlensError(
      'BAD_REQUEST',
      `a piece of ${piece.size} bytes at ${offset} does not follow the ${upload.received} of ${upload.bytes} that have come`,
    );
  const bytes = new Uint8Array(await piece.arrayBuffer());
  let handle: FileHandle | null = null;
  try {
    handle = await open(upload.path, 'r+');
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
      done += bytesWritten;
    }
    upload.received += bytes.length;
  } catch (error) {
    throw writeFailure(upload.path, error);
  } finally {
    await handle?.close();
  }
}
