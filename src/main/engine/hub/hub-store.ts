/**
 * What came from the Hub, in `<home>/hub`:
 *   blobs/<sha256>              each content once, read-only
 *   models/<owner>--<name>/<commit>/   a checkpoint folder, of links to blobs (copies where there are no links)
 *   partial/                    what has come of models that are not whole yet; a download goes on from there
 * One process at a time changes it; a model's folder appears by a rename, whole or not at all.
 */
import { existsSync } from 'node:fs';
import { chmod, copyFile, link, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { isMissingFile, systemCode, writeFailure } from '../files/failures.ts';
import { isThere, namesIn } from '../files/if-there.ts';
import { makeFolder } from '../files/make-folder.ts';
import { lockStore, type StoreLock } from '../store/lock.ts';
import { hashFile } from '../files/hash-file.ts';
import { folderNameOf } from './names.ts';
import type { Clock } from './retry.ts';

/** A download that nobody has gone on with for so long is given up. */
const ABANDONED_MS = 7 * 24 * 3600 * 1000;
const LOCK_POLL_MS = 1000;

export interface PlacedFile {
  readonly name: string;
  readonly sha256: string;
}

/** What models need, and so what must stay. */
export interface InUse {
  /** Absolute. */
  readonly folders: ReadonlySet<string>;
  /** sha256 of contents. */
  readonly blobs: ReadonlySet<string>;
}

export class HubStore {
  readonly #folder: string;
  readonly #clock: Clock;

  /** @param home where workspaces and compiled models live */
  constructor(home: string, clock: Clock) {
    this.#folder = join(home, 'hub');
    this.#clock = clock;
  }

  /**
   * Waits until nobody else changes the store.
   * @param onWait called once when there is something to wait for
   */
  async lock(signal: AbortSignal, onWait: () => void): Promise<StoreLock> {
    for (let waits = 0; ; waits++) {
      signal.throwIfAborted();
      const lock = this.#takeLock();
      if (lock) return lock;
      if (waits === 0) onWait();
      await this.#clock.sleep(LOCK_POLL_MS, signal);
    }
  }

  /** The lock, or null where somebody has it, or there is nothing to lock yet. */
  tryLock(): StoreLock | null {
    return existsSync(this.#folder) ? this.#takeLock() : null;
  }

  #takeLock(): StoreLock | null {
    try {
      makeFolder(this.#folder);
      return lockStore(join(this.#folder, 'hub'));
    } catch (error) {
      if (error instanceof PairlensError && error.code === 'STORE_BUSY') return null;
      throw writeFailure(this.#folder, error);
    }
  }

  /** Where a download is written until it is whole. @param key says what it is, in letters and digits */
  partialPath(key: string): string {
    makeFolder(this.#in('partial'));
    return this.#in('partial', key);
  }

  blobPath(sha256: string): string {
    return this.#in('blobs', sha256);
  }

  /** Bytes of a file; 0 where there is none. */
  async bytesOf(path: string): Promise<number> {
    return (await isThere(path)) ? (await stat(path)).size : 0;
  }

  /**
   * Whether that content is here. One that has been damaged is removed.
   * @throws PairlensError FILE_UNREADABLE, FILE_UNWRITABLE
   */
  async hasBlob(sha256: string): Promise<boolean> {
    const path = this.blobPath(sha256);
    if (!(await isThere(path))) return false;
    if ((await hashFile(path)).sha256 === sha256) return true;
    await rm(path, { force: true });
    return false;
  }

  /** Makes a whole download a blob; where that content is here already, it is dropped. */
  async keep(partial: string, sha256: string): Promise<void> {
    const path = this.blobPath(sha256);
    try {
      if (await isThere(path)) return await rm(partial, { force: true });
      makeFolder(this.#in('blobs'));
      await chmod(partial, 0o400);
      await rename(partial, path);
    } catch (error) {
      throw writeFailure(path, error);
    }
  }

  /**
   * Turns a blob back into a finished download, when adding its model has been cancelled.
   * @throws PairlensError FILE_UNWRITABLE
   */
  async takeBack(sha256: string, partial: string): Promise<void> {
    try {
      await rename(this.blobPath(sha256), partial);
    } catch (error) {
      // Two files of a model may have the same content.
      if (!isMissingFile(error)) throw writeFailure(partial, error);
    }
  }

  /**
   * Makes the folder of a model at a commit, in place of one that was left there.
   * @returns its path
   * @throws PairlensError DISK_FULL, FILE_UNWRITABLE; nothing is left behind
   */
  async place(id: string, commit: string, files: readonly PlacedFile[]): Promise<string> {
    const final = this.#in('models', folderNameOf(id), commit);
    const temporary = `${final}.adding`;
    try {
      await rm(temporary, { recursive: true, force: true });
      makeFolder(temporary);
      for (const { name, sha256 } of files) await linkOrCopy(this.blobPath(sha256), join(temporary, name));
      await rm(final, { recursive: true, force: true });
      await rename(temporary, final);
      return final;
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw writeFailure(final, error);
    }
  }

  /**
   * Removes what no model needs, and downloads that were abandoned long ago. To be called only with the lock.
   * @throws PairlensError FILE_UNREADABLE, FILE_UNWRITABLE
   */
  async tidy(inUse: InUse): Promise<void> {
    try {
      await this.#removeFolders(inUse.folders);
      for (const path of await list(this.#in('blobs')))
        if (!inUse.blobs.has(basename(path))) await rm(path, { force: true });
      for (const path of await list(this.#in('partial')))
        if (await this.#isAbandoned(path)) await rm(path, { force: true });
    } catch (error) {
      throw writeFailure(this.#folder, error);
    }
  }

  async #removeFolders(needed: ReadonlySet<string>): Promise<void> {
    for (const model of await list(this.#in('models'))) {
      for (const commit of await list(model))
        if (!needed.has(commit)) await rm(commit, { recursive: true, force: true });
      if ((await list(model)).length === 0) await rmdir(model);
    }
  }

  async #isAbandoned(path: string): Promise<boolean> {
    return this.#clock.now() - (await stat(path)).mtimeMs > ABANDONED_MS;
  }

  #in(...names: string[]): string {
    return join(this.#folder, ...names);
  }
}

/** Paths of what is in a folder; nothing where there is none. */
async function list(folder: string): Promise<string[]> {
  return (await namesIn(folder)).map((name) => join(folder, name));
}

/** What a file system says that has no hard links, or cannot make this one. */
const NO_LINKS: ReadonlySet<string | undefined> = new Set([
  'EXDEV',
  'EPERM',
  'ENOTSUP',
  'ENOSYS',
  'EMLINK',
  'EOPNOTSUPP',
]);

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error))) throw error;
    await copyFile(from, to);
  }
}
