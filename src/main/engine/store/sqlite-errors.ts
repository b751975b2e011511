/** What SQLite's own error codes mean to a person. */
import SqliteDatabase from 'better-sqlite3';
import { PairlensError, type ErrorCode } from '../../../shared/errors.ts';

const MEANINGS: readonly (readonly [prefix: string, code: ErrorCode, words: string])[] = [
  ['SQLITE_FULL', 'DISK_FULL', 'no room is left on the disk for'],
  // The shared-memory file of the write-ahead log cannot grow on a full disk.
  ['SQLITE_IOERR_SHMSIZE', 'DISK_FULL', 'no room is left on the disk for'],
  ['SQLITE_IOERR', 'FILE_UNREADABLE', 'the disk gives errors on'],
  ['SQLITE_READONLY', 'STORE_READONLY', 'cannot write to'],
  ['SQLITE_CANTOPEN', 'STORE_READONLY', 'cannot open for writing'],
  ['SQLITE_BUSY', 'STORE_BUSY', 'another process is writing to'],
  ['SQLITE_NOTADB', 'STORE_INVALID', 'not a SQLite database:'],
  ['SQLITE_CORRUPT', 'STORE_INVALID', 'damaged:'],
];

/** SQLite's code ('SQLITE_FULL', …), or null for an error that is not SQLite's. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof SqliteDatabase.SqliteError ? error.code : null;
}

/** The PairlensError for an error of SQLite on the store at `path`; any other error is returned as it is. */
export function storeError(error: unknown, path: string): unknown {
  const sqlite = sqliteCode(error);
  const meaning = sqlite === null ? undefined : MEANINGS.find(([prefix]) => sqlite.startsWith(prefix));
  if (meaning === undefined) return error;
  const [, code, words] = meaning;
  return new PairlensError(code, `${words} ${path} (${sqlite})`, { path, sqlite }, error);
}

export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}
