/**
 * What Pairlens keeps is its user's alone: folders of 0700, files of 0600, of every kind and whoever writes them (SQLite
 * its logs, ONNX Runtime its graphs). What a person exports is a file like any other of theirs, as their umask has it. A
 * home that is somebody else's, or on a disk that is only read, was shared on purpose and stays as it is (docs/decisions/0130).
 * On Windows these modes mean little; there the home is in a folder that the system keeps for its user.
 */
import { accessSync, chmodSync, constants, lstatSync, type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { systemCode } from './failures.ts';

const OTHERS = 0o077;
/** The person's own umask, for the threads and child processes of one whose umask is another. */
const USERS_UMASK = 'PAIRLENS_USERS_UMASK';

/** From now on, what this process makes can be read and written by its user alone, unless it is made for the user. */
function keepFilesPrivate(): void {
  // The umask belongs to the whole process; threads find it as it is.
  if (!isMainThread) return;
  const umask = process.umask(OTHERS);
  process.env[USERS_UMASK] ??= umask.toString(8);
}

/**
 * The mode of a file or folder that is made for the user: `mode`, less what their umask takes away. Undefined where the
 * process's own umask is theirs.
 */
export function usersMode(mode: number): number | undefined {
  const kept = process.env[USERS_UMASK];
  return kept === undefined ? undefined : mode & ~Number.parseInt(kept, 8);
}

/** Keeps what this process makes private, and takes the home away from others; says on standard error where it cannot. */
export function keepHomePrivate(home: string): void {
  keepFilesPrivate();
  const [first, ...more] = tightenHome(home);
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  process.stderr.write(
    `Others on this machine may be able to read ${first}${others}: the permissions cannot be changed.\n`,
  );
}

/** What Pairlens keeps in its home. Other files there are somebody else's business, but nobody gets to them. */
const OWN_FOLDERS = ['workspaces', 'models', 'hub', 'browser'];

/**
 * Takes the home away from others, as it may be from an earlier Pairlens.
 * @returns the paths with which that could not be done
 */
export function tightenHome(home: string): string[] {
  const found = lstatSync(home, { throwIfNoEntry: false });
  if (process.platform === 'win32' || !found || found.uid !== process.getuid?.() || isOnReadOnlyDisk(home))
    return [];
  const loose: string[] = [];
  tighten(home, loose);
  for (const name of OWN_FOLDERS) {
    const folder = join(home, name);
    if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) tightenBelow(folder, loose);
  }
  return loose;
}

function isOnReadOnlyDisk(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    return systemCode(error) === 'EROFS';
  }
}

function tightenBelow(folder: string, loose: string[]): void {
  tighten(folder, loose);
  for (const entry of entriesOf(folder, loose)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) tightenBelow(path, loose);
    else if (entry.isFile()) tighten(path, loose);
  }
}

function entriesOf(folder: string, loose: string[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    loose.push(folder);
    return [];
  }
}

function tighten(path: string, loose: string[]): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // Another process may have removed it meanwhile.
  if (!found || (found.mode & OTHERS) === 0) return;
  try {
    chmodSync(path, found.mode & 0o700);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    // A disk that is only read has nothing of this user's that others could read for the first time.
    if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'EROFS') loose.push(path);
  }
}
