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
