import { describe, expect, test } from 'vitest';
import { balanceAfter, balanceBefore, balanceTable, matchingByStrata } from './balance.ts';
import { goldenCases, isGolden } from './golden.example.ts';
import type { PairCovariates } from './pair-covariates.ts';

interface Input {
  readonly x: (number | null)[];
  readonly y: (number | null)[];
  readonly weights?: number[] | null;
}
interface Expected {
  readonly set: number | null;
  readonly control: number | null;
  readonly smd: number | null;
}

const column = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? NaN);

describe('balance of one covariate', () => {
  test.each(goldenCases<Input, Expected>('balance'))('$name', ({ input, expected }) => {
    const [set, control] = [column(input.x), column(input.y)];
    const result = input.weights
      ? balanceAfter(set, control, { used: input.x.map(() => 1), controlWeights: input.weights })
      : balanceBefore(set, control);
    expect(result.set).toSatisfy((value: number | null) => isGolden(value, expected.set));
    expect(result.control).toSatisfy((value: number | null) => isGolden(value, expected.control));
    expect(result.standardisedDifference).toSatisfy((value: number | null) => isGolden(value, expected.smd));
  });

  test('amber is beyond a quarter, or constant and different', () => {
    // standard deviations of 1, means 0.2 and 0.3 apart
    const around = (centre: number) => column([centre - 1, centre, centre + 1]);
    expect(balanceBefore(around(0.2), around(0)).amber).toBe(false);
    expect(balanceBefore(around(0), around(0.3)).amber).toBe(true);
    expect(balanceBefore(column([1, 1]), column([0, 0]))).toMatchObject({
      standardisedDifference: null,
      amber: true,
    });
  });

  test('equal constants are balanced however their means round', () => {
    const matching = { used: [1, 1, 1], controlWeights: [0.3, 0.1, 0.7] };
    expect(balanceAfter(column([0.1, 0.1, 0.1]), column([0.1, 0.1, 0.1]), matching)).toEqual({
      set: 0.1,
      control: 0.1,
      standardisedDifference: 0,
      amber: false,
    });
  });

  test('nothing to compare is nothing, not 0', () => {
    const none = { set: null, control: null, standardisedDifference: null, amber: false };
    expect(balanceBefore(column([]), column([1, 2]))).toEqual(none);
    expect(balanceBefore(column([1, 2]), column([null]))).toEqual(none);
    expect(balanceBefore(column([1]), column([1, 2]))).toMatchObject({
      set: 1,
      standardisedDifference: null,
    });
    const matching = { used: [0, 0], controlWeights: [0, 0] };
    expect(balanceAfter(column([1, 2]), column([1, 2]), matching)).toEqual(none);
  });
});

const pair = (length: number, inserted: number): PairCovariates => ({
  length,
  inserted,
  deleted: 0,
  substituted: 1 - inserted,
  position: null,
  rank: null,
});

describe('the table of a comparison', () => {
  const set = [pair(5, 1), pair(6, 1), pair(9, 0), pair(30, 0)];
  const control = [pair(5, 1), pair(8, 0), pair(9, 0), pair(10, 0), pair(40, 1)];

  test('matching by strata makes the counts of the change equal', () => {
    // stratum 0: inserted, 2 of the set's 3 placed pairs; stratum 1: substituted; the last of each side is left out
    const matching = matchingByStrata([0, 0, 1, -1], [0, 1, 1, 1, -1]);
    expect(matching.used).toEqual(Uint8Array.of(1, 1, 1, 0));
    expect(Array.from(matching.controlWeights)).toEqual([2, 1 / 3, 1 / 3, 1 / 3, 0]);
    const rows = new Map(balanceTable(set, control, matching).map((row) => [row.covariate, row] as const));
    expect(rows.get('inserted')!.before).toMatchObject({ set: 0.5, control: 0.4 });
    expect(rows.get('inserted')!.after!.standardisedDifference).toBeCloseTo(0, 14);
    // (5 + 6 + 9) / 3 against (2 × 5 + 9) / 3
    expect(rows.get('length')!.after!.set).toBeCloseTo(20 / 3, 14);
    expect(rows.get('length')!.after!.control).toBeCloseTo(19 / 3, 14);
    expect(rows.get('deleted')!.before).toMatchObject({ standardisedDifference: 0, amber: false });
    expect(rows.get('rank')!.before).toMatchObject({ set: null, control: null });
  });

  test('without matching there is no after', () => {
    expect(balanceTable(set, control, null).map(({ after }) => after)).toEqual(Array(6).fill(null));
  });

  test('a stratum without control is not compared', () => {
    expect(matchingByStrata([0, 7], [0, 0]).used).toEqual(Uint8Array.of(1, 0));
  });
});
