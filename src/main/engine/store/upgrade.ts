/** Brings a store to the newest shape, after a copy of it has been put aside. */
import { rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { PairlensError } from '../../../shared/errors.ts';
import { backUp } from './backup.ts';
import { migrate, type Migration, readPragma } from './migrate.ts';
import { storeError } from './sqlite-errors.ts';

/**
 * A store that is being made has nothing to lose, and one of the newest shape needs nothing.
 * @param migrations all that are known, in order
 */
export function upgrade(database: Database, path: string, migrations: readonly Migration[]): void {
  const version = readPragma(database, 'user_version');
  if (version === migrations.length) return;
  const backup = version === 0 ? null : backUp(database, path, version);
  try {
    migrate(database, migrations);
  } catch (error) {
    const known = storeError(error, path);
    // The store has stayed as it was; on a full disk a copy of it would only be in the way of the next attempt.
    if (backup?.isNew === true && isDiskFull(known)) rmSync(backup.path);
    throw known;
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof PairlensError && error.code === 'DISK_FULL';
}
