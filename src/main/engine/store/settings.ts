/** The table `setting`: what a person set for a view, as JSON by key. */
import { z } from 'zod';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { fromJson } from './rows.ts';

/** The stored value, still to be parsed; undefined when nobody set it. */
export function readSetting(database: ReadableDatabase, key: string): unknown {
  const row = prepared<{ value: string }>(database, 'SELECT value FROM setting WHERE key = ?').get(key);
  return row === undefined ? undefined : fromJson(z.unknown(), row.value, `the setting ${key}`);
}

export function writeSetting(database: WritableDatabase, key: string, value: unknown): void {
  prepared(
    database,
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, JSON.stringify(value));
}

export function removeSetting(database: WritableDatabase, key: string): void {
  prepared(database, 'DELETE FROM setting WHERE key = ?').run(key);
}
