/** A set as a file that can be imported again: the same pairs, with the same hash. */
import { csvText } from '../../../core/csv.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { PairContent } from './pair-content.ts';

export const SET_FILE_FORMATS = ['csv', 'jsonl'] as const;
export type SetFileFormat = (typeof SET_FILE_FORMATS)[number];

/** @throws PairlensError BAD_REQUEST for pairs of token ids as CSV, which has no lists */
export function setFile(pairs: readonly PairContent[], format: SetFileFormat): string {
  return format === 'csv' ? csvOf(pairs) : jsonlOf(pairs);
}

/** The columns of neutral, cluster and label are there where a pair has one. */
function csvOf(pairs: readonly PairContent[]): string {
  if (pairs.some(({ original }) => original === null))
    throw new PairlensError(
      'BAD_REQUEST',
      'the set has pairs of token ids, which CSV cannot hold: write it as .jsonl',
    );
  const optional = (['neutral', 'cluster', 'label'] as const).filter((column) =>
    pairs.some((pair) => pair[column] !== null),
  );
  const columns = ['original', 'counterfactual', ...optional] as const;
  return csvText([[...columns], ...pairs.map((pair) => columns.map((column) => pair[column]))]);
}

/** What a pair does not have is left out. */
function jsonlOf(pairs: readonly PairContent[]): string {
  const lines = pairs.map((pair) => {
    const fields = {
      original: pair.original,
      counterfactual: pair.counterfactual,
      neutral: pair.neutral,
      original_ids: pair.originalIds,
      counterfactual_ids: pair.counterfactualIds,
      neutral_ids: pair.neutralIds,
      cluster: pair.cluster,
      label: pair.label,
    };
    return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
  });
  return lines.map((line) => `${line}\n`).join('');
}
