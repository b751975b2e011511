/**
 * One writing process a store. The lock is SQLite's own on a small database beside the store (`<store>.lock`): a
 * transaction that stays open. The operating system drops it with the process, however that ends, so a lock is never
 * stale; the file that stays behind locks nothing.
 */
import { chmodSync, existsSync, statSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { PairlensError } from '../../../shared/errors.ts';
import { sqliteCode, storeError } from './sqlite-errors.ts';

export interface StoreLock {
  release(): void;
}

/** Milliseconds to wait for one who only asks whether the store is locked. */
const ASKING_TIMEOUT = 100;

/** Takes the lock of the store at `storePath`, or throws STORE_BUSY, naming the process that has it. */
export function lockStore(storePath: string): StoreLock {
  const path = `${storePath}.lock`;
  const isNew = !existsSync(path);
  let database: SqliteDatabase.Database;
  try {
    database = new SqliteDatabase(path, { timeout: ASKING_TIMEOUT });
  } catch (error) {
    throw storeError(error, path);
  }
  try {
    recordHolder(database);
    database.exec('BEGIN IMMEDIATE');
    // Who shares a store with others shares its lock with them.
    if (isNew && existsSync(storePath)) chmodSync(path, statSync(storePath).mode & 0o666);
  } catch (error) {
    const holder = sqliteCode(error)?.startsWith('SQLITE_BUSY') === true ? readHolder(database) : undefined;
    database.close();
    if (holder === undefined) throw storeError(error, path);
    throw new PairlensError(
      'STORE_BUSY',
      `${storePath} is open in another Pairlens${holder === null ? '' : ` (process ${holder})`}`,
      { path: storePath, process: holder },
      error,
    );
  }
  return {
    release() {
      database.close();
    },
  };
}

/**
 * Whether a process has the lock of the store at `storePath`. Asking takes it for a moment; who may not write beside the
 * store cannot ask, and is told that it is locked.
 */
export function isLocked(storePath: string): boolean {
  const path = `${storePath}.lock`;
  if (!existsSync(path)) return false;
  try {
    const database = new SqliteDatabase(path, { timeout: 0, fileMustExist: true });
    try {
      database.exec('BEGIN IMMEDIATE');
      return false;
    } finally {
      database.close();
    }
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return true;
  }
}

/** Commits this process's id, which others can still read while the lock is held. */
function recordHolder(database: SqliteDatabase.Database): void {
  database
    .transaction(() => {
      database.exec('CREATE TABLE IF NOT EXISTS holder (process INTEGER NOT NULL) STRICT');
      database.exec('DELETE FROM holder');
      database.prepare('INSERT INTO holder (process) VALUES (?)').run(process.pid);
    })
    .immediate();
}

/** The process id in the lock file; null while another process is just writing it. */
function readHolder(database: SqliteDatabase.Database): number | null {
  try {
    const row = database.prepare<[], { process: number }>('SELECT process FROM holder').get();
    return row?.process ?? null;
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return null;
  }
}
