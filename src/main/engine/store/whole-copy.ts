/** A copy of a store as it is at one moment, made by SQLite's own backup while others go on writing to it. */
import { chmodSync, closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { systemCode, writeFailure } from '../files/failures.ts';
import { makeFolder } from '../files/make-folder.ts';
import { processTag } from '../files/process-tag.ts';
import { removeLeftBehind } from '../files/write-file.ts';
import { openSqlite } from './open-sqlite.ts';
import { isDamage, sqliteCause, storeError } from './sqlite-errors.ts';

/** Milliseconds that a step may take, of which others wait: it is made of as many pages as that time has sufficed for. */
const STEP = 15;
const FIRST_PAGES = 32;
const MOST_PAGES = 4096;
/** Pages between two flushes, which another thread does: what is left to flush at the end keeps nobody waiting. */
const FLUSHED = 2048;

export interface CopyProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * @param path of the store, which anybody may have open
 * @param out where nothing may be: the copy is there whole or not at all, for its owner alone (0600)
 * @param onProgress told the pages that are copied
 * @throws PairlensError FILE_UNWRITABLE, DISK_FULL, and what SQLite says of the store; CANCELLED
 */
export async function copyWhole(
  path: string,
  out: string,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: CopyProgress) => void } = {},
): Promise<void> {
  const place = resolve(out);
  const partial = `${place}.${processTag()}.partial`;
  prepare(place, partial);
  await removeLeftBehind(dirname(place));
  try {
    await copyInto(path, partial, signal, onProgress);
    finish(partial);
    await flush(partial);
    checkFree(place);
    renameSync(partial, place);
  } catch (error) {
    clear(partial);
    // Of what is written, not of what is read.
    const known = isAbout(error, partial) ? storeError(sqliteCause(error), place) : error;
    throw known instanceof PairlensError ? known : writeFailure(place, known);
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function isAbout(error: unknown, path: string): boolean {
  return error instanceof PairlensError ? error.details['path'] === path : true;
}

function prepare(place: string, partial: string): void {
  checkFree(place);
  try {
    makeFolder(dirname(place));
    closeSync(openSync(partial, 'wx', 0o600));
    chmodSync(partial, 0o600);
  } catch (error) {
    throw writeFailure(place, error);
  }
}

function checkFree(place: string): void {
  if (existsSync(place))
    throw new PairlensError('FILE_UNWRITABLE', `${place} is there already: choose another name`, {
      path: place,
    });
}

/** A connection of its own, in a transaction that only reads: what is written meanwhile neither shows nor begins it anew. */
async function copyInto(
  path: string,
  partial: string,
  signal: AbortSignal | undefined,
  onProgress: ((progress: CopyProgress) => void) | undefined,
): Promise<void> {
  const source = openSqlite(path, { readonly: true });
  const flushing = new Flushing(partial);
  try {
    source.exec('BEGIN');
    source.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    let pages = FIRST_PAGES;
    let began = performance.now();
    await source
      .backup(partial, {
        progress({ totalPages, remainingPages }) {
          if (signal?.aborted === true)
            throw new PairlensError('CANCELLED', 'the backup was cancelled', { path });
          const now = performance.now();
          // A step that waited for its turn says little of how long it took.
          pages =
            now - began > STEP ? Math.max(1, pages >> 1) : Math.min(MOST_PAGES, pages + (pages >> 2) + 1);
          began = now;
          onProgress?.({ done: totalPages - remainingPages, total: totalPages });
          flushing.after(totalPages - remainingPages);
          return pages;
        },
      })
      .catch((error: unknown) => {
        throw storeError(error, partial);
      });
  } finally {
    await flushing.end();
    source.close();
  }
}

/** Flushes what was written, a part at a time, on another thread. */
class Flushing {
  readonly #path: string;
  #flushed = 0;
  #last: Promise<void> = Promise.resolve();
  #atWork = false;

  constructor(path: string) {
    this.#path = path;
  }

  after(pages: number): void {
    if (this.#atWork || pages - this.#flushed < FLUSHED) return;
    this.#flushed = pages;
    this.#atWork = true;
    this.#last = this.#flush().finally(() => (this.#atWork = false));
  }

  async end(): Promise<void> {
    await this.#last;
  }

  async #flush(): Promise<void> {
    try {
      await flush(this.#path);
    } catch (error) {
      // What the disk has against it, the copy itself is told of.
      if (systemCode(error) === undefined) throw error;
    }
  }
}

/** A copy at rest is one plain file. */
function finish(partial: string): void {
  const copy = openSqlite(partial);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/** Whether the pages of a store are what SQLite can have written. Takes as long as reading the file. */
export function isSoundFile(path: string): boolean {
  try {
    const database = openSqlite(path, { readonly: true });
    try {
      return database.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      database.close();
    }
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

function clear(partial: string): void {
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${ending}`, { force: true });
}
