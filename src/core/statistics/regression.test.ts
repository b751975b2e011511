import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, comparisonCells, presentRows } from './cells.ts';
import { estimateDifference } from './cr2.ts';
import { type AdjustedInput, adjustedCase } from './golden-regression.example.ts';
import { goldenCases, isGolden } from './golden.example.ts';
import {
  type Covariates,
  estimateAdjusted,
  isRegressionOffered,
  regressionDesign,
  rowsWithCovariates,
  withoutCovariates,
} from './regression.ts';
import { plainAdjusted } from './regression.reference.ts';

interface Expected {
  readonly difference: number;
  readonly se: number;
  readonly dof: number;
  readonly kept: string[];
}

describe('regression adjustment', () => {
  test.each(goldenCases<AdjustedInput, Expected>('adjusted'))('$name', ({ input, expected }) => {
    const { cells, covariates, set, control } = adjustedCase(input);
    const design = regressionDesign(cells, covariates);
    const result = estimateAdjusted(design, set, control);
    expect(design.kept).toEqual(expected.kept);
    expect(result.estimate).toSatisfy((value: number) => isGolden(value, expected.difference));
    expect(result.se).toSatisfy((value: number) => isGolden(value, expected.se));
    expect(result.dof).toSatisfy((value: number) => isGolden(value, expected.dof));
  });
});

interface Row {
  readonly value: number;
  readonly stratum: number;
  readonly cluster: number;
  readonly covariates: readonly [number, number];
}
const row: fc.Arbitrary<Row> = fc.record({
  value: fc.integer({ min: -20, max: 20 }),
  stratum: fc.nat(1),
  cluster: fc.nat(6),
  covariates: fc.tuple(fc.nat(9), fc.nat(4)),
});
const rows = fc.array(row, { minLength: 10, maxLength: 24 });

interface RandomCase {
  readonly cells: Cells;
  readonly covariates: Covariates;
  readonly set: Float64Array;
  readonly control: Float64Array;
}

/** Null where no stratum has two units on both sides. */
function randomCase(first: readonly Row[], second: readonly Row[], clustered: boolean): RandomCase | null {
  const present = (of: readonly Row[]) => ({
    rows: Int32Array.from(of.keys()),
    stratum: of.map(({ stratum }) => stratum),
    cluster: clustered ? of.map(({ cluster }) => cluster) : null,
  });
  const cells = comparisonCells(present(first), present(second));
  if (cells === null) return null;
  const matrix = (of: readonly Row[]) => Float64Array.from(of.flatMap((one) => one.covariates));
  return {
    cells,
    covariates: { names: ['length', 'position'], set: matrix(first), control: matrix(second) },
    set: Float64Array.from(first, ({ value }) => value),
    control: Float64Array.from(second, ({ value }) => value),
  };
}

describe('over random designs', () => {
  test('is what regression in full matrices gives', () => {
    let compared = 0;
    fc.assert(
      fc.property(rows, rows, fc.boolean(), (first, second, clustered) => {
        const made = randomCase(first, second, clustered);
        if (made === null) return;
        const design = regressionDesign(made.cells, made.covariates);
        if (design.kept.length < 2 || !enoughLeft(design.loadings.length, made.cells)) return;
        const ours = estimateAdjusted(design, made.set, made.control);
        const plain = plainAdjusted(made.cells, made.covariates, made.set, made.control);
        if (ours.dof === null || plain.smallestEigenvalue < 1e-6) return;
        compared++;
        expect(ours.estimate).toBeCloseTo(plain.estimate, 8);
        expect(ours.se! / plain.se).toBeCloseTo(1, 6);
        expect(ours.dof / plain.dof).toBeCloseTo(1, 6);
      }),
      { seed: 23 },
    );
    expect(compared).toBeGreaterThan(30);
  });

  test('without covariates is the difference itself', () => {
    fc.assert(
      fc.property(rows, rows, fc.boolean(), (first, second, clustered) => {
        const made = randomCase(first, second, clustered);
        if (made === null) return;
        const none = { names: [], set: new Float64Array(), control: new Float64Array() };
        const ours = estimateAdjusted(regressionDesign(made.cells, none), made.set, made.control);
        const plain = estimateDifference(made.cells, made.set, made.control);
        expect(ours.estimate).toBeCloseTo(plain.estimate, 10);
        expect(ours.se).toBeCloseTo(plain.se!, 10);
        if (plain.dof !== null) expect(ours.dof! / plain.dof).toBeCloseTo(1, 9);
      }),
      { seed: 29 },
    );
  });

  test('what follows a covariate is taken out, whatever unit the covariate has', () => {
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.boolean(),
        fc.integer({ min: -9, max: 9 }),
        (first, second, clustered, slope) => {
          const made = randomCase(first, second, clustered);
          if (made === null) return;
          const design = regressionDesign(made.cells, made.covariates);
          if (!enoughLeft(design.loadings.length, made.cells)) return;
          const plain = estimateAdjusted(design, made.set, made.control);
          const scaled = {
            names: made.covariates.names,
            set: made.covariates.set.map((value) => 1e5 * value - 3),
            control: made.covariates.control.map((value) => 1e5 * value - 3),
          };
          const moved = estimateAdjusted(
            regressionDesign(made.cells, scaled),
            made.set.map((value, p) => value + slope * made.covariates.set[2 * p]!),
            made.control.map((value, p) => value + slope * made.covariates.control[2 * p]!),
          );
          if (design.kept.includes('length')) {
            expect(moved.estimate).toBeCloseTo(plain.estimate, 7);
            if (plain.dof !== null && moved.dof !== null) expect(moved.se).toBeCloseTo(plain.se!, 7);
          }
        },
      ),
      { seed: 31 },
    );
  });
});

/** Room for the residuals, as wherever the regression is offered. */
const enoughLeft = (pairs: number, cells: Cells) => isRegressionOffered(pairs, cells.strata.length, 2);

describe('what adds nothing or is undefined', () => {
  const side = (values: Float64Array, stratum: number[]) => ({
    rows: presentRows(values),
    stratum,
    cluster: null,
  });
  const set = Float64Array.of(0.2, 0.4, 0.1, 0.9);
  const control = Float64Array.of(0.3, 0.8, 0.5, 0.7, 0.6);
  const cells = comparisonCells(side(set, [0, 0, 1, 1]), side(control, [0, 0, 1, 1, 1]))!;

  test('covariates that are constant, of the cells or of those before are left out by name', () => {
    const ofSet = [
      [3, 1, 5, 10.1, 0],
      [3, 1, 7, 14.1, 0],
      [3, 2, 5, 10.1, 1e-12],
      [3, 2, 9, 18.1, 0],
    ].flat();
    const ofControl = [
      [3, 4, 4, 8.1, 0],
      [3, 4, 8, 16.1, 0],
      [3, 8, 3, 6.1, 0],
      [3, 8, 1, 2.1, 0],
      [3, 8, 2, 4.1, 0],
    ].flat();
    const design = regressionDesign(cells, {
      names: ['constant', 'of its cell', 'length', 'twice the length', 'small'],
      set: Float64Array.from(ofSet),
      control: Float64Array.from(ofControl),
    });
    // What is small by itself is not nothing: the range decides.
    expect(design.kept).toEqual(['length', 'small']);
    expect(design.dropped).toEqual(['constant', 'of its cell', 'twice the length']);
  });

  const length: Covariates = {
    names: ['length'],
    set: Float64Array.of(5, 7, 5, 9),
    control: Float64Array.of(4, 8, 3, 1, 2),
  };

  test('equal values have a difference of 0 and no spread', () => {
    const equal = regressionDesign(cells, length);
    expect(estimateAdjusted(equal, new Float64Array(4).fill(0.1), new Float64Array(5).fill(0.1))).toEqual({
      estimate: 0,
      se: 0,
      dof: null,
    });
  });

  test('what the covariates leave follows them no longer, within strata', () => {
    const left = withoutCovariates(regressionDesign(cells, length), length, set, control);
    const strata = [
      { z: [5, 7, 4, 8], v: [left.set[0]!, left.set[1]!, left.control[0]!, left.control[1]!] },
      { z: [5, 9, 3, 1, 2], v: [...left.set.subarray(2), ...left.control.subarray(2)] },
    ];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const together = strata.map(({ z, v }) =>
      v.reduce((sum, value, p) => sum + value * (z[p]! - mean(z)), 0),
    );
    expect(together[0]! + together[1]!).toBeCloseTo(0, 12);
    expect(Math.abs(together[0]!)).toBeGreaterThan(1e-3);
  });

  test('without what the covariates explain: rows that are not in use have nothing', () => {
    const some = comparisonCells(side(set, [0, 0, -1, 1]), side(control, [0, 0, -1, 1, 1]))!;
    const left = withoutCovariates(regressionDesign(some, length), length, set, control);
    expect([...left.set].map(Number.isNaN)).toEqual([false, false, true, true]);
    expect([...left.control].map(Number.isNaN)).toEqual([false, false, true, true, true]);
  });

  test('pairs without a covariate are not used', () => {
    const matrix = Float64Array.of(1, 2, NaN, 3, 4, 5, 6, NaN);
    expect(rowsWithCovariates(Int32Array.of(0, 1, 2, 3), matrix, 2)).toEqual(Int32Array.of(0, 2));
    expect(rowsWithCovariates(Int32Array.of(0, 3), new Float64Array(), 0)).toEqual(Int32Array.of(0, 3));
  });
});

test('is offered from ten residual degrees of freedom on, and two more for each covariate', () => {
  // 2 strata: 4 cells
  expect(isRegressionOffered(14, 2, 0)).toBe(true);
  expect(isRegressionOffered(13, 2, 0)).toBe(false);
  expect(isRegressionOffered(20, 2, 2)).toBe(true);
  expect(isRegressionOffered(19, 2, 2)).toBe(false);
});
