/** The tables `set_change` and `set_change_pair`: what was done to the pairs of a set, and can be taken back. */
import { PairlensError } from '../../../shared/errors.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { found, newId, now } from './rows.ts';

export interface SetChange {
  readonly id: number;
  readonly setId: number;
  readonly what: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly hashBefore: string | null;
  readonly hashAfter: string | null;
  readonly createdAt: string;
  readonly undoneAt: string | null;
}

const COLUMNS = `id, set_id AS setId, what, added, changed, removed, hash_before AS hashBefore,
  hash_after AS hashAfter, created_at AS createdAt, undone_at AS undoneAt`;

/** Rows that a part of a change put in and took out; of an edit one of each. */
export interface ChangedRows {
  readonly put: readonly number[];
  readonly taken: readonly number[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Those of a set that are done, and those that can be done again; the latest first. */
export function listChanges(database: ReadableDatabase, setId: number): SetChange[] {
  return prepared<SetChange>(
    database,
    `SELECT ${COLUMNS} FROM set_change
     WHERE set_id = ? AND is_over = 0 ORDER BY id DESC`,
  ).all(setId);
}

/** @throws PairlensError NOT_FOUND */
export function getChange(database: ReadableDatabase, id: number): SetChange {
  return found(
    prepared<SetChange>(database, `SELECT ${COLUMNS} FROM set_change WHERE id = ?`).get(id),
    'change',
    id,
  );
}

/**
 * Begins a change; what was undone before it is not done again any more. Call it inside `store.write`.
 * @param hashBefore of the set's pairs as they are, where they have been counted
 */
export function beginChange(
  database: WritableDatabase,
  { setId, what, hashBefore }: { setId: number; what: string; hashBefore: string | null },
): number {
  prepared(database, 'UPDATE set_change SET is_over = 1 WHERE set_id = ? AND undone_at IS NOT NULL').run(
    setId,
  );
  const insert = prepared(
    database,
    'INSERT INTO set_change (set_id, what, hash_before, created_at) VALUES (?, ?, ?, ?)',
  );
  return newId(insert.run(setId, what, hashBefore, now()));
}

/** A part of the change is done. Call it inside the same `store.write`. */
export function noteRows(database: WritableDatabase, changeId: number, rows: ChangedRows): void {
  const insert = prepared(
    database,
    'INSERT INTO set_change_pair (change_id, is_in, pair_id) VALUES (?, ?, ?)',
  );
  for (const id of rows.taken) insert.run(changeId, 0, id);
  for (const id of rows.put) insert.run(changeId, 1, id);
  prepared(
    database,
    'UPDATE set_change SET added = added + ?, changed = changed + ?, removed = removed + ? WHERE id = ?',
  ).run(rows.added, rows.changed, rows.removed, changeId);
}

export interface ChangedRow {
  readonly pairId: number;
  readonly isIn: 0 | 1;
}

/**
 * The rows of a change by their places, at a place those first that are to go.
 * @param back whether the change is to be undone, or done again
 */
export function rowsOfChange(database: ReadableDatabase, changeId: number, back: boolean): ChangedRow[] {
  return prepared<ChangedRow>(
    database,
    `SELECT pair_id AS pairId, is_in AS isIn FROM set_change_pair JOIN pair ON pair.id = pair_id
     WHERE change_id = ? ORDER BY position, is_in ${back ? 'DESC' : 'ASC'}`,
  ).all(changeId);
}

export interface PlacedRow extends ChangedRow {
  readonly position: number;
}

/** The rows of a change with their places, a few thousand at a time. */
export function* placedRows(database: ReadableDatabase, changeId: number): Generator<PlacedRow[]> {
  const most = 2000;
  const after = prepared<PlacedRow>(
    database,
    `SELECT pair_id AS pairId, is_in AS isIn, position FROM set_change_pair JOIN pair ON pair.id = pair_id
     WHERE change_id = ? AND (is_in, pair_id) > (?, ?) ORDER BY is_in, pair_id LIMIT ${most}`,
  );
  let last: ChangedRow = { isIn: 0, pairId: 0 };
  for (;;) {
    const rows = after.all(changeId, last.isIn, last.pairId);
    yield rows;
    last = rows.at(-1) ?? last;
    if (rows.length < most) return;
  }
}

/**
 * Takes rows out or brings them back, whichever of both they are already. Call it inside `store.write`.
 * @param back as in {@link rowsOfChange}
 */
export function moveRows(database: WritableDatabase, rows: readonly ChangedRow[], back: boolean): void {
  const takeOut = prepared(database, 'UPDATE pair SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
  const bringBack = prepared(database, 'UPDATE pair SET removed_at = NULL WHERE id = ?');
  const removedAt = now();
  for (const { pairId, isIn } of rows) {
    if ((isIn === 1) === back) takeOut.run(removedAt, pairId);
    else bringBack.run(pairId);
  }
}

/** Call it inside `store.write`. */
export function markUndone(database: WritableDatabase, changeId: number, isUndone: boolean): void {
  prepared(database, 'UPDATE set_change SET undone_at = ? WHERE id = ?').run(
    isUndone ? now() : null,
    changeId,
  );
}

/**
 * Changes are undone from the last one back, and done again in the order in which they were.
 * @throws PairlensError CONFLICT where another has to come first, NOT_FOUND
 */
export function requireNext(database: ReadableDatabase, changeId: number, back: boolean): SetChange {
  const change = getChange(database, changeId);
  const next = prepared<{ id: number; what: string }>(
    database,
    back
      ? 'SELECT id, what FROM set_change WHERE set_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1'
      : `SELECT id, what FROM set_change
         WHERE set_id = ? AND undone_at IS NOT NULL AND is_over = 0 ORDER BY id LIMIT 1`,
  ).get(change.setId);
  if (next?.id === changeId) return change;
  if ((change.undoneAt !== null) === back)
    throw new PairlensError('CONFLICT', `“${change.what}” ${back ? 'is undone' : 'is done'} already`, {
      changeId,
    });
  const words =
    next === undefined || next.id > changeId !== back
      ? 'the set was changed since'
      : `“${next.what}” comes first`;
  throw new PairlensError(
    'CONFLICT',
    `“${change.what}” cannot be ${back ? 'undone' : 'done again'}: ${words}`,
    { changeId },
  );
}

/** The set's pairs have been counted: what its last change came to. Call it inside `store.write`. */
export function keepHash(database: WritableDatabase, setId: number, hash: string): void {
  prepared(
    database,
    `UPDATE set_change SET hash_after = ? WHERE hash_after IS NULL AND id =
       (SELECT max(id) FROM set_change WHERE set_id = ? AND undone_at IS NULL)`,
  ).run(hash, setId);
}
