/**
 * A store is used under one name at a time. SQLite keeps the log of what was last written beside the name that a store was
 * opened by; who came by another name (a hard link, a mount of the file alone, a new name given meanwhile) would see
 * nothing of that log, and both would write over each other. docs/decisions/0034-one-store-one-name.md
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { PairlensError } from '../../../shared/errors.ts';
import { sqliteCode } from './sqlite-errors.ts';

/**
 * @param file the real path of a store
 * @throws PairlensError STORE_LINKED for a file with more than one name
 */
export function checkOneName(file: string): void {
  const { nlink } = statSync(file);
  if (nlink > 1)
    throw new PairlensError(
      'STORE_LINKED',
      `${file} has ${nlink} names (hard links), under each of which something else would be written: ` +
        'remove the others, or copy the file and open the copy',
      { path: file, links: nlink },
    );
  if (isMountedAlone(file))
    throw new PairlensError(
      'STORE_LINKED',
      `${file} is mounted by itself, so that what is written beside it does not reach the place it comes from: ` +
        'mount its folder instead, or open it where it comes from',
      { path: file },
    );
}

/**
 * Whether some process has this very file open in the way of a workspace in use, whatever its name there. Ask only where no
 * log lies beside the name: then whoever has it open came by another. SQLite's lock of a file goes by device and inode, not by
 * name, and every connection to a database with a log holds a share of it.
 */
export function isOpenElsewhere(file: string): boolean {
  const database = new SqliteDatabase(file, { timeout: ASKING_TIMEOUT });
  try {
    // In this mode a database with a log is opened only when it can be had alone; one without a log is just read.
    database.pragma('locking_mode = EXCLUSIVE');
    database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    return false;
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') === true) return true;
    throw error;
  } finally {
    database.close();
  }
}

/** Milliseconds to wait for one who asks the same just now. */
const ASKING_TIMEOUT = 250;

/** Linux lists what is mounted; elsewhere a file cannot be mounted by itself. */
const MOUNTS = '/proc/self/mountinfo';

function isMountedAlone(file: string): boolean {
  if (process.platform !== 'linux') return false;
  const path = realpathSync(file);
  return readFileSync(MOUNTS, 'utf8')
    .split('\n')
    .some((line) => mountPointOf(line) === path);
}

/** The fifth field; blanks and the like in it are written in octal. */
function mountPointOf(line: string): string | undefined {
  return line
    .split(' ')[4]
    ?.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
