/** The table `text`. A text is never changed: an edit is a new row in its place, a removal a tombstone. */
import type { StoredText } from '../../../shared/texts.ts';
import { foldCase, prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { nextPlace, removePlaced, restorePlaced } from './places.ts';
import { found, newId, now, parseIds } from './rows.ts';
import { forgetSummary } from './set-table.ts';
import type { TextContent } from './text-content.ts';

interface TextRow extends Omit<StoredText, 'ids'> {
  readonly ids: string | null;
}

const COLUMNS = 'id, set_id AS setId, position, label, text, ids';

function toText(row: TextRow): StoredText {
  return { ...row, ids: row.ids === null ? null : parseIds(row.ids) };
}

/** The text, whether it has been removed since or not: results refer to it either way. */
export function getText(database: ReadableDatabase, id: number): StoredText {
  const row = prepared<TextRow>(database, `SELECT ${COLUMNS} FROM text WHERE id = ?`).get(id);
  return toText(found(row, 'text', id));
}

/** Texts of a set in its order. */
export function listTexts(
  database: ReadableDatabase,
  { setId, offset, limit }: { readonly setId: number; readonly offset: number; readonly limit: number },
): StoredText[] {
  // The inner query walks along the index alone: what is skipped is not read.
  return prepared<TextRow>(
    database,
    `SELECT ${COLUMNS} FROM text WHERE id IN (
       SELECT id FROM text WHERE set_id = ? AND removed_at IS NULL ORDER BY position LIMIT ? OFFSET ?
     ) ORDER BY position, id`,
  )
    .all(setId, limit, offset)
    .map(toText);
}

/** The texts with these ids, in the order of their set. */
export function textsWithIds(database: ReadableDatabase, ids: readonly number[]): StoredText[] {
  return prepared<TextRow>(
    database,
    `SELECT ${COLUMNS} FROM text WHERE id IN (SELECT value FROM json_each(?)) ORDER BY position, id`,
  )
    .all(JSON.stringify(ids))
    .map(toText);
}

/**
 * Of the texts at up to `count` places from `from` on, the ids of those in which `search` occurs, whatever its case, in the
 * text, its ids or its label.
 */
export function matchingTexts(
  database: ReadableDatabase,
  { setId, search, from, count }: { setId: number; search: string; from: number; count: number },
): number[] {
  return prepared<{ id: number }>(
    database,
    `SELECT id FROM text WHERE set_id = ? AND removed_at IS NULL AND position >= ? AND position < ?
       AND instr(fold_case(concat_ws(char(10), text, ids, label)), ?) > 0
     ORDER BY position, id`,
  )
    .all(setId, from, from + count, foldCase(search))
    .map(({ id }) => id);
}

/** Every text of a set in its order, a thousand at a time; meanwhile the store may be asked other things. */
export function* textsInPieces(database: ReadableDatabase, setId: number): Generator<readonly StoredText[]> {
  const from = prepared<TextRow>(
    database,
    `SELECT ${COLUMNS} FROM text WHERE set_id = ? AND removed_at IS NULL AND position >= ?
     ORDER BY position, id LIMIT 1000`,
  );
  for (let place = 0; ;) {
    const texts = from.all(setId, place).map(toText);
    const last = texts.at(-1);
    if (last === undefined) return;
    yield texts;
    place = last.position + 1;
  }
}

/** The place after the last of a set, those of removed texts among them. */
export function placesOfTexts(database: ReadableDatabase, setId: number): number {
  return nextPlace(database, 'text', setId);
}

/** Every text of a set, in its order. The store takes no writes until the last one has been taken. */
export function* textsInOrder(database: ReadableDatabase, setId: number): Generator<StoredText> {
  const rows = prepared<TextRow>(
    database,
    `SELECT ${COLUMNS} FROM text WHERE set_id = ? AND removed_at IS NULL ORDER BY position, id`,
  );
  for (const row of rows.iterate(setId)) yield toText(row);
}

/** Adds texts at the end of the set, in order, and returns their ids. Call it inside `store.write`. */
export function addTexts(database: WritableDatabase, setId: number, texts: Iterable<TextContent>): number[] {
  forgetSummary(database, 'text_set', setId);
  let position = nextPlace(database, 'text', setId);
  const ids: number[] = [];
  for (const text of texts) ids.push(insertText(database, setId, position++, text));
  return ids;
}

/** Puts a text into a set that is not there yet, at a place that nobody has. Call it inside `store.write`. */
export function putText(
  database: WritableDatabase,
  setId: number,
  position: number,
  text: TextContent,
): void {
  insertText(database, setId, position, text);
}

function insertText(
  database: WritableDatabase,
  setId: number,
  position: number,
  { label, text, ids }: TextContent,
): number {
  const insert = prepared(
    database,
    'INSERT INTO text (set_id, position, label, text, ids, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return newId(insert.run(setId, position, label, text, ids === null ? null : JSON.stringify(ids), now()));
}

/** Puts a new text in the place of one that is in use, which becomes a tombstone. Call it inside `store.write`. */
export function replaceText(database: WritableDatabase, id: number, text: TextContent): StoredText {
  removeTexts(database, [id]);
  const { setId, position } = getText(database, id);
  return getText(database, insertText(database, setId, position, text));
}

/** Call it inside `store.write`: NOT_FOUND for one id leaves all as they were. */
export function removeTexts(database: WritableDatabase, ids: readonly number[]): void {
  forgetSummaries(database, ids);
  removePlaced(database, 'text', ids);
}

/**
 * Takes back a removal. Throws CONFLICT when another text has the place (the text had been edited, not removed).
 * Call it inside `store.write`.
 */
export function restoreTexts(database: WritableDatabase, ids: readonly number[]): void {
  forgetSummaries(database, ids);
  restorePlaced(database, 'text', ids);
}

/** Of the sets that have these texts. */
function forgetSummaries(database: WritableDatabase, ids: readonly number[]): void {
  const sets = prepared<{ setId: number }>(
    database,
    'SELECT DISTINCT set_id AS setId FROM text WHERE id IN (SELECT value FROM json_each(?))',
  ).all(JSON.stringify(ids));
  for (const { setId } of sets) forgetSummary(database, 'text_set', setId);
}
