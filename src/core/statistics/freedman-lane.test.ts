import { describe, expect, test } from 'vitest';
import { comparisonCells } from './cells.ts';
import { estimateDifference } from './cr2.ts';
import { freedmanLaneTests } from './freedman-lane.ts';
import { type AdjustedInput, adjustedCase } from './golden-regression.example.ts';
import { goldenCases, isGolden } from './golden.example.ts';
import { permutationTests } from './permutation.ts';
import { randomSource } from './random.ts';
import { type Covariates, estimateAdjusted, regressionDesign } from './regression.ts';
import { finish } from './steps.ts';

const random = () => randomSource(1, 'permutation');

interface Expected {
  readonly statistic: number;
  readonly p: number;
  readonly arrangements: number;
  readonly kept: string[];
}

describe('the test of an adjusted difference', () => {
  test.each(goldenCases<AdjustedInput, Expected>('freedman_lane'))('$name', ({ input, expected }) => {
    const { cells, covariates, set, control } = adjustedCase(input);
    const design = regressionDesign(cells, covariates);
    expect(design.kept).toEqual(expected.kept);
    const [result] = finish(freedmanLaneTests(design, covariates, [[set, control]], 10_000, random()));
    expect(result).toMatchObject({ arrangements: expected.arrangements, exact: true });
    expect(result!.leastP).toBe(2 / expected.arrangements);
    expect(result!.p).toSatisfy((value: number) => isGolden(value, expected.p));
    expect(Math.abs(result!.statistic! - expected.statistic)).toBeLessThan(1e-7);
  });
});

/** 20 and 24 pairs in two strata, of which each second is longer, and a value that follows length alone. */
function longerPairs(noise: (pair: number) => number) {
  const side = (pairs: number, extra: number) => {
    const rows = Int32Array.from({ length: pairs }, (_, row) => row);
    const length = Float64Array.from(rows, (row) => 5 + extra + ((row * 7) % 11));
    return { rows, stratum: rows.map((row) => row % 2), cluster: null, length };
  };
  const [set, control] = [side(20, 4), side(24, 0)];
  const covariates: Covariates = { names: ['length'], set: set.length, control: control.length };
  return {
    cells: comparisonCells(set, control)!,
    covariates,
    column: [
      set.length.map((length, row) => 0.1 * length + noise(row)),
      control.length.map((length, row) => 0.1 * length + noise(row + 50)),
    ],
  };
}

const wave = (pair: number) => Math.sin(pair * pair);

describe('what the covariate explains', () => {
  test('is not called a difference, which it would be without', () => {
    const { cells, covariates, column } = longerPairs((pair) => 0.1 * wave(pair));
    const tests = (of: Covariates) =>
      finish(freedmanLaneTests(regressionDesign(cells, of), of, [column], 2000, random()))[0]!;
    const none: Covariates = { names: [], set: new Float64Array(), control: new Float64Array() };
    expect(tests(none).p).toBeLessThan(0.01);
    expect(tests(covariates).p).toBeGreaterThan(0.2);
    expect(tests(none)).toMatchObject({ arrangements: 2000, exact: false, leastP: 2 / 2001 });
  });

  test('T is the adjusted difference over its standard error', () => {
    const { cells, covariates, column } = longerPairs(wave);
    const design = regressionDesign(cells, covariates);
    const [result] = finish(freedmanLaneTests(design, covariates, [column], 10, random()));
    const { estimate, se } = estimateAdjusted(design, column[0]!, column[1]!);
    expect(result!.statistic).toBeCloseTo(estimate / se!, 10);
  });

  test('values that are the covariate have no difference and no spread: T 0, p 1', () => {
    const { cells, covariates, column } = longerPairs(() => 0);
    const design = regressionDesign(cells, covariates);
    const [result] = finish(freedmanLaneTests(design, covariates, [column], 100, random()));
    expect(result).toMatchObject({ statistic: 0, p: 1 });
  });

  test('without covariates the exact p is that of the permutation of sides', () => {
    const side = (pairs: number) => ({
      rows: Int32Array.from({ length: pairs }, (_, row) => row),
      stratum: new Int32Array(pairs),
      cluster: null,
    });
    const cells = comparisonCells(side(3), side(4))!;
    const column = [Float64Array.of(0.5, 0.9, 0.7), Float64Array.of(0.1, 0.6, 0.2, 0.35)];
    const none: Covariates = { names: [], set: new Float64Array(), control: new Float64Array() };
    const design = regressionDesign(cells, none);
    const [ours] = finish(freedmanLaneTests(design, none, [column], 10_000, random()));
    const estimates = [estimateDifference(cells, column[0]!, column[1]!)];
    const [plain] = finish(permutationTests(cells, [column], estimates, 10_000, random()));
    // 7! orders, 7 choose 3 choices: each choice as often
    expect(ours).toMatchObject({ arrangements: 5040, exact: true });
    expect(ours!.p).toBeCloseTo(plain!.p, 12);
  });
});

test('whole clusters are for another test', () => {
  const { cells, covariates, column } = longerPairs(wave);
  const [set, control] = [cells.set, cells.control].map((side) => ({
    rows: side.rows,
    stratum: new Int32Array(side.rows.length),
    cluster: side.rows.map((row) => row >> 1),
  }));
  const design = regressionDesign(comparisonCells(set!, control!)!, covariates);
  expect(() => finish(freedmanLaneTests(design, covariates, [column], 10, random()))).toThrow(RangeError);
});
