/**
 * The grid on which two patterns are compared: aligned tokens first, then those that only one statement has, so that nothing of
 * a row is left out. docs/science.md, section 2.
 */
import { isForbidden } from './forbidden-cells.ts';

/** A row and a column of the grid: the positions that it stands for in either statement. */
export interface DifferencePlace {
  /** null: only the counterfactual has it. */
  readonly original: number | null;
  /** null: only the original has it. */
  readonly counterfactual: number | null;
}

/**
 * Aligned positions ascending, then the others of the original, then the others of the counterfactual.
 * @param pairs [m] [original, counterfactual]
 */
export function differenceGrid(
  pairs: readonly (readonly [number, number])[],
  nOriginal: number,
  nCounterfactual: number,
): DifferencePlace[] {
  const others = (n: number, aligned: readonly number[]): number[] => {
    const inside = new Set(aligned);
    return Array.from({ length: n }, (_, position) => position).filter((position) => !inside.has(position));
  };
  const aligned = pairs.map(([original, counterfactual]) => ({ original, counterfactual }));
  const left = others(
    nOriginal,
    pairs.map(([i]) => i),
  ).map((original) => ({ original, counterfactual: null }));
  const added = others(
    nCounterfactual,
    pairs.map(([, j]) => j),
  ).map((counterfactual) => ({ original: null, counterfactual }));
  return [...aligned, ...left, ...added];
}

interface Square {
  /** [n, n] row after row (query, key) */
  readonly data: ArrayLike<number>;
  readonly n: number;
}

/**
 * The counterfactual's weights less the original's, [g, g] row after row. A weight that one statement alone has stands against
 * nothing, so a row of an aligned token adds up to 0; that of a token that only the counterfactual has to 1, only the original
 * to -1. NaN where neither statement has both tokens.
 */
export function wholeDifference(
  original: Square,
  counterfactual: Square,
  grid: readonly DifferencePlace[],
): Float32Array {
  const size = grid.length;
  const difference = new Float32Array(size * size);
  // By row and column of the grid; -1: that statement has no such token.
  const inOriginal = Int32Array.from(grid, (place) => place.original ?? -1);
  const inCounterfactual = Int32Array.from(grid, (place) => place.counterfactual ?? -1);
  let cell = 0;
  for (let s = 0; s < size; s++) {
    const rowBefore = rowOf(inOriginal[s] ?? -1, original.n);
    const rowAfter = rowOf(inCounterfactual[s] ?? -1, counterfactual.n);
    for (let t = 0; t < size; t++) {
      const before = inOriginal[t] ?? -1;
      const after = inCounterfactual[t] ?? -1;
      const hasBefore = rowBefore >= 0 && before >= 0;
      const hasAfter = rowAfter >= 0 && after >= 0;
      difference[cell++] =
        hasBefore || hasAfter
          ? (hasAfter ? (counterfactual.data[rowAfter + after] ?? Number.NaN) : 0) -
            (hasBefore ? (original.data[rowBefore + before] ?? Number.NaN) : 0)
          : Number.NaN;
    }
  }
  return difference;
}

/** Where a row of a square of n columns begins; -1 for a row that is not there. */
function rowOf(query: number, n: number): number {
  return query < 0 ? -1 : query * n;
}

/** Whether the mask of a decoder forbids a cell of the grid in every statement that has both of its tokens. */
export function isForbiddenOnGrid(grid: readonly DifferencePlace[], query: number, key: number): boolean {
  const [from, to] = [grid[query], grid[key]];
  if (from === undefined || to === undefined) return false;
  const sides = [
    [from.original, to.original],
    [from.counterfactual, to.counterfactual],
  ] as const;
  const both = sides.filter((side): side is readonly [number, number] => side.every((at) => at !== null));
  return both.length > 0 && both.every(([i, j]) => isForbidden(i, j));
}
