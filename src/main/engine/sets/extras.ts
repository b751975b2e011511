/** What a row has beside its pair: columns that are kept with it under their names. */
import { plainName } from '../imports/column-names.ts';
import type { Row } from '../imports/row.ts';
import { whatIsWrongWith } from '../imports/sentence-text.ts';
import { KNOWN_NAMES } from './known-columns.ts';

export type Extras = Readonly<Record<string, string>>;

/**
 * The cells of the columns that are kept, as texts without white space around them: numbers and truth values as JSON writes
 * them, lists and objects too. An empty cell is nothing.
 * @param columns index and name
 * @returns `isWhole` false where a cell is not kept: it is longer than a sentence, or cannot be told from what is beside it
 */
export function extrasOfRow(
  row: Row,
  columns: readonly (readonly [number, string])[],
): { readonly extras: Extras | null; readonly isWhole: boolean } {
  const kept: [string, string][] = [];
  let isWhole = true;
  for (const [column, name] of columns) {
    const text = textOf(row.cells[column]);
    if (text === '') continue;
    if (row.doubts?.has(column) === true || whatIsWrongWith(text) !== null) isWhole = false;
    else kept.push([name, text]);
  }
  return { extras: kept.length === 0 ? null : Object.fromEntries(kept), isWhole };
}

function textOf(cell: unknown): string {
  if (cell === undefined || cell === null) return '';
  return typeof cell === 'string' ? cell.trim() : JSON.stringify(cell);
}

/** What a column is called in a file: a name that is not read as a part of the pair. */
export function columnOfExtra(name: string): string {
  return KNOWN_NAMES.has(plainName(name)) ? `${name} (column)` : name;
}
