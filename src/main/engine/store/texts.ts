/** The table `text`. A text is never changed: an edit is a new row in its place, a removal a tombstone. */
import { foldCase, prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { nextPlace, removePlaced, restorePlaced } from './places.ts';
import { found, newId, now, parseIds } from './rows.ts';
import type { TextContent } from './text-content.ts';

/** Either a text or token ids; the other is null. */
export interface StoredText extends TextContent {
  readonly id: number;
  readonly setId: number;
  /** place in the set's order, from 0 */
  readonly position: number;
}

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

export interface TextPage {
  readonly setId: number;
  /** A part of the text, its ids or its label, whatever its case; '' finds all. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** Texts of a set in its order, with how many there are without the page's limits. */
export function listTexts(
  database: ReadableDatabase,
  { setId, search, offset, limit }: TextPage,
): { total: number; texts: StoredText[] } {
  const where = `WHERE set_id = ? AND removed_at IS NULL
    AND (? = '' OR instr(fold_case(concat_ws(char(10), text, ids, label)), ?) > 0)`;
  const sought = foldCase(search);
  const counted = prepared<{ total: number }>(database, `SELECT count(*) AS total FROM text ${where}`).get(
    setId,
    sought,
    sought,
  );
  const rows = prepared<TextRow>(
    database,
    `SELECT ${COLUMNS} FROM text ${where} ORDER BY position, id LIMIT ? OFFSET ?`,
  ).all(setId, sought, sought, limit, offset);
  return { total: counted?.total ?? 0, texts: rows.map(toText) };
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
  let position = nextPlace(database, 'text', setId);
  const ids: number[] = [];
  for (const text of texts) ids.push(insertText(database, setId, position++, text));
  return ids;
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
  removePlaced(database, 'text', [id]);
  const { setId, position } = getText(database, id);
  return getText(database, insertText(database, setId, position, text));
}

/** Call it inside `store.write`: NOT_FOUND for one id leaves all as they were. */
export function removeTexts(database: WritableDatabase, ids: readonly number[]): void {
  removePlaced(database, 'text', ids);
}

/**
 * Takes back a removal. Throws CONFLICT when another text has the place (the text had been edited, not removed).
 * Call it inside `store.write`.
 */
export function restoreTexts(database: WritableDatabase, ids: readonly number[]): void {
  restorePlaced(database, 'text', ids);
}
