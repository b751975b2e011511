/** Rows that refer to a row which is not there: what foreign keys forbid, found where they were not enforced. */
import type { Database } from 'better-sqlite3';

export interface Orphan {
  readonly table: string;
  /** The row's primary key, by column. */
  readonly key: Readonly<Record<string, unknown>>;
  /** The table that has no such row. */
  readonly parent: string;
}

/** One of them, or null when every reference is met. It goes through every table that has a foreign key. */
export function findOrphan(database: Database): Orphan | null {
  const violation = database
    .prepare<[], { table: string; parent: string; key: number }>(
      'SELECT "table", parent, fkid AS key FROM pragma_foreign_key_check LIMIT 1',
    )
    .get();
  if (violation === undefined) return null;
  const { table, parent, key } = violation;
  return { table, parent, key: keyOfOrphan(database, table, parent, key) };
}

/** How many there are, by table and what they refer to. */
export function allOrphans(database: Database): { table: string; parent: string; rows: number }[] {
  return database
    .prepare<[], { table: string; parent: string; rows: number }>(
      'SELECT "table", parent, count(*) AS rows FROM pragma_foreign_key_check GROUP BY "table", parent',
    )
    .all();
}

/** SQLite itself names no row of a table WITHOUT ROWID. Foreign keys name their columns on both sides, as all here do. */
function keyOfOrphan(database: Database, table: string, parent: string, key: number): Orphan['key'] {
  const references = database
    .prepare<[string, number], { from: string; to: string }>(
      'SELECT "from", "to" FROM pragma_foreign_key_list(?) WHERE id = ? ORDER BY seq',
    )
    .all(table, key);
  const set = references.map(({ from }) => `child."${from}" IS NOT NULL`);
  const met = references.map(({ from, to }) => `parent."${to}" = child."${from}"`);
  // Of a table that is not there every reference is unmet.
  const unmet = primaryKey(database, parent).length === 0 ? 'true' : notThere(parent, met);
  const columns = primaryKey(database, table).map((column) => `child."${column}"`);
  const row = database
    .prepare<[], Orphan['key']>(
      `SELECT ${columns.join(', ')} FROM "${table}" AS child WHERE ${set.join(' AND ')} AND ${unmet} LIMIT 1`,
    )
    .get();
  return row ?? {};
}

function notThere(parent: string, met: readonly string[]): string {
  return `NOT EXISTS (SELECT 1 FROM "${parent}" AS parent WHERE ${met.join(' AND ')})`;
}

/** Its columns; none for a table that is not there. */
function primaryKey(database: Database, table: string): string[] {
  return database
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table);
}
