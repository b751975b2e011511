/** From the rows of a table to pairs: what is refused, what is left out and said so, what is kept. */
import type { PairColumns } from './columns.ts';
import type { PairContent } from './pair-content.ts';
import { idPair, inputKey, textPair } from './pair-content.ts';
import type { ProblemList } from './problems.ts';
import type { Cell, Row, Table } from './table.ts';

/** A side with more characters than this is no sentence; it is refused. */
export const LONGEST_TEXT = 20_000;
const LARGEST_TOKEN_ID = 2 ** 31 - 1;

export interface ReadPairs {
  readonly pairs: readonly PairContent[];
  /** Lines of the pairs left out because an earlier one has the same two inputs, whatever its label. */
  readonly duplicates: readonly number[];
  /** Lines of the rows with both sides empty, which are left out. */
  readonly blanks: readonly number[];
}

/** What a cell holds, as a side of a pair. */
type Side =
  | { readonly kind: 'absent' | 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'wrong'; readonly message: string };

/**
 * Reads the pairs of a table. White space around texts and labels is removed; nothing else about them changes. A pair
 * with one side empty, a side that is not text, and a pair of a text with token ids are problems.
 */
export function readPairs(table: Table, columns: PairColumns, problems: ProblemList): ReadPairs {
  const pairs: PairContent[] = [];
  const duplicates: number[] = [];
  const blanks: number[] = [];
  const seen = new Set<string>();
  for (const row of table.rows) {
    const pair = readPair(row, table, columns, problems);
    if (pair === 'blank') {
      blanks.push(table.positionOf(row.offset).line);
    } else if (pair !== 'refused') {
      const key = inputKey(pair);
      if (seen.has(key)) duplicates.push(table.positionOf(row.offset).line);
      else pairs.push(pair);
      seen.add(key);
    }
  }
  return { pairs, duplicates, blanks };
}

function readPair(
  row: Row,
  table: Table,
  columns: PairColumns,
  problems: ProblemList,
): PairContent | 'blank' | 'refused' {
  const problem = (offset: number, message: string): 'refused' => {
    problems.add(table.positionOf(offset), message);
    return 'refused';
  };
  const at = idsInsteadOfTexts(row, columns) ?? columns;
  const originalCell = row.cells[at.original];
  const counterfactualCell = row.cells[at.counterfactual];
  const labelCell = columns.label === null ? undefined : row.cells[columns.label];
  const original = readSide(originalCell);
  const counterfactual = readSide(counterfactualCell);
  const nameOf = (column: number): string => `"${table.columns[column] ?? ''}"`;

  if (isVoid(original) && isVoid(counterfactual)) {
    const anything = row.cells.some((cell) => cell !== undefined && !isVoid(readSide(cell)));
    const keysMissing = original.kind === 'absent' && counterfactual.kind === 'absent' && anything;
    if (!keysMissing) return 'blank';
    return problem(row.offset, `neither ${nameOf(at.original)} nor ${nameOf(at.counterfactual)} is there`);
  }
  if (at !== columns && (row.cells[columns.original] ?? row.cells[columns.counterfactual]) !== undefined) {
    return problem(row.offset, 'a pair has either texts or token ids, not both');
  }
  if (original.kind === 'wrong') {
    return problem(originalCell?.offset ?? row.offset, `${nameOf(at.original)} ${original.message}`);
  }
  if (counterfactual.kind === 'wrong') {
    return problem(
      counterfactualCell?.offset ?? row.offset,
      `${nameOf(at.counterfactual)} ${counterfactual.message}`,
    );
  }
  if (isIdColumn(at, columns) && (original.kind === 'text' || counterfactual.kind === 'text')) {
    return problem(row.offset, 'token ids must be an array of numbers, which CSV and TSV cannot hold');
  }
  if (isVoid(original)) {
    return problem(originalCell?.offset ?? row.offset, `one-sided pair: ${nameOf(at.original)} is empty`);
  }
  if (isVoid(counterfactual)) {
    return problem(
      counterfactualCell?.offset ?? row.offset,
      `one-sided pair: ${nameOf(at.counterfactual)} is empty`,
    );
  }
  const label = readLabel(labelCell);
  if (typeof label === 'object' && label !== null) {
    return problem(labelCell?.offset ?? row.offset, `the label ${label.wrong}`);
  }
  if (original.kind === 'text' && counterfactual.kind === 'text') {
    return textPair(label, original.text, counterfactual.text);
  }
  if (original.kind === 'ids' && counterfactual.kind === 'ids') {
    return idPair(label, original.ids, counterfactual.ids);
  }
  return problem(row.offset, 'one side is text and the other token ids');
}

function isIdColumn(at: { readonly original: number }, columns: PairColumns): boolean {
  return columns.ids !== null && at.original === columns.ids.original;
}

/** The id columns, for a row that has them filled. */
function idsInsteadOfTexts(row: Row, columns: PairColumns): PairColumns['ids'] {
  if (columns.ids === null || columns.ids.original === columns.original) return null;
  const filled = [row.cells[columns.ids.original], row.cells[columns.ids.counterfactual]].some(
    (cell) => !isVoid(readSide(cell)),
  );
  return filled ? columns.ids : null;
}

function isVoid(side: Side): side is { readonly kind: 'absent' | 'empty' } {
  return side.kind === 'absent' || side.kind === 'empty';
}

function readSide(cell: Cell | undefined): Side {
  if (cell === undefined) return { kind: 'absent' };
  const { value } = cell;
  if (value === null) return { kind: 'empty' };
  if (typeof value === 'string') return readText(value);
  if (Array.isArray(value)) return readIds(value);
  return {
    kind: 'wrong',
    message: `is ${typeof value === 'object' ? 'an object' : `a ${typeof value}`}, not text`,
  };
}

function readText(value: string): Side {
  const text = value.trim();
  if (text === '') return { kind: 'empty' };
  const wrong = whatIsWrongWith(text);
  return wrong === null ? { kind: 'text', text } : { kind: 'wrong', message: wrong };
}

/** Why a text, without white space around it, cannot be a side of a pair (in words that follow its name), or null. */
export function whatIsWrongWith(text: string): string | null {
  if (text.length > LONGEST_TEXT) {
    return `has ${text.length} characters; a sentence has ${LONGEST_TEXT} at most (is a closing quote missing?)`;
  }
  if (text.includes('\0')) return 'has a NUL character in it';
  if (!text.isWellFormed()) return 'has half of a surrogate pair in it';
  return null;
}

function readIds(value: readonly unknown[]): Side {
  if (value.length === 0) return { kind: 'empty' };
  if (value.length > LONGEST_TEXT) {
    return { kind: 'wrong', message: `has ${value.length} token ids; ${LONGEST_TEXT} are the most` };
  }
  const ids: number[] = [];
  for (const [index, id] of value.entries()) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > LARGEST_TOKEN_ID) {
      const shown = typeof id === 'number' ? String(id) : JSON.stringify(id).slice(0, 40);
      return { kind: 'wrong', message: `holds ${shown} at index ${index}, which is not a token id` };
    }
    ids.push(id);
  }
  return { kind: 'ids', ids };
}

function readLabel(cell: Cell | undefined): string | null | { readonly wrong: string } {
  if (cell === undefined || cell.value === null) return null;
  const { value } = cell;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return { wrong: 'is neither text nor a number' };
  const text = value.trim();
  const wrong = whatIsWrongWith(text);
  if (wrong !== null) return { wrong };
  return text === '' ? null : text;
}
