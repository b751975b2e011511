/**
 * One writing process a store. The lock is SQLite's own on a small database beside the store (`<store>.lock`): a
 * transaction that stays open. The operating system drops it with the process, however that ends, so a lock is never
 * stale; the file that stays behind locks nothing.
 */
import SqliteDatabase from 'better-sqlite3';
import { PairlensError } from '../../../shared/errors.ts';
import { sqliteCode, storeError } from './sqlite-errors.ts';

export interface StoreLock {
  release(): void;
}

/** Takes the lock of the store at `storePath`, or throws STORE_BUSY at once, naming the process that has it. */
export function lockStore(storePath: string): StoreLock {
  const path = `${storePath}.lock`;
  let database: SqliteDatabase.Database;
  try {
    database = new SqliteDatabase(path, { timeout: 0 });
  } catch (error) {
    throw storeError(error, path);
  }
  try {
    recordHolder(database);
    database.exec('BEGIN IMMEDIATE');
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
