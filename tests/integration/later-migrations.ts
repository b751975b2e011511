/** Migrations that might come: one that rebuilds a table with children, and one that is a program. */
import type { Database } from 'better-sqlite3';
import { inOrder, knownMigrations, type Migration } from '../../src/main/engine/store/migrate.ts';

/** Told where a migration is. */
export type OnMoment = (moment: string) => void;

/** Where they tell, in the order in which they come there. */
export const MOMENTS = [
  'before the last known',
  'after the last known',
  'run_new made',
  'rows copied',
  'run dropped',
  'run_new renamed',
  'some pairs changed',
  'all pairs changed',
] as const;

/** The migrations that are known, and the two of this module after them. */
export function withLaterOnes(at: OnMoment = () => undefined): Migration[] {
  const known = knownMigrations();
  const next = (number: number, name: string) => `${String(known.length + number).padStart(4, '0')}_${name}`;
  return inOrder([
    ...known.slice(0, -1),
    ...known.slice(-1).map(({ name, migrate }) => ({
      name,
      migrate(database: Database) {
        at('before the last known');
        migrate(database);
        at('after the last known');
      },
    })),
    { name: next(1, 'runs_have_notes'), migrate: (database) => rebuildRun(database, at) },
    { name: next(2, 'labels_in_capitals'), migrate: (database) => changePairs(database, at) },
  ]);
}

/** Gives `run` a column that may not be empty, which SQLite's ALTER TABLE cannot, by the steps of its manual. */
function rebuildRun(database: Database, at: OnMoment): void {
  const schema = (type: 'table' | 'index') =>
    database
      .prepare<[string], string>(
        `SELECT sql FROM sqlite_schema WHERE tbl_name = 'run' AND type = ? AND sql IS NOT NULL`,
      )
      .pluck()
      .all(type);
  const [table = ''] = schema('table');
  const indexes = schema('index');
  const columns = database.prepare("SELECT name FROM pragma_table_info('run')").pluck().all().join(', ');
  database.exec(
    table.replace(
      /^CREATE TABLE "?run"? \(/,
      "CREATE TABLE run_new (note TEXT NOT NULL CHECK (note <> ''), ",
    ),
  );
  at('run_new made');
  database.exec(`INSERT INTO run_new (note, ${columns}) SELECT 'run ' || id, ${columns} FROM run`);
  at('rows copied');
  database.exec('DROP TABLE run');
  at('run dropped');
  database.exec('ALTER TABLE run_new RENAME TO run');
  at('run_new renamed');
  for (const index of indexes) database.exec(index);
}

/** Rows need logic here: SQLite's own upper() knows ASCII only. */
function changePairs(database: Database, at: OnMoment): void {
  const pairs = database.prepare<[], { id: number; label: string }>(
    'SELECT id, label FROM pair WHERE label IS NOT NULL',
  );
  const update = database.prepare('UPDATE pair SET label = ? WHERE id = ?');
  for (const [index, { id, label }] of pairs.all().entries()) {
    update.run(label.toUpperCase(), id);
    if (index === 4) at('some pairs changed');
  }
  at('all pairs changed');
}
