/**
 * Readable and writable database handles as different types: a function that only reads takes a ReadableDatabase,
 * which a read-only workspace has too; one that writes can't be handed it by mistake.
 */
import type { Database, Statement } from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;

export type ReadableDatabase = Database & { readonly [readable]: true };
export type WritableDatabase = ReadableDatabase & { readonly [writable]: true };

const preparedByDatabase = new WeakMap<Database, Map<string, Statement<unknown[], unknown>>>();

/**
 * The prepared statement for `sql`, compiled once a handle. The row type is the caller's knowledge of its own SELECT
 * over STRICT tables.
 */
export function prepared<Row>(database: ReadableDatabase, sql: string): Statement<unknown[], Row> {
  return preparedOnce(database, sql, () => database.prepare<unknown[], unknown>(sql)) as Statement<
    unknown[],
    Row
  >;
}

/**
 * The same with rows as arrays. It is a statement of its own: whether rows are arrays belongs to a statement, and who asked
 * for the same text as objects would get arrays from then on.
 */
export function preparedAsArrays<Row extends readonly unknown[]>(
  database: ReadableDatabase,
  sql: string,
): Statement<unknown[], Row> {
  return preparedOnce(database, `arrays: ${sql}`, () =>
    database.prepare<unknown[], unknown>(sql).raw(true),
  ) as Statement<unknown[], Row>;
}

function preparedOnce(
  database: ReadableDatabase,
  key: string,
  prepare: () => Statement<unknown[], unknown>,
): Statement<unknown[], unknown> {
  let statements = preparedByDatabase.get(database);
  if (statements === undefined) {
    statements = new Map<string, Statement<unknown[], unknown>>();
    preparedByDatabase.set(database, statements);
  }
  let statement = statements.get(key);
  if (statement === undefined) {
    statement = prepare();
    statements.set(key, statement);
  }
  return statement;
}

/** Text as a search compares it: SQLite's own lower() knows ASCII only. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Makes `fold_case(text)` known to the SQL of this handle. */
export function addFunctions(database: Database): void {
  database.function('fold_case', { deterministic: true }, (text: unknown) =>
    typeof text === 'string' ? foldCase(text) : null,
  );
}
