/** What SQLite's own error codes mean to a person: the one place that says so. */
import SqliteDatabase from 'better-sqlite3';
import { PairlensError, type ErrorCode } from '../../../shared/errors.ts';

/** What to do about a damaged store, as the end of a sentence. */
const WHAT_TO_DO = '`pairlens check` says what is damaged, `pairlens rescue` copies what is sound';

const MEANINGS: readonly (readonly [prefix: string, code: ErrorCode, words: string])[] = [
  ['SQLITE_FULL', 'DISK_FULL', 'no room is left on the disk for'],
  // The shared-memory file of the write-ahead log cannot grow on a full disk.
  ['SQLITE_IOERR_SHMSIZE', 'DISK_FULL', 'no room is left on the disk for'],
  ['SQLITE_IOERR_SHORT_READ', 'STORE_DAMAGED', 'cut short:'],
  ['SQLITE_IOERR_CORRUPTFS', 'STORE_DAMAGED', 'the disk itself is damaged under'],
  ['SQLITE_IOERR', 'FILE_UNREADABLE', 'the disk gives errors on'],
  ['SQLITE_READONLY_DBMOVED', 'STORE_READONLY', 'moved, renamed or removed while it was open:'],
  ['SQLITE_READONLY', 'STORE_READONLY', 'cannot write to'],
  ['SQLITE_PERM', 'STORE_READONLY', 'no permission for'],
  ['SQLITE_CANTOPEN', 'STORE_READONLY', 'cannot open for writing'],
  ['SQLITE_BUSY', 'STORE_BUSY', 'another process is writing to'],
  ['SQLITE_LOCKED', 'STORE_BUSY', 'another process is writing to'],
  ['SQLITE_PROTOCOL', 'STORE_BUSY', 'the locks of the disk do not work on'],
  ['SQLITE_NOTADB', 'STORE_INVALID', 'not a SQLite database:'],
  ['SQLITE_CORRUPT', 'STORE_DAMAGED', 'damaged:'],
  // Of a length that nothing stored has.
  ['SQLITE_TOOBIG', 'STORE_DAMAGED', 'damaged:'],
];

/**
 * A table or column of the store that is not there, or is there before it is made: the code of these is that of any mistake
 * in SQL.
 */
const PART_MISSING = /^no such (table|column|index)|has no column named|already exists|^duplicate column/;

/** SQLite's code ('SQLITE_FULL', …), or null for an error that is not SQLite's. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof SqliteDatabase.SqliteError ? error.code : null;
}

/** What SQLite said, of an error that was put in words for one file and is about another; others are returned as they are. */
export function sqliteCause(error: unknown): unknown {
  return error instanceof PairlensError && sqliteCode(error.cause) !== null ? error.cause : error;
}

/** The PairlensError for an error of SQLite on the store at `path`; any other error is returned as it is. */
export function storeError(error: unknown, path: string): unknown {
  const sqlite = sqliteCode(error);
  if (sqlite === null || !(error instanceof Error)) return error;
  if (sqlite === 'SQLITE_ERROR' && PART_MISSING.test(error.message))
    return storeDamaged(
      `the tables of ${path} are not those of its version (${error.message})`,
      { path, sqlite },
      error,
    );
  // Services look for what a row is to refer to before they write it.
  if (sqlite === 'SQLITE_CONSTRAINT_FOREIGNKEY')
    return storeDamaged(
      `rows of ${path} refer to what is not there (${error.message})`,
      { path, sqlite },
      error,
    );
  const meaning = MEANINGS.find(([prefix]) => sqlite.startsWith(prefix));
  if (meaning === undefined) return error;
  const [, code, words] = meaning;
  const said = `${words} ${path} (${sqlite})`;
  if (code === 'STORE_DAMAGED') return storeDamaged(said, { path, sqlite }, error);
  return new PairlensError(code, said, { path, sqlite }, error);
}

/** STORE_DAMAGED. @param what what is damaged, without a full stop */
export function storeDamaged(
  what: string,
  details: Record<string, unknown> = {},
  cause?: unknown,
): PairlensError {
  return new PairlensError('STORE_DAMAGED', `${what}; ${WHAT_TO_DO}`, details, cause);
}

/** What is damaged, in the words of the error, for who says himself what to do. */
export function damageWords({ message }: Error): string {
  return message.replace(`; ${WHAT_TO_DO}`, '');
}

export function isDamage(error: unknown): boolean {
  return error instanceof PairlensError && error.code === 'STORE_DAMAGED';
}

export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}
