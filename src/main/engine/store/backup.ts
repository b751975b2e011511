/** A copy of a store as it is before it is brought to a newer shape, beside it. */
import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { format, parse } from 'node:path';
import type { Database } from 'better-sqlite3';
import { writeFailure } from '../files/failures.ts';
import { sqliteCause, storeError } from './sqlite-errors.ts';

export interface Backup {
  readonly path: string;
  /** False for a copy with the same content that was there before. */
  readonly isNew: boolean;
}

/**
 * Copies the store at `path` to `default.version-1.sqlite` beside it, or where another copy has that name to
 * `default.version-1.copy-2.sqlite`, …; a copy with the same content serves as it is. The copy is there whole or not at
 * all.
 * @throws PairlensError DISK_FULL, STORE_READONLY, FILE_UNWRITABLE and what else SQLite says of the disk
 */
export function backUp(database: Database, path: string, version: number): Backup {
  const partial = `${placeOf(path, version, 1)}.partial`;
  try {
    clear(partial);
    // Nobody may read the copy who may not read the store.
    closeSync(openSync(partial, 'wx', statSync(path).mode));
    database.prepare('VACUUM INTO ?').run(partial);
    flush(partial);
    return keep(partial, path, version);
  } catch (error) {
    clear(partial);
    // It is the copy's disk that it is about.
    const known = storeError(sqliteCause(error), placeOf(path, version, 1));
    throw known === error ? writeFailure(placeOf(path, version, 1), error) : known;
  }
}

function placeOf(path: string, version: number, copy: number): string {
  const { dir, name, ext } = parse(path);
  const number = copy === 1 ? '' : `.copy-${copy}`;
  return format({ dir, name: `${name}.version-${version}${number}`, ext });
}

function keep(partial: string, path: string, version: number): Backup {
  for (let copy = 1; ; copy++) {
    const place = placeOf(path, version, copy);
    if (!existsSync(place)) {
      renameSync(partial, place);
      return { path: place, isNew: true };
    }
    if (haveSameContent(partial, place)) {
      clear(partial);
      return { path: place, isNew: false };
    }
  }
}

/** Removes what an attempt has left, the journal of it too. */
function clear(partial: string): void {
  for (const file of [partial, `${partial}-journal`]) rmSync(file, { force: true });
}

/** Returns when the disk has the file. */
function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Bytes of the header, in which SQLite counts changes: it differs from copy to copy. */
const HEADER = 100;
const CHUNK = 1 << 20;

/** Whether two databases have the same pages. */
function haveSameContent(path: string, other: string): boolean {
  const { size } = statSync(path);
  if (size !== statSync(other).size) return false;
  const one = openSync(path, 'r');
  const two = openSync(other, 'r');
  try {
    for (let position = HEADER; position < size; position += CHUNK)
      if (!readChunk(one, position).equals(readChunk(two, position))) return false;
    return true;
  } finally {
    closeSync(one);
    closeSync(two);
  }
}

function readChunk(file: number, position: number): Buffer {
  const chunk = Buffer.alloc(CHUNK);
  return chunk.subarray(0, readSync(file, chunk, 0, CHUNK, position));
}
