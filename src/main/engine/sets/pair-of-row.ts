/** From a row of a table to a pair: what is refused, what is blank, what is kept. */
import { type MarkedStatement, readMarks } from '../../../core/negation/marks.ts';
import { whatIsWrongWithAnswers } from './answers.ts';
import type { PairColumns } from './columns.ts';
import { type CellContent, type CellName, isVoid, isWrong, readCell, readName } from '../imports/cell.ts';
import type { PairContent } from './pair-content.ts';
import { idPair, textPair } from './pair-content.ts';
import type { Lines } from '../imports/lines.ts';
import type { ProblemList } from '../imports/problems.ts';
import type { Row } from '../imports/row.ts';

/**
 * White space around texts and labels is removed; nothing else about them changes. A pair with one side empty, a neutral
 * without its pair, a statement that is not text, and a text with token ids are problems.
 * @param names of the table's columns
 * @param oneSided is told of every row with one side alone
 * @param leaveOut whether a row with one side alone is left out, and is no problem then
 */
export function pairOfRow(
  row: Row,
  names: readonly string[],
  columns: PairColumns,
  problems: ProblemList,
  oneSided: Lines,
  leaveOut: boolean,
): PairContent | 'blank' | 'refused' {
  /** At the cell of a column, or at the row where it has none. */
  const problem = (column: number | null, message: string): 'refused' => {
    problems.add(row.positionOf(column), message);
    return 'refused';
  };
  const nameOf = (column: number): string => `"${names[column] ?? ''}"`;
  const sideAt = (column: number): CellContent => readSide(row.cells[column]);

  const at = idsInsteadOfTexts(row, columns) ?? columns;
  const { label: labels, cluster: clusters, answer: answers, wrongAnswer: wrongAnswers } = columns;
  const read = [labels, clusters, columns.cues, columns.scope, answers, wrongAnswers];
  for (const column of [at.original, at.counterfactual, at.neutral, ...read]) {
    const doubt = column === null ? undefined : row.doubts?.get(column);
    if (doubt === undefined) continue;
    problems.add(doubt.position ?? row.positionOf(column), doubt.message);
    return 'refused';
  }
  const [original, counterfactual] = [sideAt(at.original), sideAt(at.counterfactual)];
  const neutral: CellContent = at.neutral === null ? { kind: 'absent' } : sideAt(at.neutral);
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
    if (isVoid(side)) {
      oneSided.add(row);
      return leaveOut ? 'refused' : problem(column, `one-sided pair: ${nameOf(column)} is empty`);
    }
    if (side.kind === 'text' && isIdColumn(column, columns)) {
      return problem(
        column,
        `${nameOf(column)} is text; token ids are an array of numbers, in JSON or JSONL`,
      );
    }
  }
  if (neutral.kind === 'wrong') return problem(at.neutral, `${nameOf(at.neutral ?? 0)} ${neutral.message}`);
  const nameAt = (column: number | null): CellName =>
    readName(column === null ? undefined : row.cells[column]);
  const label = nameAt(labels);
  if (isWrong(label)) return problem(labels, `the label ${label.wrong}`);
  const cluster = nameAt(clusters);
  if (isWrong(cluster)) return problem(clusters, `the cluster ${cluster.wrong}`);
  const answer = nameAt(answers);
  if (isWrong(answer)) return problem(answers, `the answer ${answer.wrong}`);
  const wrongAnswer = nameAt(wrongAnswers);
  if (isWrong(wrongAnswer)) return problem(wrongAnswers, `the wrong answer ${wrongAnswer.wrong}`);
  const said = { answer, wrongAnswer };
  const refused = whatIsWrongWithAnswers(said, original.kind === 'ids' ? 'ids' : 'text');
  if (refused !== null) return problem(columns[refused.of], refused.message);
  const marksAt = (statement: MarkedStatement) => marksOf(row, columns, statement);
  if (original.kind !== counterfactual.kind) return problem(null, 'one side is text and the other token ids');
  if (original.kind === 'text' && counterfactual.kind === 'text' && neutral.kind !== 'ids') {
    const marks = marksAt({ text: counterfactual.text });
    if (isRefused(marks)) return problem(marks.column, `${nameOf(marks.column)} ${marks.wrong}`);
    const beside = { neutral: neutral.kind === 'text' ? neutral.text : null, cluster, ...said, ...marks };
    return textPair(label, original.text, counterfactual.text, beside);
  }
  if (original.kind === 'ids' && counterfactual.kind === 'ids' && neutral.kind !== 'text') {
    const marks = marksAt({ tokens: counterfactual.ids.length });
    if (isRefused(marks)) return problem(marks.column, `${nameOf(marks.column)} ${marks.wrong}`);
    const beside = { neutral: neutral.kind === 'ids' ? neutral.ids : null, cluster, ...said, ...marks };
    return idPair(label, original.ids, counterfactual.ids, beside);
  }
  return problem(
    at.neutral,
    neutral.kind === 'ids'
      ? 'the neutral is token ids and its pair text'
      : 'the neutral is text and its pair token ids',
  );
}

type MarksOfPair = Pick<PairContent, 'cues' | 'scope'>;
interface RefusedMarks {
  readonly column: number;
  readonly wrong: string;
}

/** What is marked in the counterfactual, or which cell says what cannot be marked there. */
function marksOf(
  row: Row,
  { cues, scope }: PairColumns,
  statement: MarkedStatement,
): MarksOfPair | RefusedMarks {
  const found: Record<keyof MarksOfPair, PairContent['cues']> = { cues: null, scope: null };
  for (const [name, column] of [
    ['cues', cues],
    ['scope', scope],
  ] as const) {
    if (column === null) continue;
    const marks = readMarks(row.cells[column], statement);
    if (marks !== null && 'wrong' in marks) return { column, wrong: marks.wrong };
    found[name] = marks;
  }
  return found;
}

function isRefused(marks: MarksOfPair | RefusedMarks): marks is RefusedMarks {
  return 'wrong' in marks;
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

function readSide(cell: unknown): CellContent {
  return readCell(cell, 'a side of a pair');
}
