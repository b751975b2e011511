/** Each kind of thing that SQLite says of a file, at whatever call it says it. */
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from './open-sqlite.ts';
import { storeError } from './sqlite-errors.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairlens-sqlite-'));
  path = join(folder, 'numbers.sqlite');
  const database = new SqliteDatabase(path);
  database.exec('CREATE TABLE number (id INTEGER PRIMARY KEY, text TEXT) STRICT');
  const insert = database.prepare('INSERT INTO number (text) VALUES (?)');
  database.transaction(() => {
    for (let index = 0; index < 2000; index++) insert.run('x'.repeat(100));
  })();
  database.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

/** Spoils pages in the middle of the table; the first ones stay. */
function spoil(): void {
  const content = new SqliteDatabase(path).serialize();
  content.fill(0xa5, Math.floor(content.length / 2), content.length);
  writeFileSync(path, content);
}

const damaged = (text: RegExp) => ({
  code: 'STORE_DAMAGED',
  message: expect.stringMatching(text) as string,
  details: expect.objectContaining({ path }) as object,
});
const CORRUPT = /damaged: .*numbers\.sqlite \(SQLITE_CORRUPT.*`pairlens check`.*`pairlens rescue`/;

describe('a damaged page', () => {
  it.each<[string, (database: Database) => unknown]>([
    ['all rows', (database) => database.prepare('SELECT * FROM number').all()],
    ['one row', (database) => database.prepare('SELECT sum(length(text)) FROM number').get()],
    ['rows as arrays', (database) => database.prepare('SELECT * FROM number').raw().all()],
    ['a change', (database) => database.prepare("UPDATE number SET text = 'y'").run()],
    ['SQL without an answer', (database) => database.exec("UPDATE number SET text = 'y'")],
    [
      'a transaction',
      (database) => database.transaction(() => database.exec("UPDATE number SET text = 'y'")).immediate(),
    ],
  ])('is said when it is met by %s', (_, work) => {
    spoil();
    const database = openSqlite(path);
    expect(thrown(() => work(database))).toMatchObject(damaged(CORRUPT));
    expect(database.inTransaction).toBe(false);
    database.close();
  });

  it('is said in the middle of rows, after those that are sound', () => {
    spoil();
    const database = openSqlite(path);
    const seen: unknown[] = [];
    const reading = () => {
      for (const row of database.prepare('SELECT id FROM number ORDER BY id').iterate()) seen.push(row);
    };
    expect(thrown(reading)).toMatchObject(damaged(CORRUPT));
    expect(seen.length).toBeGreaterThan(500);
    expect(seen.length).toBeLessThan(2000);
    // The connection goes on.
    expect(database.prepare('SELECT id FROM number WHERE id = 1').get()).toEqual({ id: 1 });
    database.close();
  });
});

describe('other things that SQLite says', () => {
  it('a file that is cut short is damaged', () => {
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096);
    const database = openSqlite(path);
    expect(thrown(() => database.prepare('SELECT * FROM number').all())).toMatchObject(damaged(CORRUPT));
    database.close();
  });

  it('a file that is no database', () => {
    writeFileSync(path, 'original,counterfactual\n'.repeat(500));
    const database = openSqlite(path);
    expect(thrown(() => database.pragma('user_version'))).toMatchObject({
      code: 'STORE_INVALID',
      message: `not a SQLite database: ${path} (SQLITE_NOTADB)`,
    });
    database.close();
  });

  it.each([
    ['a table', 'SELECT * FROM letter', /tables of .*no such table: letter/],
    ['a column', 'SELECT colour FROM number', /tables of .*no such column: colour/],
  ])('%s that is missing', (_, sql, text) => {
    const database = openSqlite(path);
    expect(thrown(() => database.prepare(sql))).toMatchObject(damaged(text));
    database.close();
  });

  it('a mistake in SQL stays a mistake of ours', () => {
    const database = openSqlite(path);
    expect(thrown(() => database.prepare('SELEKT 1'))).toMatchObject({ name: 'SqliteError' });
    database.close();
  });

  it('a broken rule of the tables is for who knows what it means', () => {
    const database = openSqlite(path);
    expect(thrown(() => database.exec("INSERT INTO number (id, text) VALUES (1, 'twice')"))).toMatchObject({
      code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
    });
    database.close();
  });

  it('a full disk, in a statement and in a commit', () => {
    const database = openSqlite(path);
    database.pragma(`max_page_count = ${String(database.pragma('page_count', { simple: true }))}`);
    const fill = () => database.prepare('INSERT INTO number (text) VALUES (?)').run('x'.repeat(20_000));
    expect(thrown(fill)).toMatchObject({ code: 'DISK_FULL' });
    expect(thrown(() => database.transaction(fill)())).toMatchObject({ code: 'DISK_FULL' });
    database.close();
  });

  it('a file that may only be read', () => {
    const database = openSqlite(path, { readonly: true });
    expect(thrown(() => database.exec('DELETE FROM number'))).toMatchObject({ code: 'STORE_READONLY' });
    database.close();
  });

  it('a file that another one is writing to', () => {
    const other = new SqliteDatabase(path);
    other.exec('BEGIN EXCLUSIVE');
    const database = openSqlite(path, { timeout: 0 });
    expect(thrown(() => database.prepare('SELECT 1 FROM number').get())).toMatchObject({
      code: 'STORE_BUSY',
    });
    expect(thrown(() => database.transaction(() => 1).immediate())).toMatchObject({ code: 'STORE_BUSY' });
    other.close();
    database.close();
  });

  it('a file that cannot be opened', () => {
    expect(thrown(() => openSqlite(join(folder, 'none.sqlite'), { fileMustExist: true }))).toMatchObject({
      code: 'STORE_READONLY',
    });
  });

  it.each([
    ['SQLITE_IOERR_READ', 'FILE_UNREADABLE'],
    ['SQLITE_IOERR_SHORT_READ', 'STORE_DAMAGED'],
    ['SQLITE_IOERR_CORRUPTFS', 'STORE_DAMAGED'],
    ['SQLITE_READONLY_DBMOVED', 'STORE_READONLY'],
    ['SQLITE_LOCKED_SHAREDCACHE', 'STORE_BUSY'],
    ['SQLITE_PROTOCOL', 'STORE_BUSY'],
    ['SQLITE_CORRUPT_INDEX', 'STORE_DAMAGED'],
    ['SQLITE_TOOBIG', 'STORE_DAMAGED'],
  ])('%s', (sqlite, code) => {
    expect(storeError(new SqliteDatabase.SqliteError('text', sqlite), path)).toMatchObject({ code });
  });
});
