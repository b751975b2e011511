/** The cases of STATISTICS.md's definitions, made by plain loops in Python: what tests of the statistics compare with. */
import golden from '../../../tests/fixtures/statistics/golden.json' with { type: 'json' };

interface GoldenCase<Input, Expected> {
  readonly name: string;
  readonly input: Input;
  readonly expected: Expected;
}

/** The cases of one function. The types are the caller's word: the file is one list of cases of many shapes. */
export function goldenCases<Input, Expected>(name: string): GoldenCase<Input, Expected>[] {
  return golden.cases.filter((entry) => entry.function === name) as unknown as GoldenCase<Input, Expected>[];
}

/** Pairs of a comparison as the cases have them; side 1 is the set. */
export interface GoldenComparison {
  readonly values: readonly (number | null)[];
  readonly side: readonly number[];
  readonly stratum: readonly (string | null)[];
  readonly cluster?: readonly (string | number)[] | null;
}

/** One side of a case: a column, and the numbers of its strata (in order of name) and clusters. */
export interface GoldenSide {
  readonly values: Float64Array;
  readonly stratum: Int32Array;
  readonly cluster: Int32Array | null;
}

/** The set (side 1) or the control (side 0) of a case; undefined values are NaN. */
export function goldenSide({ values, side, stratum, cluster }: GoldenComparison, which: 0 | 1): GoldenSide {
  const strata = namesInOrder(stratum);
  const clusters = cluster ? namesInOrder(cluster) : null;
  const rows = side.flatMap((of, row) => (of === which ? [row] : []));
  return {
    values: Float64Array.from(rows, (row) => values[row] ?? NaN),
    stratum: Int32Array.from(rows, (row) => strata.indexOf(stratum[row] ?? null)),
    cluster: cluster && clusters ? Int32Array.from(rows, (row) => clusters.indexOf(cluster[row]!)) : null,
  };
}

/** Each name once, ascending; null is in none of them. */
function namesInOrder<Name extends string | number>(names: readonly (Name | null)[]): (Name | null)[] {
  return [...new Set(names)].filter((name) => name !== null).sort();
}

/** Fails unless |value - expected| is at most 1e-9 of the larger of 1 and |expected|; null is null only. */
export function isGolden(value: number | null | undefined, expected: number | null): boolean {
  if (expected === null || value === null || value === undefined) return expected === value;
  return Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
}
