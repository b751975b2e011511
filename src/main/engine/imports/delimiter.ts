/** What separates the fields of a file: whatever a spreadsheet may have written. */
import { DELIMITERS } from '../../../shared/entities.ts';
import type { ColumnFinder } from './column-names.ts';
import { DelimitedRows } from './delimited-rows.ts';
import { ProblemList, StopReading } from './problems.ts';

/** `sep=;` in the first line, as Excel writes and reads it. */
const SEPARATOR_LINE = /^\s*"?sep=(.)"?[ ,;\t|]*$/i;

/** Rows that are held against the first. */
const ROWS_LOOKED_AT = 50;

/** What a `sep=` line says, or null for any other line. */
export function separatorLine(line: string): string | null {
  return SEPARATOR_LINE.exec(line)?.[1] ?? null;
}

/**
 * The delimiter of a file by its beginning: what a `sep=` line says, or the one by which the first line names columns that
 * hold pairs, or the one by which the rows after it have as many fields as it has: a sentence has commas too, but not the
 * same number in each. Where several do, the one that makes the most fields.
 * @param preferred the usual one for the file's name, which wins where nothing tells
 */
export function delimiterOf(head: string, preferred: ',' | '\t', find: ColumnFinder): string {
  const lines = head.split(/\r\n|\r|\n/);
  const named = separatorLine(lines.find((line) => line.trim() !== '') ?? '');
  if (named !== null) return named;
  const header = lines.find((line) => /[^\s,;|"]/.test(line)) ?? '';
  const candidates = [preferred, ...DELIMITERS.filter((delimiter) => delimiter !== preferred)];
  const telling = candidates.find((delimiter) => find(fieldsOf(header, delimiter)) !== null);
  if (telling !== undefined) return telling;
  let best = { delimiter: preferred as string, fitting: 0, fields: 1 };
  for (const delimiter of candidates) {
    const fields = fieldsOf(header, delimiter).length;
    if (fields < 2) continue;
    const fitting = shareOfRows(head, delimiter);
    if (fitting > best.fitting || (fitting === best.fitting && fields > best.fields))
      best = { delimiter, fitting, fields };
  }
  return best.delimiter;
}

/** Of the first rows, the share that has as many fields as the first of them has, from 0 to 1. */
function shareOfRows(head: string, delimiter: string): number {
  const counts: number[] = [];
  const rows = new DelimitedRows({ delimiter, quoted: true }, new ProblemList(), ({ cells, used }) => {
    if (used === 0) return;
    counts.push(cells.length);
    if (counts.length > ROWS_LOOKED_AT) throw new StopReading();
  });
  try {
    rows.push(head);
    rows.end();
  } catch (error) {
    if (!(error instanceof StopReading)) throw error;
  }
  const [first, ...others] = counts;
  return others.length === 0 ? 0 : others.filter((count) => count === first).length / others.length;
}

/** The fields of a line, whose quoted texts may have the delimiter in them. */
function fieldsOf(line: string, delimiter: string): string[] {
  const fields: string[] = [''];
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) fields.push('');
    else fields[fields.length - 1] += character;
  }
  return fields.map((field) => field.trim());
}
