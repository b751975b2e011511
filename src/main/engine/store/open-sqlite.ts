/**
 * A connection to a store, whose errors are said in words whatever call they come from: preparing, reading, a step in the
 * middle of rows, a commit. What SQLite calls a broken rule of the tables (a name that is taken) stays as it is, for those who
 * know what it means there.
 */
import SqliteDatabase, {
  type Database,
  type Options,
  type Statement,
  type Transaction,
} from 'better-sqlite3';
import { storeError } from './sqlite-errors.ts';

/** @throws PairlensError for what SQLite says of the file */
export function openSqlite(path: string, options: Options = {}): Database {
  const inWords = <Arguments extends unknown[], Result>(call: (...given: Arguments) => Result) =>
    function said(...given: Arguments): Result {
      try {
        return call(...given);
      } catch (error) {
        throw storeError(error, path);
      }
    };

  const database = inWords(() => new SqliteDatabase(path, options))();
  const prepare = inWords(database.prepare.bind(database));
  database.prepare = ((sql: string) => withWords(prepare(sql))) as Database['prepare'];
  database.exec = inWords(database.exec.bind(database));
  database.pragma = inWords(database.pragma.bind(database));
  const transaction = database.transaction.bind(database);
  database.transaction = ((work: (...given: unknown[]) => unknown) => {
    const begun = transaction(work);
    // Beginning and committing are statements of its own.
    return Object.assign(inWords(begun), {
      default: inWords((...given: unknown[]) => begun.default(...given)),
      deferred: inWords((...given: unknown[]) => begun.deferred(...given)),
      immediate: inWords((...given: unknown[]) => begun.immediate(...given)),
      exclusive: inWords((...given: unknown[]) => begun.exclusive(...given)),
    }) as Transaction;
  }) as Database['transaction'];
  return database;

  function withWords(statement: Statement<unknown[], unknown>): Statement<unknown[], unknown> {
    const iterate = statement.iterate.bind(statement);
    statement.run = inWords(statement.run.bind(statement));
    statement.get = inWords(statement.get.bind(statement));
    statement.all = inWords(statement.all.bind(statement));
    statement.iterate = function* (...bound: unknown[]) {
      const rows = inWords(iterate)(...bound);
      const next = inWords(() => rows.next());
      try {
        for (let step = next(); step.done !== true; step = next()) yield step.value;
      } finally {
        rows.return?.();
      }
    };
    return statement;
  }
}
