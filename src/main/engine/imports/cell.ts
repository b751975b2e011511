/** What the cells of a table hold: texts, token ids, names. */
import { LARGEST, MOST } from '../../../core/bounds.ts';
import { nameOfType } from './json-row.ts';
import { whatIsWrongWith } from './sentence-text.ts';

/** Of a value that is shown in a message. */
const SHOWN_CHARACTERS = 40;

/** What a cell holds, as a side of a pair or as a text. */
export type CellContent =
  | { readonly kind: 'absent' | 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'wrong'; readonly message: string };

export function isVoid(content: CellContent): content is { readonly kind: 'absent' | 'empty' } {
  return content.kind === 'absent' || content.kind === 'empty';
}

/** @param what it is a cell of: 'a side of a pair' */
export function readCell(cell: unknown, what: string): CellContent {
  if (cell === undefined) return { kind: 'absent' };
  if (cell === null) return { kind: 'empty' };
  if (typeof cell === 'string') return readText(cell);
  if (Array.isArray(cell)) return readList(cell, what);
  return { kind: 'wrong', message: `is ${nameOfType(cell)}, not text` };
}

function readText(value: string): CellContent {
  const text = value.trim();
  if (text === '') return { kind: 'empty' };
  const wrong = whatIsWrongWith(text);
  return wrong === null ? { kind: 'text', text } : { kind: 'wrong', message: wrong };
}

/** Token ids; or a list of one text, as some data have them, which is that text. */
function readList(value: readonly unknown[], what: string): CellContent {
  if (value.length === 0) return { kind: 'empty' };
  const [first] = value;
  if (typeof first === 'string') {
    if (value.length === 1) return readText(first);
    const words = value.every((each) => typeof each === 'string') ? 'texts' : 'values';
    return {
      kind: 'wrong',
      message: `is a list of ${value.length} ${words}; ${what} is one text (or a list of token ids)`,
    };
  }
  if (value.length > MOST.tokens) {
    return { kind: 'wrong', message: `has ${value.length} token ids; ${MOST.tokens} are the most` };
  }
  const ids: number[] = [];
  for (const [index, id] of value.entries()) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > LARGEST.tokenId) {
      const shown = typeof id === 'number' ? String(id) : JSON.stringify(id).slice(0, SHOWN_CHARACTERS);
      return { kind: 'wrong', message: `holds ${shown} at index ${index}, which is not a token id` };
    }
    ids.push(id);
  }
  return { kind: 'ids', ids };
}

/** A label or the name of a cluster; null where there is none. */
export type CellName = string | null | { readonly wrong: string };

export function isWrong(name: CellName): name is { readonly wrong: string } {
  return typeof name === 'object' && name !== null;
}

export function readName(cell: unknown): CellName {
  const value: unknown =
    Array.isArray(cell) && cell.length === 1 && typeof cell[0] === 'string' ? cell[0] : cell;
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return { wrong: 'is neither text nor a number' };
  const text = value.trim();
  const wrong = whatIsWrongWith(text);
  if (wrong !== null) return { wrong };
  return text === '' ? null : text;
}
