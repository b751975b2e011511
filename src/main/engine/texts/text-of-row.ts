/** From a row of a table to a text: what is refused, what is blank. */
import { isVoid, isWrong, readCell, readName } from '../imports/cell.ts';
import type { ProblemList } from '../imports/problems.ts';
import type { Row } from '../imports/row.ts';
import type { TextContent } from '../store/text-content.ts';
import type { TextColumns } from './text-columns.ts';

/**
 * White space around texts and labels is removed; nothing else about them changes.
 * @param names of the table's columns
 */
export function textOfRow(
  row: Row,
  names: readonly string[],
  columns: TextColumns,
  problems: ProblemList,
): TextContent | 'blank' | 'refused' {
  const problem = (column: number | null, message: string): 'refused' => {
    problems.add(row.positionOf(column), message);
    return 'refused';
  };
  const nameOf = (column: number): string => `"${names[column] ?? ''}"`;
  const contentAt = (column: number) => readCell(row.cells[column], 'a text');
  const idsAt = columns.ids === columns.text ? null : columns.ids;
  const ids = idsAt === null ? null : contentAt(idsAt);
  const at = idsAt !== null && ids !== null && !isVoid(ids) ? idsAt : columns.text;
  for (const column of [at, columns.label]) {
    const doubt = column === null ? undefined : row.doubts?.get(column);
    if (doubt === undefined) continue;
    problems.add(doubt.position ?? row.positionOf(column), doubt.message);
    return 'refused';
  }
  if (at !== columns.text && !isVoid(contentAt(columns.text)))
    return problem(null, 'a row has either a text or token ids, not both');
  const content = contentAt(at);
  if (isVoid(content)) {
    const isBlank = row.cells.every((cell) => isVoid(readCell(cell, 'a text')));
    if (content.kind === 'empty' || isBlank) return 'blank';
    return problem(null, `${nameOf(at)} is not there`);
  }
  if (content.kind === 'wrong') return problem(at, `${nameOf(at)} ${content.message}`);
  if (content.kind === 'text' && at === columns.ids)
    return problem(at, `${nameOf(at)} is text; token ids are an array of numbers, in JSON or JSONL`);
  const label = readName(columns.label === null ? undefined : row.cells[columns.label]);
  if (isWrong(label)) return problem(columns.label, `the label ${label.wrong}`);
  return content.kind === 'text'
    ? { label, text: content.text, ids: null }
    : { label, text: null, ids: content.ids };
}
