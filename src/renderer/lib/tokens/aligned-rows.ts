/** Two statements as rows of what corresponds, to be read side by side. */

/** Positions in each; null where a statement has no counterpart of the other's token. */
export type AlignedRow = readonly [original: number | null, compared: number | null];

/**
 * @param pairs ascending in both
 * @returns every position of both once, in their order; between two rows that correspond, what only the original has comes first
 */
export function alignedRows(
  original: number,
  compared: number,
  pairs: readonly (readonly [number, number])[],
): AlignedRow[] {
  const rows: AlignedRow[] = [];
  let [i, j] = [0, 0];
  const upTo = (nextOriginal: number, nextCompared: number): void => {
    for (; i < nextOriginal; i++) rows.push([i, null]);
    for (; j < nextCompared; j++) rows.push([null, j]);
  };
  for (const [a, b] of pairs) {
    upTo(a, b);
    rows.push([a, b]);
    [i, j] = [a + 1, b + 1];
  }
  upTo(original, compared);
  return rows;
}
