/**
 * Copies what is sound of a damaged workspace into a new one. Nothing half is taken for whole: a comparison comes with all its
 * metrics or is to be measured again, a set that lacks pairs says so in its name, a run whose row is not what was written is left.
 */
import { closeSync, existsSync, mkdtempSync, openSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { writeFailure } from '../files/failures.ts';
import { makeFolder } from '../files/make-folder.ts';
import { openStore } from '../store/database.ts';
import { isLocked } from '../store/lock.ts';
import { knownMigrations } from '../store/migrate.ts';
import { copyRows, type Left } from './copy-rows.ts';
import { DamagedStore } from './damaged-store.ts';
import { settle } from './settle.ts';

export interface RescueReport {
  readonly store: string;
  readonly out: string;
  /** Rows of each kind that are in the new workspace. */
  readonly kept: Readonly<Record<string, number>>;
  /** What is not, or not whole, and why. */
  readonly left: readonly Left[];
}

/**
 * @param out where nothing may be; it is there whole or not at all, for its owner alone
 * @throws PairlensError FILE_NOT_FOUND; STORE_BUSY while somebody has it open; STORE_DAMAGED when nothing can be found in it;
 *   FILE_UNWRITABLE, DISK_FULL
 */
export function rescueWorkspace(store: string, out: string): RescueReport {
  const path = resolve(store);
  const place = resolve(out);
  checkPlaces(path, place);
  const folder = makeWorkFolder(place);
  try {
    const partial = join(folder, 'rescued.sqlite');
    closeSync(openSync(partial, 'wx', 0o600));
    const left: Left[] = [];
    const damaged = DamagedStore.open(realpathSync(path), folder);
    try {
      const rescued = openStore(partial, knownMigrations().slice(0, damaged.version));
      try {
        rescued.write((database) => copyRows(damaged, database, left));
      } finally {
        rescued.close();
      }
    } finally {
      damaged.close();
    }
    const kept = settle(partial, left);
    if (existsSync(place)) throw taken(place);
    renameSync(partial, place);
    return { store: path, out: place, kept, left };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkPlaces(path: string, place: string): void {
  if (!existsSync(path)) throw new PairlensError('FILE_NOT_FOUND', `no workspace at ${path}`, { path });
  if (existsSync(place)) throw taken(place);
  if (isLocked(realpathSync(path)))
    throw new PairlensError('STORE_BUSY', `${path} is open in another Pairlens: close it first`, { path });
}

function taken(place: string): PairlensError {
  return new PairlensError('FILE_UNWRITABLE', `${place} is there already: choose another name`, {
    path: place,
  });
}

/** Beside what is to be made: on the same disk, so that it can be put in its place in one step. */
function makeWorkFolder(place: string): string {
  try {
    makeFolder(dirname(place));
    return mkdtempSync(`${place}.rescue-`);
  } catch (error) {
    throw writeFailure(place, error);
  }
}
