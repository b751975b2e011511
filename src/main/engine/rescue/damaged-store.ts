/** A copy of a damaged store, opened as far as it goes, whose rows are read around what is damaged. */
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { knownMigrations, migrate, readPragma } from '../store/migrate.ts';
import { sqliteCode, storeDamaged } from '../store/sqlite-errors.ts';
import { repairHeader, repairSchemaRoot } from './first-page.ts';

export type Row = Readonly<Record<string, unknown>>;

export class DamagedStore {
  readonly #database: Database;
  /** The shape that its tables are of. */
  readonly version: number;

  private constructor(database: Database) {
    this.#database = database;
    this.version = shapeOf(database);
  }

  /**
   * Copies a store, with its log, into a folder and opens the copy, which is changed where that is needed.
   * @throws PairlensError STORE_DAMAGED when not even its tables can be found
   */
  static open(path: string, folder: string): DamagedStore {
    const copy = join(folder, 'damaged.sqlite');
    // As it is; with a header made anew; with what there is of the schema.
    const attempts = [
      { prepare: () => true, least: OWN_TABLES.length },
      { prepare: () => (repairHeader(copy), true), least: OWN_TABLES.length },
      { prepare: () => repairSchemaRoot(copy), least: 1 },
    ];
    for (const { prepare, least } of attempts) {
      copyFileSync(path, copy);
      if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
      const database = prepare() ? openAnyhow(copy, least) : null;
      if (database !== null) return new DamagedStore(database);
    }
    throw storeDamaged(`the tables of ${path} cannot be found any more`, { path });
  }

  columns(table: string): string[] {
    return this.#database
      .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
      .pluck()
      .all(table);
  }

  /** The names of its tables. */
  tables(): string[] {
    return this.#database
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all();
  }

  hasTable(table: string): boolean {
    return this.columns(table).length > 0;
  }

  /** The rows of a table with row ids that can be read, in their order, and how many ids could not. */
  readTable(table: string): { rows: Row[]; lost: number } {
    if (!this.hasTable(table)) return { rows: [], lost: 0 };
    const last = this.#lastId(table);
    return this.#readRange(`SELECT * FROM ${table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid`, [], 1, last);
  }

  /**
   * The same, of a table without row ids, in which a range of a column is searched for each of these beginnings of its key.
   * @param key the columns of the beginning, and the one of which there is a range
   */
  readKeyed(
    table: string,
    key: { readonly of: readonly string[]; readonly range: string },
    beginnings: readonly (readonly unknown[])[],
    [first, last]: readonly [number, number],
  ): { rows: Row[]; lost: number } {
    if (!this.hasTable(table)) return { rows: [], lost: 0 };
    const all = this.#attempt<Row>(`SELECT * FROM ${table}`, []);
    if (all !== null) return { rows: all, lost: 0 };
    const conditions = [...key.of.map((column) => `${column} = ?`), `${key.range} BETWEEN ? AND ?`];
    const found = { rows: [] as Row[], lost: 0 };
    for (const beginning of beginnings) {
      const sql = `SELECT * FROM ${table} WHERE ${conditions.join(' AND ')}`;
      const { rows, lost } = this.#readRange(sql, beginning, first, last);
      for (const row of rows) found.rows.push(row);
      found.lost += lost;
    }
    return found;
  }

  /** Rows that are wanted together: null when one of them cannot be read. */
  readTogether(sql: string, ...bound: unknown[]): Row[] | null {
    return this.#attempt<Row>(sql, bound);
  }

  close(): void {
    this.#database.close();
  }

  /** Halves a range that meets damage until what is damaged is alone. */
  #readRange(
    sql: string,
    bound: readonly unknown[],
    first: number,
    last: number,
  ): { rows: Row[]; lost: number } {
    if (first > last) return { rows: [], lost: 0 };
    const rows = this.#attempt<Row>(sql, [...bound, first, last]);
    if (rows !== null) return { rows, lost: 0 };
    if (first === last) return { rows: [], lost: 1 };
    const middle = Math.floor((first + last) / 2);
    const [one, two] = [
      this.#readRange(sql, bound, first, middle),
      this.#readRange(sql, bound, middle + 1, last),
    ];
    return { rows: [...one.rows, ...two.rows], lost: one.lost + two.lost };
  }

  /** Where the end cannot be seen: as far as ids can be read, by doubling and halving from the first. */
  #lastId(table: string): number {
    const [last] =
      this.#attempt<{ last: number | null }>(`SELECT max(rowid) AS last FROM ${table}`, []) ?? [];
    if (last !== undefined) return last.last ?? 0;
    let highest = 0;
    for (let id = 1; id < MOST_IDS; id = Math.ceil(id * 1.05))
      if ((this.#attempt(`SELECT 1 FROM ${table} WHERE rowid = ?`, [id])?.length ?? 0) > 0) highest = id;
    return Math.ceil(highest * 1.05) + 100;
  }

  /** null for what meets damage. */
  #attempt<Found>(sql: string, bound: readonly unknown[]): Found[] | null {
    try {
      return this.#database.prepare<unknown[], Found>(sql).all(...bound);
    } catch (error) {
      if (sqliteCode(error) === null) throw error;
      return null;
    }
  }
}

const MOST_IDS = 2 ** 31;
/** Weighs more than all the columns of a store that are missing. */
const WITHOUT_PLACE = 10_000;

/** Tables of a store in whatever shape. */
const OWN_TABLES = ['project', 'sentence_set', 'pair', 'model', 'run', 'run_item', 'head_metric', 'tensor'];

/** null when fewer of its tables are to be seen. */
function openAnyhow(path: string, least: number): Database | null {
  const database = new SqliteDatabase(path);
  try {
    // What is cut off, or counts its pages wrongly, is opened only so; nothing is written.
    database.unsafeMode(true);
    database.pragma('writable_schema = ON');
    database.pragma('cell_size_check = ON');
    const names = database.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all();
    if (OWN_TABLES.filter((table) => names.includes(table)).length >= least) return database;
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
  }
  database.close();
  return null;
}

/**
 * The version whose tables have these columns; the header may say anything, and tables may be lost. Every column that is
 * there should have its place, then as few as possible be missing.
 */
function shapeOf(database: Database): number {
  const migrations = knownMigrations();
  const own = columnsOf(database);
  const said = readPragma(database, 'user_version');
  const made = new SqliteDatabase(':memory:');
  const shapes = migrations.map((_, index) => {
    // From the shape before.
    migrate(made, migrations.slice(0, index + 1));
    const columns = columnsOf(made);
    const unlike = WITHOUT_PLACE * own.difference(columns).size + columns.difference(own).size;
    return { version: index + 1, unlike };
  });
  made.close();
  const least = Math.min(...shapes.map(({ unlike }) => unlike));
  const alike = shapes.filter(({ unlike }) => unlike === least).map(({ version }) => version);
  return alike.includes(said) ? said : (alike.at(-1) ?? migrations.length);
}

function columnsOf(database: Database): Set<string> {
  const names = database
    .prepare<[], string>(
      `SELECT list.name || '.' || info.name FROM pragma_table_list AS list, pragma_table_info(list.name) AS info
       WHERE list.schema = 'main' AND list.type = 'table'`,
    )
    .pluck()
    .all();
  return new Set(names);
}
