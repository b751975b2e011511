/**
 * What the tables `pair` and `text` have in common: rows in the order of a set, each in a place. A row is never changed:
 * an edit is a new row in the same place, a removal a tombstone.
 */
import { PairlensError } from '../../../shared/errors.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { expectChange, now } from './rows.ts';

type PlacedTable = 'pair' | 'text';

/** The place after the last of the set, those of removed rows among them. */
export function nextPlace(database: ReadableDatabase, table: PlacedTable, setId: number): number {
  const last = prepared<{ last: number | null }>(
    database,
    `SELECT max(position) AS last FROM ${table} WHERE set_id = ?`,
  ).get(setId);
  return (last?.last ?? -1) + 1;
}

/** Call it inside `store.write`: NOT_FOUND for one id leaves all as they were. */
export function removePlaced(database: WritableDatabase, table: PlacedTable, ids: readonly number[]): void {
  const update = prepared(database, `UPDATE ${table} SET removed_at = ? WHERE id = ? AND removed_at IS NULL`);
  const removedAt = now();
  for (const id of ids) expectChange(update.run(removedAt, id), table, id);
}

/**
 * Takes back a removal. Throws CONFLICT when another row has the place (the row had been edited, not removed). Call it
 * inside `store.write`.
 */
export function restorePlaced(database: WritableDatabase, table: PlacedTable, ids: readonly number[]): void {
  const successor = prepared<{ id: number }>(
    database,
    `SELECT other.id FROM ${table} AS removed
     JOIN ${table} AS other ON other.set_id = removed.set_id AND other.position = removed.position
     WHERE removed.id = ? AND other.id <> removed.id AND other.removed_at IS NULL`,
  );
  const update = prepared(database, `UPDATE ${table} SET removed_at = NULL WHERE id = ?`);
  for (const id of ids) {
    const other = successor.get(id);
    if (other !== undefined)
      throw new PairlensError('CONFLICT', `this ${table} cannot come back: another ${table} has its place`, {
        id,
        by: other.id,
      });
    expectChange(update.run(id), table, id);
  }
}
