/**
 * Brings a database to the newest shape: migrations in the order of their numbers, all of them or none. They are SQL (migrations/NNNN_name.sql) or programs (store/migrations/modules.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { PairlensError } from '../../../shared/errors.ts';
import { migrationsDir } from '../paths.ts';
import { MIGRATION_MODULES } from './migrations/modules.ts';
import { findOrphan } from './orphans.ts';
import { storeDamaged } from './sqlite-errors.ts';

/** 'PLNS': what tells a Pairlens store from any other SQLite file. */
export const APPLICATION_ID = 0x504c4e53;

/** Tables of a store in whatever shape. */
const OWN_TABLES = ['project', 'run_item', 'head_metric'];

export interface Migration {
  /** NNNN_name: the version of a store that it has been applied to, and what it is about. */
  readonly name: string;
  /**
   * Changes tables and rows, inside a transaction and with foreign keys not enforced: a table with children can be
   * rebuilt. No row may be left that refers to nothing.
   */
  readonly migrate: (database: Database) => void;
}

/** The migrations that this Pairlens knows: as many as the version of a store of the newest shape. */
export function knownMigrations(): Migration[] {
  return inOrder([...readMigrations(migrationsDir()), ...MIGRATION_MODULES]);
}

/** The migrations of a folder that are SQL. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { name, migrate: (database) => void database.exec(sql) };
    });
}

/** Throws INTERNAL when their numbers are not 1, 2, 3, … */
export function inOrder(migrations: readonly Migration[]): Migration[] {
  const sorted = migrations.toSorted((a, b) => versionOf(a) - versionOf(b));
  for (const [index, migration] of sorted.entries())
    if (versionOf(migration) !== index + 1)
      throw new PairlensError('INTERNAL', `migration ${migration.name} should have the number ${index + 1}`);
  return sorted;
}

/** The version of a store that the migration has been applied to. */
function versionOf({ name }: Migration): number {
  return Number.parseInt(name.slice(0, 4), 10);
}

export function readPragma(database: Database, name: 'user_version' | 'application_id'): number {
  return Number(database.pragma(name, { simple: true }));
}

/**
 * Throws STORE_INVALID when the file is some other program's database, STORE_DAMAGED when it is a store whose first page
 * is not as it was, STORE_NEWER when its version is above `newest`. A database without any table is a store that is still to be made.
 */
export function checkIdentity(database: Database, path: string, newest: number): void {
  const identity = readPragma(database, 'application_id');
  const version = readPragma(database, 'user_version');
  const tables = database.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all();
  const empty = tables.length === 0;
  const isMarked = identity === APPLICATION_ID && version > 0;
  // The three are made together.
  if (identity === APPLICATION_ID || OWN_TABLES.every((table) => tables.includes(table)))
    if (!isMarked || empty)
      throw storeDamaged(`the first page of ${path} is damaged`, { path, applicationId: identity, version });
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

/**
 * Applies what is missing, and leaves foreign keys enforced. Where one migration fails, the database is as it was before
 * the first: a shape that some Pairlens knows.
 * @param migrations all that are known, in order
 * @throws PairlensError STORE_INVALID for a migration after which a row would refer to nothing
 */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  // SQLite takes this setting outside a transaction only. "Making Other Kinds Of Table Schema Changes" in its manual
  // (lang_altertable.html) has the steps.
  database.pragma('foreign_keys = OFF');
  try {
    database
      .transaction(() => {
        for (const migration of migrations.slice(readPragma(database, 'user_version')))
          apply(database, migration);
      })
      .immediate();
  } finally {
    database.pragma('foreign_keys = ON');
  }
}

function apply(database: Database, migration: Migration): void {
  migration.migrate(database);
  checkReferences(database, migration);
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${versionOf(migration)}`);
}

function checkReferences(database: Database, { name }: Migration): void {
  const orphan = findOrphan(database);
  if (orphan === null) return;
  const { table, key, parent } = orphan;
  const row = Object.entries(key).map(([column, value]) => `${column} ${String(value)}`);
  throw new PairlensError(
    'STORE_INVALID',
    `after migration ${name} a row of ${table} (${row.join(', ')}) would refer to a row of ${parent} that is not there`,
    { migration: name, table, key, parent },
  );
}
