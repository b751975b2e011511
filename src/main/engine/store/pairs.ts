/** The table `pair`. A pair is never changed: an edit is a new row in its place, a removal a tombstone. */
import { z } from 'zod';
import type { Pair } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { foldCase, prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { expectChange, found, newId, now } from './rows.ts';

/** Either both texts or both token id lists; the others are null. */
export type NewPair = Omit<Pair, 'id' | 'setId' | 'position'>;

interface PairRow extends Omit<Pair, 'originalIds' | 'counterfactualIds'> {
  readonly originalIds: string | null;
  readonly counterfactualIds: string | null;
}

export const PAIR_COLUMNS = `pair.id, pair.set_id AS setId, pair.position, pair.label, pair.original, pair.counterfactual,
  pair.original_ids AS originalIds, pair.counterfactual_ids AS counterfactualIds`;

const idList = z.array(z.int());

/** Token ids out of a JSON column. */
export function parseIds(text: string): number[] {
  return idList.parse(JSON.parse(text));
}

function toPair(row: PairRow): Pair {
  return {
    ...row,
    originalIds: row.originalIds === null ? null : parseIds(row.originalIds),
    counterfactualIds: row.counterfactualIds === null ? null : parseIds(row.counterfactualIds),
  };
}

/** The pair, whether it has been removed since or not: results refer to it either way. */
export function getPair(database: ReadableDatabase, id: number): Pair {
  const row = prepared<PairRow>(database, `SELECT ${PAIR_COLUMNS} FROM pair WHERE id = ?`).get(id);
  return toPair(found(row, 'pair', id));
}

export interface PairPage {
  readonly setId: number;
  /** A part of a text or of the label, whatever its case; '' finds all. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** Pairs of a set in its order, with how many there are without the page's limits. */
export function listPairs(database: ReadableDatabase, page: PairPage): { total: number; pairs: Pair[] } {
  const { setId, search, offset, limit } = page;
  const where = `WHERE set_id = ? AND removed_at IS NULL
    AND (? = '' OR instr(fold_case(concat_ws(char(10), original, counterfactual, original_ids, counterfactual_ids, label)), ?) > 0)`;
  const sought = foldCase(search);
  const total = prepared<{ total: number }>(database, `SELECT count(*) AS total FROM pair ${where}`).get(
    setId,
    sought,
    sought,
  );
  const rows = prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM pair ${where} ORDER BY position, id LIMIT ? OFFSET ?`,
  ).all(setId, sought, sought, limit, offset);
  return { total: total?.total ?? 0, pairs: rows.map(toPair) };
}

/** Every pair of a set, in its order. */
export function* pairsInOrder(database: ReadableDatabase, setId: number): Generator<Pair> {
  const rows = prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM pair WHERE set_id = ? AND removed_at IS NULL ORDER BY position, id`,
  );
  for (const row of rows.iterate(setId)) yield toPair(row);
}

/** Adds pairs at the end of the set, in order, and returns their ids. Call it inside `store.write`. */
export function addPairs(database: WritableDatabase, setId: number, pairs: Iterable<NewPair>): number[] {
  const last = prepared<{ last: number | null }>(
    database,
    'SELECT max(position) AS last FROM pair WHERE set_id = ?',
  ).get(setId);
  let position = (last?.last ?? -1) + 1;
  const ids: number[] = [];
  for (const pair of pairs) ids.push(insertPair(database, setId, position++, pair));
  return ids;
}

function insertPair(database: WritableDatabase, setId: number, position: number, pair: NewPair): number {
  const insert = prepared(
    database,
    `INSERT INTO pair (set_id, position, label, original, counterfactual, original_ids, counterfactual_ids, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const result = insert.run(
    setId,
    position,
    pair.label,
    pair.original,
    pair.counterfactual,
    pair.originalIds === null ? null : JSON.stringify(pair.originalIds),
    pair.counterfactualIds === null ? null : JSON.stringify(pair.counterfactualIds),
    now(),
  );
  return newId(result);
}

/** Puts a new pair in the place of one that is in use, which becomes a tombstone. Call it inside `store.write`. */
export function replacePair(database: WritableDatabase, id: number, pair: NewPair): Pair {
  const replaced = found(
    prepared<PairRow>(database, `SELECT ${PAIR_COLUMNS} FROM pair WHERE id = ? AND removed_at IS NULL`).get(
      id,
    ),
    'pair',
    id,
  );
  removePairs(database, [id]);
  return getPair(database, insertPair(database, replaced.setId, replaced.position, pair));
}

/** Call it inside `store.write`: NOT_FOUND for one id leaves all as they were. */
export function removePairs(database: WritableDatabase, ids: readonly number[]): void {
  const update = prepared(database, 'UPDATE pair SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
  const removedAt = now();
  for (const id of ids) expectChange(update.run(removedAt, id), 'pair', id);
}

/**
 * Takes back a removal. Throws CONFLICT when another pair has the place (the pair had been edited, not removed).
 * Call it inside `store.write`.
 */
export function restorePairs(database: WritableDatabase, ids: readonly number[]): void {
  const successor = prepared<{ id: number }>(
    database,
    `SELECT other.id FROM pair AS removed
     JOIN pair AS other ON other.set_id = removed.set_id AND other.position = removed.position
     WHERE removed.id = ? AND other.id <> removed.id AND other.removed_at IS NULL`,
  );
  const update = prepared(database, 'UPDATE pair SET removed_at = NULL WHERE id = ?');
  for (const id of ids) {
    const other = successor.get(id);
    if (other !== undefined)
      throw new PairlensError('CONFLICT', `pair ${id} has been replaced by pair ${other.id}`, {
        id,
        by: other.id,
      });
    expectChange(update.run(id), 'pair', id);
  }
}
