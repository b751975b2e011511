/** What separates the fields of a file: whatever a spreadsheet may have written. */
import type { ColumnFinder } from './column-names.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** `sep=;` in the first line, as Excel writes and reads it. */
const SEPARATOR_LINE = /^\s*"?sep=(.)"?[ ,;\t|]*$/i;

/** What a `sep=` line says, or null for any other line. */
export function separatorLine(line: string): string | null {
  return SEPARATOR_LINE.exec(line)?.[1] ?? null;
}

/**
 * The delimiter of a file by its beginning: what a `sep=` line says, or the one by which the first line names columns that
 * hold pairs, or the most frequent.
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
  const counts = candidates.map((delimiter) => fieldsOf(header, delimiter).length);
  return candidates[counts.indexOf(Math.max(...counts))] ?? preferred;
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
