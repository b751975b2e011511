import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, comparisonCells, oneCell, presentRows } from './cells.ts';
import { estimateDifference, estimateMean, sideDegreesOfFreedom, sideVariance } from './cr2.ts';
import { plainSideVariance } from './cr2.reference.ts';
import { type GoldenComparison, goldenCases, goldenSide, isGolden } from './golden.example.ts';
import { mean } from './mean.ts';

interface Difference {
  readonly difference: number | null;
  readonly se: number | null;
  readonly dof: number | null;
  readonly set_mean: number;
  readonly n: number;
  readonly m: number;
  readonly strata: Record<string, [number, number]>;
  readonly clusters: [number, number] | null;
}

function cellsOf(input: GoldenComparison): Cells | null {
  const [set, control] = ([1, 0] as const).map((which) => goldenSide(input, which));
  return comparisonCells(
    { rows: presentRows(set!.values), stratum: set!.stratum, cluster: set!.cluster },
    { rows: presentRows(control!.values), stratum: control!.stratum, cluster: control!.cluster },
  );
}

describe('the difference of a set and its control', () => {
  test.each(goldenCases<GoldenComparison, Difference>('difference'))('$name', ({ input, expected }) => {
    const cells = cellsOf(input);
    if (cells === null) {
      expect(expected).toMatchObject({ difference: null, se: null, dof: null, n: 0, m: 0 });
      return;
    }
    const values = goldenSide(input, 1).values;
    const result = estimateDifference(cells, values, goldenSide(input, 0).values);
    expect(result.estimate).toSatisfy((value: number) => isGolden(value, expected.difference));
    expect(result.se).toSatisfy((value: number) => isGolden(value, expected.se));
    expect(result.dof).toSatisfy((value: number | null) => isGolden(value, expected.dof));
    const setMean = mean(Float64Array.from(cells.set.rows, (row) => values[row]!));
    expect(setMean).toSatisfy((value: number) => isGolden(value, expected.set_mean));
    expect([cells.set.rows.length, cells.control.rows.length]).toEqual([expected.n, expected.m]);
    expect(Array.from(cells.set.sizes, (n, s) => [n, cells.control.sizes[s]])).toEqual(
      Object.keys(expected.strata)
        .sort()
        .map((name) => expected.strata[name]),
    );
    if (expected.clusters) expect([cells.set.units, cells.control.units]).toEqual(expected.clusters);
  });
});

test('with a pair a unit the mean has s / sqrt(n) and n - 1', () => {
  const values = Float64Array.of(1, 2, NaN, 3, 6);
  const result = estimateMean(oneCell(presentRows(values), null), values)!;
  expect(result.estimate).toBe(3);
  // s² = (4 + 1 + 0 + 9) / 3
  expect(result.se).toBeCloseTo(Math.sqrt(14 / 3 / 4), 14);
  expect(result.dof).toBeCloseTo(3, 12);
});

test('clusters of one size have the t of their means', () => {
  const values = Float64Array.of(1, 3, 4, 6, 9, 11);
  const result = estimateMean(oneCell(presentRows(values), [7, 7, 5, 5, 9, 9]), values)!;
  // Means 2, 5, 10: s² = (121 + 4 + 169) / 9 / 2 about 17 / 3.
  expect(result.estimate).toBeCloseTo(17 / 3, 14);
  expect(result.se).toBeCloseTo(Math.sqrt(294 / 18 / 3), 14);
  expect(result.dof).toBeCloseTo(2, 12);
});

test('variance and degrees of freedom are those of the full matrix, over random designs', () => {
  const pair = fc.record({
    value: fc.double({ min: -1, max: 1, noNaN: true }),
    cluster: fc.nat(6),
    stratum: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(pair, { minLength: 12, maxLength: 40 }), fc.boolean(), (pairs, clustered) => {
      const side = {
        rows: Int32Array.from(pairs.keys()),
        stratum: pairs.map(({ stratum }) => stratum),
        cluster: clustered ? pairs.map(({ cluster }) => cluster) : null,
      };
      const cells = comparisonCells(side, side);
      if (cells === null) return;
      const values = Float64Array.from(pairs, ({ value }) => value);
      const plain = plainSideVariance(cells.set, values);
      expect(sideVariance(cells.set, values)).toBeCloseTo(plain.variance, 12);
      expect(sideDegreesOfFreedom(cells.set) / plain.dof).toBeCloseTo(1, 9);
    }),
    { seed: 5 },
  );
});

describe('what has no spread', () => {
  test('one value has a mean alone', () => {
    expect(estimateMean(oneCell(Int32Array.of(0), null), Float64Array.of(0.3))).toEqual({
      estimate: 0.3,
      se: null,
      dof: null,
    });
  });

  test('as one cluster has', () => {
    const values = Float64Array.of(0.1, 0.2, 0.6);
    expect(estimateMean(oneCell(presentRows(values), [4, 4, 4]), values)).toMatchObject({
      se: null,
      dof: null,
    });
  });

  test('equal values have a standard error of 0, however they round', () => {
    const values = new Float64Array(40).fill(0.1);
    expect(estimateMean(oneCell(presentRows(values), null), values)).toEqual({
      estimate: 0.1,
      se: 0,
      dof: null,
    });
  });

  test('no values have no mean', () => {
    expect(estimateMean(oneCell(new Int32Array(), null), new Float64Array())).toBeNull();
  });
});
