/** In which order the tokens of a bigram analysis are listed. */
import { sortRows } from '../../ui/sort-rows.ts';

export const BIGRAM_ORDERS = ['token', 'follows', 'predicts'] as const;

export interface BigramSort {
  readonly by: (typeof BIGRAM_ORDERS)[number];
  readonly direction: 'asc' | 'desc';
}

/** What tokens are compared by. */
export interface BigramValues {
  readonly textOf: (row: number) => string;
  /** Of the first of what follows the token, or predicts it; null where nothing is listed. */
  readonly strongestOf: (row: number, list: 'follows' | 'predicts') => number | null;
}

/** @param rows places among those that are listed; @param sort null: as they are */
export function sortedBigrams(
  rows: readonly number[],
  sort: BigramSort | null,
  { textOf, strongestOf }: BigramValues,
): readonly number[] {
  if (sort === null) return rows;
  const { by, direction } = sort;
  const values = new Map(rows.map((row) => [row, by === 'token' ? textOf(row) : strongestOf(row, by)]));
  return sortRows(rows, (row) => values.get(row) ?? null, direction);
}
