import SqliteDatabase from 'better-sqlite3';
import { expect } from 'vitest';
import { storeOf } from './operations.ts';

/** Throws unless the store is whole, and every reference in it is met. */
export function checkIsSound(home: string): void {
  const database = new SqliteDatabase(storeOf(home));
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(database.pragma('foreign_key_check')).toEqual([]);
  } finally {
    database.close();
  }
}
