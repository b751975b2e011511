/** Groups inside a set: the pairs that carry the same label. docs/science.md, section 3. */

/** The rows of each label, labels in the order in which they first appear; rows without label (null) are in no group. */
export function rowsByLabel(labels: readonly (string | null)[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  labels.forEach((label, row) => {
    if (label === null) return;
    const rows = groups.get(label);
    if (rows) rows.push(row);
    else groups.set(label, [row]);
  });
  return groups;
}

/**
 * Some rows of a matrix, in the order given: [rows.length, columns] row-major.
 *
 * @param values [pairs, columns] row-major
 */
export function selectRows(values: Float64Array, columns: number, rows: ArrayLike<number>): Float64Array {
  const selected = new Float64Array(rows.length * columns);
  Array.from(rows).forEach((row, place) => {
    selected.set(values.subarray(row * columns, (row + 1) * columns), place * columns);
  });
  return selected;
}
