/**
 * Files whose sha256 is on record, checked by reading them when they are first used. A file that has been checked is not
 * read again by this process while it is the same one in the same state.
 */
import { createHash } from 'node:crypto';
import { isMissingFile, readFailure } from './failures.ts';
import { type FileIdentity, identityOf } from './file-identity.ts';
import { hashInto } from './hashing.ts';

/** A file as it was when its hash was checked. */
export interface CheckedFile {
  readonly path: string;
  readonly identity: string;
}

export interface Checking {
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes have been read, of how many. */
  readonly onBytes?: ((read: { readonly done: number; readonly total: number }) => void) | undefined;
}

export class CheckedFiles {
  /** What held when a file was last checked, by path. */
  readonly #known = new Map<string, { readonly identity: string; readonly sha256: string }>();

  /**
   * @param sha256 that the file must have
   * @returns the file, or null where it has another hash
   * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; when `signal` says so
   */
  async check(path: string, sha256: string, { signal, onBytes }: Checking = {}): Promise<CheckedFile | null> {
    const { text: identity, size: total } = await identify(path);
    const known = this.#known.get(path);
    if (known?.identity === identity && known.sha256 === sha256) return { path, identity };

    const hash = createHash('sha256');
    await hashInto(hash, path, signal, (done) => onBytes?.({ done, total }));
    // One that changes while it is read is not what was written down, whatever its bytes were.
    if (hash.digest('hex') !== sha256 || (await identify(path)).text !== identity) return null;
    this.#known.set(path, { identity, sha256 });
    return { path, identity };
  }
}

/** Whether a file is still what it was when it was checked; false when it is gone. @throws PairlensError FILE_UNREADABLE */
export async function isUnchanged({ path, identity }: CheckedFile): Promise<boolean> {
  try {
    return (await identityOf(path)).text === identity;
  } catch (error) {
    if (isMissingFile(error)) return false;
    throw readFailure(path, error);
  }
}

async function identify(path: string): Promise<FileIdentity> {
  try {
    return await identityOf(path);
  } catch (error) {
    throw readFailure(path, error);
  }
}
