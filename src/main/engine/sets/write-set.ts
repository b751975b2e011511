/** A set as a file that can be imported again: the same pairs, with the same hash. Written piece by piece. */
import { csvText } from '../../../core/csv.ts';
import { extraOf } from '../../../core/pairs/extra-column.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { columnOfExtra } from './extras.ts';
import { WRONG_ANSWER } from './known-columns.ts';
import type { PairContent } from './pair-content.ts';

export const SET_FILE_FORMATS = ['csv', 'jsonl'] as const;
export type SetFileFormat = (typeof SET_FILE_FORMATS)[number];

const OPTIONAL_COLUMNS = ['neutral', 'cluster', 'cues', 'scope', 'answer', 'wrongAnswer', 'label'] as const;
type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

/** Which columns a file needs beside the two sides. */
export type OptionalColumns = Readonly<Record<OptionalColumn, boolean>> & {
  /** The other columns that are kept with pairs, in their order. */
  readonly extras?: readonly string[];
};

/**
 * The file in pieces, of pairs in pieces.
 * @throws PairlensError BAD_REQUEST for pairs of token ids as CSV, which has no lists
 */
export function* setFile(
  pieces: Iterable<readonly PairContent[]>,
  format: SetFileFormat,
  has: OptionalColumns,
): Generator<string> {
  const { extras = [] } = has;
  if (format === 'jsonl') {
    for (const pairs of pieces) yield jsonlOf(pairs, has);
    return;
  }
  const optional = OPTIONAL_COLUMNS.filter((column) => has[column] || (column === 'cues' && has.scope));
  const columns = ['original', 'counterfactual', ...optional] as const;
  const names = columns.map((column) => (column === 'wrongAnswer' ? WRONG_ANSWER : column));
  yield csvText([[...names, ...extras.map(columnOfExtra)]]);
  for (const pairs of pieces) {
    if (pairs.some(({ original }) => original === null))
      throw new PairlensError(
        'BAD_REQUEST',
        'the set has pairs of token ids, which CSV cannot hold: write it as .jsonl',
      );
    yield csvText(
      pairs.map((pair) => [
        ...columns.map((column) => cellOf(pair[column])),
        ...extras.map((name) => extraOf(pair.extras, name)),
      ]),
    );
  }
}

/** What is marked is written as the stretches that it is: a word may stand in a text twice. */
function cellOf(value: string | PairContent['cues']): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a pair does not have is left out. */
function jsonlOf(pairs: readonly PairContent[], has: OptionalColumns): string {
  const lines = pairs.map((pair) => {
    const fields = {
      original: pair.original,
      counterfactual: pair.counterfactual,
      neutral: pair.neutral,
      original_ids: pair.originalIds,
      counterfactual_ids: pair.counterfactualIds,
      neutral_ids: pair.neutralIds,
      cluster: pair.cluster,
      cues: pair.cues,
      scope: pair.scope,
      answer: pair.answer,
      [WRONG_ANSWER]: pair.wrongAnswer,
      label: pair.label,
      ...Object.fromEntries(
        Object.entries(pair.extras ?? {}).map(([name, value]) => [columnOfExtra(name), value]),
      ),
    };
    // A scope is read beside cues alone.
    const isWritten = ([name, value]: [string, unknown]) => value !== null || (name === 'cues' && has.scope);
    return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(isWritten)));
  });
  return lines.map((line) => `${line}\n`).join('');
}
