/** Which pairs two runs have in common, and which of them have neutrals of the same shape, as rows. */
import { sameShape } from '../../statistics/shape.ts';
import { shapeOfPair } from '../statistics/compared-pair.ts';
import type { KeyedPair, PairsOfOneRun } from './runs-design.ts';

export type TwoRows = readonly [first: Int32Array, second: Int32Array];

/** Rows of what is in both, in the order of the first; a pair that stands twice is taken once. */
export function sharedRows(first: readonly KeyedPair[], second: readonly KeyedPair[]): TwoRows {
  const rows = new Map<string, number>();
  for (const [row, { key }] of second.entries()) if (!rows.has(key)) rows.set(key, row);
  const found: [number, number][] = [];
  for (const [row, { key }] of first.entries()) {
    const other = rows.get(key);
    if (other === undefined) continue;
    found.push([row, other]);
    rows.delete(key);
  }
  return [Int32Array.from(found, ([row]) => row), Int32Array.from(found, ([, row]) => row)];
}

/** Rows of the pairs whose neutral has the same shape, and of those neutrals. */
export function neutralRows({ set, neutral }: PairsOfOneRun): {
  readonly set: Int32Array;
  readonly neutral: Int32Array;
} {
  const rowOfPosition = new Map(neutral.map(({ position }, row) => [position, row]));
  const found: [number, number][] = [];
  for (const [row, pair] of set.entries()) {
    const other = rowOfPosition.get(pair.position);
    const own = other === undefined ? undefined : neutral[other];
    if (other !== undefined && own !== undefined && sameShape(shapeOfPair(pair), shapeOfPair(own)))
      found.push([row, other]);
  }
  return { set: Int32Array.from(found, ([row]) => row), neutral: Int32Array.from(found, ([, row]) => row) };
}

/** Of the pairs that are in both runs those with such a neutral in both. */
export function neutralsOf(
  first: PairsOfOneRun,
  second: PairsOfOneRun,
  shared: TwoRows,
): { readonly set: TwoRows; readonly neutral: TwoRows } {
  const [ofFirst, ofSecond] = [first, second].map((run) => {
    const rows = neutralRows(run);
    return new Map(Array.from(rows.set, (row, place) => [row, rows.neutral[place] ?? -1]));
  }) as [Map<number, number>, Map<number, number>];
  const found = Array.from(shared[0], (row, place) => [row, shared[1][place] ?? -1] as const).flatMap(
    ([row, other]) => {
      const [own, others] = [ofFirst.get(row), ofSecond.get(other)];
      return own === undefined || others === undefined ? [] : [[row, other, own, others] as const];
    },
  );
  const rowsOf = (index: 0 | 1 | 2 | 3) => Int32Array.from(found, (rows) => rows[index]);
  return { set: [rowsOf(0), rowsOf(1)], neutral: [rowsOf(2), rowsOf(3)] };
}
