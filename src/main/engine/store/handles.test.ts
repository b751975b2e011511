import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { prepared, preparedAsArrays, type ReadableDatabase } from './handles.ts';

test('rows as arrays leave the same text as objects as it is', () => {
  const database = new SqliteDatabase(':memory:') as ReadableDatabase;
  const sql = 'SELECT 1 AS one';
  expect(prepared(database, sql).get()).toEqual({ one: 1 });
  expect(preparedAsArrays(database, sql).get()).toEqual([1]);
  expect(prepared(database, sql).get()).toEqual({ one: 1 });
});
