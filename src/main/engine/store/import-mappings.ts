/**
 * What a person said of the columns of a file, for the next file that has the same ones: a setting of the workspace, by the
 * names of the columns in their order.
 */
import { z } from 'zod';
import { type ColumnChoice, columnChoice } from '../../../shared/entities.ts';
import { sha256 } from '../files/hashing.ts';
import type { ReadableDatabase, WritableDatabase } from './handles.ts';
import { readSetting, writeSetting } from './settings.ts';

const KEY = 'importMappings';
/** The latest ones. */
const MOST_KEPT = 50;

const stored = z.array(z.object({ shape: z.string(), choice: columnChoice }));

/** @param columns as they are found when nobody has said anything of the file */
export function mappingOf(database: ReadableDatabase, columns: readonly string[]): ColumnChoice | null {
  const shape = shapeOf(columns);
  return read(database).find((kept) => kept.shape === shape)?.choice ?? null;
}

/** Call it inside `store.write`. */
export function keepMapping(
  database: WritableDatabase,
  columns: readonly string[],
  choice: ColumnChoice,
): void {
  const shape = shapeOf(columns);
  const others = read(database).filter((kept) => kept.shape !== shape);
  writeSetting(database, KEY, [{ shape, choice }, ...others].slice(0, MOST_KEPT));
}

function read(database: ReadableDatabase): z.infer<typeof stored> {
  return stored.parse(readSetting(database, KEY) ?? []);
}

function shapeOf(columns: readonly string[]): string {
  return sha256(JSON.stringify(columns));
}
