/** Columns out of a table, and which of them can share resamples. */
import { TILE } from './weighted-sums.ts';

/** The columns of a table that may be laid out by column already. @throws RangeError as {@link readColumns} */
export function columnsOf(
  table: Float64Array | readonly Float64Array[],
  columns: number,
): readonly Float64Array[] {
  return table instanceof Float64Array ? readColumns(table, columns) : table;
}

/**
 * [columns] of [rows] out of [rows, columns] row-major.
 *
 * @throws RangeError when the table does not hold whole rows
 */
export function readColumns(table: Float64Array, columns: number): Float64Array[] {
  if (columns === 0 || table.length % columns !== 0) {
    throw new RangeError(`invalid values: ${table.length} of them do not make rows of ${columns} columns`);
  }
  const rows = table.length / columns;
  const read = Array.from({ length: columns }, () => new Float64Array(rows));
  // Neighbours lie in the same line of the processor's cache.
  for (let first = 0; first < columns; first += TILE) {
    const end = Math.min(columns, first + TILE);
    for (let row = 0; row < rows; row++)
      for (let c = first; c < end; c++) read[c]![row] = table[row * columns + c]!;
  }
  return read;
}

/**
 * Columns with values in the same rows, of each of some tables: their designs are the same, so they share resamples, standard errors
 * have the same degrees of freedom, and none of this depends on which other columns there are.
 *
 * @param tables [table][column]
 * @returns numbers of columns
 */
export function groupByMissing(tables: readonly (readonly Float64Array[])[]): number[][] {
  const groups = new Map<string, number[]>();
  let last: number[] = [];
  for (let c = 0; c < tables[0]!.length; c++) {
    // Neighbours are mostly of the same kind, and comparing is quicker than writing a key.
    if (c > 0 && tables.every((columns) => missSameRows(columns[c - 1]!, columns[c]!))) {
      last.push(c);
      continue;
    }
    const key = tables.map((columns) => missingRows(columns[c]!).join(' ')).join('|');
    const group = groups.get(key);
    if (group) group.push(c);
    else groups.set(key, [c]);
    last = groups.get(key)!;
  }
  return [...groups.values()];
}

function missSameRows(one: Float64Array, other: Float64Array): boolean {
  for (let row = 0; row < one.length; row++)
    if (Number.isNaN(one[row]!) !== Number.isNaN(other[row]!)) return false;
  return true;
}

function missingRows(column: Float64Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < column.length; row++) {
    if (Number.isNaN(column[row]!)) rows.push(row);
  }
  return rows;
}
