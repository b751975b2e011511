/**
 * Opens a workspace: one SQLite file with write-ahead log and foreign keys, one writing process, any number of
 * readers.
 */
import { accessSync, constants, existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { openSqlite } from './open-sqlite.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { addFunctions, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { isLocked, lockStore } from './lock.ts';
import { checkIdentity, knownMigrations, type Migration, readPragma } from './migrate.ts';
import { checkOneName, isOpenElsewhere } from './one-name.ts';
import { storeDamaged, storeError } from './sqlite-errors.ts';
import { hasTracesOfStore } from './traces.ts';
import { upgrade } from './upgrade.ts';

export interface ReadableStore {
  /** Absolute path of the file. */
  readonly path: string;
  readonly database: ReadableDatabase;
  /** Whether some process, be it this one, has the store open for writing. */
  hasWriter(): boolean;
  close(): void;
}

/** A store that may have been opened for writing. Who writes to it gets the handle for that from `write` only. */
export interface Store extends ReadableStore {
  /** Whether it was opened for writing; a cache that cannot be written is done without. */
  readonly canWrite: boolean;
  /**
   * Runs `change` in a transaction: all of it is kept or none. Throws STORE_READONLY where the store is open for
   * reading only; DISK_FULL, STORE_READONLY or STORE_INVALID for what SQLite says of the disk. Inside another `write` it
   * is part of that one.
   */
  write<Result>(change: (database: WritableDatabase) => Result): Result;
}

/** A store that was opened for writing. */
export interface WritableStore extends Store {
  readonly database: WritableDatabase;
}

/** Milliseconds that a statement waits for another process's checkpoint. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens the store at `path` for reading and writing, making it and its folders when there is none, and brings it to
 * the newest shape; of a store that has an older one a copy is kept beside it (`backUp`).
 * @throws PairlensError STORE_INVALID, STORE_NEWER, STORE_READONLY, STORE_BUSY, STORE_LINKED or DISK_FULL
 */
export function openStore(path: string, migrations: readonly Migration[] = knownMigrations()): WritableStore {
  const file = prepareFile(resolve(path));
  // A file that is not a store is refused before a lock file is put beside it.
  if (existsSync(file)) inspect(file, migrations.length);
  const lock = lockStore(file);
  try {
    const database = openWritable(file, migrations);
    return {
      path: file,
      database,
      canWrite: true,
      hasWriter: () => true,
      write: (change) => write(database, change),
      close() {
        closeWritable(database, file);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw openingError(error, file);
  }
}

/**
 * Opens the store at `path` for reading only, beside a process that writes or from a read-only folder.
 * @throws PairlensError FILE_NOT_FOUND, STORE_INVALID, STORE_NEWER, STORE_BUSY or STORE_LINKED
 */
export function openReadableStore(path: string): ReadableStore {
  const file = resolve(path);
  if (!existsSync(file)) throw new PairlensError('FILE_NOT_FOUND', `no workspace at ${file}`, { path: file });
  checkIsFile(file);
  checkOneName(file);
  const newest = knownMigrations().length;
  try {
    if (canBeWritten(file)) checkNotElsewhere(realpathSync(file));
    const database = openSqlite(file, { readonly: true, timeout: BUSY_TIMEOUT });
    try {
      checkIdentity(database, file, newest);
      const version = readPragma(database, 'user_version');
      if (version < newest)
        throw new PairlensError(
          'STORE_READONLY',
          `${file} has version ${version} and has to be brought to version ${newest}, which needs writing to it`,
          { path: file, version, newest },
        );
      addFunctions(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return {
      path: file,
      database: database as ReadableDatabase,
      // The lock is beside the file itself, not beside a link to it.
      hasWriter: () => isLocked(realpathSync(file)),
      close: () => database.close(),
    };
  } catch (error) {
    throw openingError(error, file);
  }
}

/** A store opened for reading, for services that may be asked to write; `write` throws STORE_READONLY. */
export function refuseWrites(store: ReadableStore): Store {
  return {
    ...store,
    canWrite: false,
    write() {
      throw new PairlensError('STORE_READONLY', `${store.path} is open for reading only`, {
        path: store.path,
      });
    },
  };
}

/** The real path of the store's file, whose folder exists and, as far as permissions tell, can be written. */
function prepareFile(path: string): string {
  try {
    makeFolder(dirname(path));
    const file = realPlace(path);
    accessSync(dirname(file), constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
    return file;
  } catch (error) {
    throw folderError(error, path);
  }
}

/** Where the store is, or is going to be made: a link may lead to what is not there yet. */
function realPlace(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const leads = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return leads ? realPlace(resolve(dirname(path), readlinkSync(path))) : path;
}

function canBeWritten(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function folderError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC')
    return new PairlensError('DISK_FULL', `no room is left on the disk for ${path}`, { path }, error);
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return new PairlensError('STORE_READONLY', `cannot write to ${path} (${code})`, { path }, error);
  return new PairlensError(
    'FILE_UNWRITABLE',
    `cannot make a workspace at ${path} (${code})`,
    { path },
    error,
  );
}

/** SQLite says no more of a folder than that the disk gives errors. */
function checkIsFile(path: string): void {
  const found = statSync(path);
  if (found.isFile()) return;
  const what = found.isDirectory() ? 'a folder' : 'no regular file';
  throw new PairlensError('STORE_INVALID', `not a Pairlens store: ${path} is ${what}`, { path });
}

function inspect(file: string, newest: number): void {
  checkIsFile(file);
  checkOneName(file);
  try {
    checkNotElsewhere(file);
    const database = openSqlite(file, { readonly: true, timeout: BUSY_TIMEOUT });
    try {
      checkIdentity(database, file, newest);
    } finally {
      database.close();
    }
  } catch (error) {
    throw openingError(error, file);
  }
}

/** STORE_INVALID of a file that has been a store is damage to its first page. */
function openingError(error: unknown, file: string): unknown {
  const known = storeError(error, file);
  const isUnknown = known instanceof PairlensError && known.details['sqlite'] === 'SQLITE_NOTADB';
  if (!isUnknown || !hasTracesOfStore(file)) return known;
  return storeDamaged(`the first page of ${file} is damaged`, known.details, known);
}

/** @throws PairlensError STORE_BUSY for a store that is in use under another name */
function checkNotElsewhere(file: string): void {
  const hasLog = () => existsSync(`${file}-wal`);
  // A process that comes by this name makes its log before it has anything else.
  if (hasLog() || !isOpenElsewhere(file) || hasLog()) return;
  throw new PairlensError(
    'STORE_BUSY',
    `${file} is open in another Pairlens under another name (it was moved, renamed or mounted): close that first`,
    { path: file },
  );
}

function openWritable(file: string, migrations: readonly Migration[]): WritableDatabase {
  const database = openSqlite(file, { timeout: BUSY_TIMEOUT });
  try {
    checkIdentity(database, file, migrations.length);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    upgrade(database, file, migrations);
    addFunctions(database);
    return database as WritableDatabase;
  } catch (error) {
    database.close();
    throw error;
  }
}

function write<Result>(database: WritableDatabase, change: (database: WritableDatabase) => Result): Result {
  return database.inTransaction ? change(database) : database.transaction(() => change(database)).immediate();
}

/** Folds the write-ahead log into the file, so that a workspace at rest is one plain file, readable from anywhere. */
function closeWritable(database: WritableDatabase, file: string): void {
  try {
    if (database.open) database.pragma('journal_mode = DELETE');
  } catch (error) {
    // A reader in another process keeps the log in use, or the disk is full: the log stays beside the file, whole.
    const known = storeError(error, file);
    if (!(known instanceof PairlensError)) throw error;
  } finally {
    database.close();
  }
}
