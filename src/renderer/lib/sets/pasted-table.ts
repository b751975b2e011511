/** What a spreadsheet puts on the clipboard: rows of cells with tabs between them, those with tabs or line ends in quotes. */
import { LONGEST, usableText } from '../../../core/bounds.ts';
import { PAIR_FIELDS, type NewPairTexts, type PairField } from '../../../shared/set-pairs.ts';
import { cutWords } from '../../ui/cut-words.ts';

const MOST_PASTED_ROWS = 10_000;
/** Each is asked about in the dialog. */
const MOST_PASTED_COLUMNS = 100;

/** What is pasted as rows of cells that a pair can have, or why it is not taken. */
export type Pasted =
  | {
      readonly rows: string[][];
      /** What of it was left out; null where nothing was. */
      readonly note: string | null;
    }
  | { readonly refused: string };

/** Reads what a spreadsheet, or anything else, put on the clipboard. */
export function readPasted(text: string): Pasted {
  if (text.length > LONGEST.pasted)
    return {
      refused: `${grouped(text.length)} characters; ${grouped(LONGEST.pasted)} are the most. Import it as a file.`,
    };
  const rows = pastedTable(usableText(text, Infinity));
  if (rows.length > MOST_PASTED_ROWS)
    return { refused: `More than ${grouped(MOST_PASTED_ROWS)} rows. Import them as a file.` };
  const width = widest(rows);
  if (width > MOST_PASTED_COLUMNS)
    return {
      refused: `${grouped(width)} columns; ${grouped(MOST_PASTED_COLUMNS)} are the most. Import it as a file.`,
    };
  for (const [at, row] of rows.entries()) {
    const long = row.find((cell) => cell.length > LONGEST.sentence);
    if (long !== undefined)
      return {
        refused: `A cell of row ${grouped(at + 1)} has ${grouped(long.length)} characters; ${grouped(LONGEST.sentence)} are the most.`,
      };
  }
  return { rows, note: cutWords(0, LONGEST.pasted, text.includes('\0')) };
}

const grouped = (count: number): string => count.toLocaleString('en');

const widest = (rows: readonly (readonly string[])[]): number =>
  rows.reduce((most, row) => Math.max(most, row.length), 0);

/** The cells of a table as text; empty rows at the end are none. */
export function pastedTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length && rows.length <= MOST_PASTED_ROWS) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : null;
    let cell: string;
    if (quoted === null) {
      let end = at;
      while (end < text.length && text[end] !== '\t' && text[end] !== '\n' && text[end] !== '\r') end++;
      cell = text.slice(at, end);
      at = end;
    } else {
      cell = quoted.cell;
      at = quoted.end;
    }
    row.push(cell);
    if (text[at] === '\t') {
      at++;
      if (at === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  if (row.length > 0) rows.push(row);
  while (rows.at(-1)?.every((cell) => cell.trim() === '') === true) rows.pop();
  return rows;
}

/** A cell in quotes, whose own are there twice, up to a tab, a line end or the end; null where it is only a text with quotes. */
function quotedCell(text: string, from: number): { cell: string; end: number } | null {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at++;
      continue;
    }
    const next = text[at + 1];
    if (next !== undefined && next !== '\t' && next !== '\n' && next !== '\r') return null;
    return { cell: text.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 };
  }
  return null;
}

/** What each pasted column is: a part of a pair, or nothing. */
export type PastedColumns = readonly (PairField | null)[];

/** By the names in the first row, if they are names of parts of a pair; else in the order of the grid, from one column on. */
export function pastedColumns(
  rows: readonly (readonly string[])[],
  shown: readonly PairField[],
  from = 0,
): { readonly columns: PastedColumns; readonly hasHeader: boolean } {
  const width = widest(rows);
  const names = rows[0]?.map(fieldNamed) ?? [];
  const hasHeader = names.includes('original') && names.includes('counterfactual');
  if (hasHeader) return { columns: names, hasHeader };
  return { columns: Array.from({ length: width }, (_, at) => shown[from + at] ?? null), hasHeader };
}

function fieldNamed(name: string): PairField | null {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');
  return PAIR_FIELDS.find((field) => field.toLowerCase() === plain) ?? null;
}

/** Pasted rows as pairs that are to be added. */
export function pairsOf(rows: readonly (readonly string[])[], columns: PastedColumns): NewPairTexts[] {
  return rows.map((row) => {
    const pair: NewPairTexts = { original: '', counterfactual: '' };
    columns.forEach((field, at) => {
      if (field !== null) pair[field] = row[at] ?? '';
    });
    return pair;
  });
}

/** Rows as a spreadsheet takes them. */
export function asTable(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join('\t')).join('\n');
}
