/** Brings a database to the newest shape: migrations/NNNN_name.sql, each in a transaction of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { PairlensError } from '../../../shared/errors.ts';

/** 'PLNS': what tells a Pairlens store from any other SQLite file. */
export const APPLICATION_ID = 0x504c4e53;

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** The migrations of a folder in order; throws INTERNAL when their numbers are not 1, 2, 3, … */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort();
  return names.map((name, index) => {
    const version = Number.parseInt(name.slice(0, 4), 10);
    if (version !== index + 1)
      throw new PairlensError('INTERNAL', `migration ${name} should have the number ${index + 1}`);
    return { version, name, sql: readFileSync(join(folder, name), 'utf8') };
  });
}

export function readPragma(database: Database, name: 'user_version' | 'application_id'): number {
  return Number(database.pragma(name, { simple: true }));
}

/**
 * Throws STORE_INVALID when the file is some other program's database, STORE_NEWER when its version is above
 * `newest`. A database without any table is a store that is still to be made.
 */
export function checkIdentity(database: Database, path: string, newest: number): void {
  const identity = readPragma(database, 'application_id');
  const version = readPragma(database, 'user_version');
  const empty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (identity !== APPLICATION_ID && !empty)
    throw new PairlensError(
      'STORE_INVALID',
      `not a Pairlens store: ${path} is a SQLite database of another program`,
      {
        path,
        applicationId: identity,
      },
    );
  if (identity === APPLICATION_ID && version > newest)
    throw new PairlensError(
      'STORE_NEWER',
      `${path} has version ${version}; this Pairlens knows up to version ${newest}`,
      { path, version, newest },
    );
}

/** Applies what is missing. A migration that fails leaves the database as the one before it left it. */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  const present = readPragma(database, 'user_version');
  for (const { version, sql } of migrations.filter((migration) => migration.version > present)) {
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database.pragma(`user_version = ${version}`);
      })
      .immediate();
  }
}
