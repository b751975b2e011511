/** From a row of a table to a pair: what is refused, what is blank, what is kept. */
import { LARGEST, MOST } from '../../../core/bounds.ts';
import type { PairColumns } from './columns.ts';
import { nameOfType } from './json-row.ts';
import type { PairContent } from './pair-content.ts';
import { idPair, textPair } from './pair-content.ts';
import type { ProblemList } from './problems.ts';
import type { Row } from './row.ts';
import { whatIsWrongWith } from './sentence-text.ts';

/** Of a value that is shown in a message. */
const SHOWN_CHARACTERS = 40;

/** What a cell holds, as a side of a pair. */
type Side =
  | { readonly kind: 'absent' | 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'wrong'; readonly message: string };

/**
 * White space around texts and labels is removed; nothing else about them changes. A pair with one side empty, a neutral
 * without its pair, a statement that is not text, and a text with token ids are problems.
 * @param names of the table's columns
 */
export function pairOfRow(
  row: Row,
  names: readonly string[],
  columns: PairColumns,
  problems: ProblemList,
): PairContent | 'blank' | 'refused' {
  /** At the cell of a column, or at the row where it has none. */
  const problem = (column: number | null, message: string): 'refused' => {
    problems.add(row.positionOf(column), message);
    return 'refused';
  };
  const nameOf = (column: number): string => `"${names[column] ?? ''}"`;
  const sideAt = (column: number): Side => readSide(row.cells[column]);

  const at = idsInsteadOfTexts(row, columns) ?? columns;
  for (const column of [at.original, at.counterfactual, at.neutral, columns.label, columns.cluster]) {
    const doubt = column === null ? undefined : row.doubts?.get(column);
    if (doubt === undefined) continue;
    problems.add(doubt.position ?? row.positionOf(column), doubt.message);
    return 'refused';
  }
  const [original, counterfactual] = [sideAt(at.original), sideAt(at.counterfactual)];
  const neutral: Side = at.neutral === null ? { kind: 'absent' } : sideAt(at.neutral);
  if (isVoid(original) && isVoid(counterfactual)) {
    if (!isVoid(neutral))
      return problem(
        at.neutral,
        `a neutral without its pair: ${nameOf(at.original)} and ${nameOf(at.counterfactual)} are empty`,
      );
    const keysMissing = original.kind === 'absent' && counterfactual.kind === 'absent';
    if (!keysMissing || row.cells.every((cell) => isVoid(readSide(cell)))) return 'blank';
    return problem(null, `neither ${nameOf(at.original)} nor ${nameOf(at.counterfactual)} is there`);
  }
  const texts = [columns.original, columns.counterfactual, columns.neutral].filter(
    (column) => column !== null,
  );
  if (at !== columns && !texts.every((column) => isVoid(sideAt(column)))) {
    return problem(null, 'a pair has either texts or token ids, not both');
  }
  for (const column of [at.original, at.counterfactual]) {
    const side = sideAt(column);
    if (side.kind === 'wrong') return problem(column, `${nameOf(column)} ${side.message}`);
    if (isVoid(side)) return problem(column, `one-sided pair: ${nameOf(column)} is empty`);
    if (side.kind === 'text' && isIdColumn(column, columns)) {
      return problem(
        column,
        `${nameOf(column)} is text; token ids are an array of numbers, in JSON or JSONL`,
      );
    }
  }
  if (neutral.kind === 'wrong') return problem(at.neutral, `${nameOf(at.neutral ?? 0)} ${neutral.message}`);
  const nameAt = (column: number | null): Name => readName(column === null ? undefined : row.cells[column]);
  const label = nameAt(columns.label);
  if (isWrong(label)) return problem(columns.label, `the label ${label.wrong}`);
  const cluster = nameAt(columns.cluster);
  if (isWrong(cluster)) return problem(columns.cluster, `the cluster ${cluster.wrong}`);
  if (original.kind !== counterfactual.kind) return problem(null, 'one side is text and the other token ids');
  if (original.kind === 'text' && counterfactual.kind === 'text' && neutral.kind !== 'ids') {
    const beside = { neutral: neutral.kind === 'text' ? neutral.text : null, cluster };
    return textPair(label, original.text, counterfactual.text, beside);
  }
  if (original.kind === 'ids' && counterfactual.kind === 'ids' && neutral.kind !== 'text') {
    const beside = { neutral: neutral.kind === 'ids' ? neutral.ids : null, cluster };
    return idPair(label, original.ids, counterfactual.ids, beside);
  }
  return problem(
    at.neutral,
    neutral.kind === 'ids'
      ? 'the neutral is token ids and its pair text'
      : 'the neutral is text and its pair token ids',
  );
}

/** The side that the neutral is the same as, or null. */
export function sideOfNeutral(pair: PairContent): 'original' | 'counterfactual' | null {
  if (pair.neutral === null && pair.neutralIds === null) return null;
  const neutral = JSON.stringify(pair.neutral ?? pair.neutralIds);
  if (neutral === JSON.stringify(pair.original ?? pair.originalIds)) return 'original';
  return neutral === JSON.stringify(pair.counterfactual ?? pair.counterfactualIds) ? 'counterfactual' : null;
}

function isIdColumn(column: number, { ids }: PairColumns): boolean {
  return ids !== null && [ids.original, ids.counterfactual].includes(column);
}

/** The id columns, for a row that has them filled. */
function idsInsteadOfTexts(row: Row, columns: PairColumns): PairColumns['ids'] {
  if (columns.ids === null || columns.ids.original === columns.original) return null;
  const { original, counterfactual, neutral } = columns.ids;
  const filled = [original, counterfactual, neutral].some(
    (column) => column !== null && !isVoid(readSide(row.cells[column])),
  );
  return filled ? columns.ids : null;
}

function isVoid(side: Side): side is { readonly kind: 'absent' | 'empty' } {
  return side.kind === 'absent' || side.kind === 'empty';
}

function readSide(cell: unknown): Side {
  if (cell === undefined) return { kind: 'absent' };
  if (cell === null) return { kind: 'empty' };
  if (typeof cell === 'string') return readText(cell);
  if (Array.isArray(cell)) return readList(cell);
  return { kind: 'wrong', message: `is ${nameOfType(cell)}, not text` };
}

function readText(value: string): Side {
  const text = value.trim();
  if (text === '') return { kind: 'empty' };
  const wrong = whatIsWrongWith(text);
  return wrong === null ? { kind: 'text', text } : { kind: 'wrong', message: wrong };
}

/** Token ids; or a list of one text, as some data have them, which is that text. */
function readList(value: readonly unknown[]): Side {
  if (value.length === 0) return { kind: 'empty' };
  const [first] = value;
  if (typeof first === 'string') {
    if (value.length === 1) return readText(first);
    const words = value.every((each) => typeof each === 'string') ? 'texts' : 'values';
    return {
      kind: 'wrong',
      message: `is a list of ${value.length} ${words}; a side of a pair is one text (or a list of token ids)`,
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
type Name = string | null | { readonly wrong: string };

function isWrong(name: Name): name is { readonly wrong: string } {
  return typeof name === 'object' && name !== null;
}

function readName(cell: unknown): Name {
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
