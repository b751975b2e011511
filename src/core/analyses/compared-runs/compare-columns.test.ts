import { expect, test } from 'vitest';
import { unknownStatistics } from '../../statistics/column-statistics.ts';
import { finish } from '../../statistics/steps.ts';
import { examplePair } from '../statistics/compared-pair.example.ts';
import { DEFAULT_CHOICE } from '../statistics/comparison-choice.ts';
import { exampleRow } from '../statistics/statistics-row.example.ts';
import {
  beyondControlOf,
  compareColumns,
  differenceOfDifferences,
  type ValuesOfRun,
} from './compare-columns.ts';
import { designRuns, type KeyedPair } from './runs-design.ts';
import { describeRuns } from './runs-findings.ts';
import {
  pairs,
  neutralsOf,
  run,
  designed,
  COLUMN,
  columnsOf,
  RUNS,
  comparedOf,
} from './compared-runs.example.ts';

test('pair by pair: the mean of the differences, by sign flips of all 32 choices', () => {
  const made = designed(run({}), run({}));
  const [a, b] = [{ set: [3, 5, 4, 6, 7] }, { set: [1, 2, 2, 3, 2] }];
  // Differences 2, 3, 2, 3, 5: mean 3; only all signs alike are as far from 0.
  expect(columnsOf(made, a, b)).toMatchObject({
    first: 5,
    second: 2,
    difference: 3,
    compared: 5,
    share_up: 1,
    p: 2 / 32,
    arrangements: 32,
    q: 2 / 32,
    outcome: 'not enough data',
  });
  expect(columnsOf(made, b, a)).toMatchObject({ first: 2, second: 5, difference: -3, p: 2 / 32 });
});

test('beyond neutral changes: what each pair changes more than its neutral, less the same in the other run', () => {
  const set = pairs('abcde');
  const one = run({ set, neutral: neutralsOf(set) });
  const made = designed(one, one);
  expect(made.design).toMatchObject({ as: 'paired', beyond: 'neutral', whyNotBeyond: null });
  const found = columnsOf(
    made,
    { set: [3, 5, 4, 6, 7], neutral: [1, 1, 1, 1, 1] },
    { set: [4, 4, 4, 4, 4], neutral: [3, 2, 3, 3, 4] },
  );
  // 2, 4, 3, 5, 6 less 1, 2, 1, 1, 0: 1, 2, 2, 4, 6.
  expect(found).toMatchObject({ first: 4, second: 1, difference: 3, p: 2 / 32 });
  expect(designed(one, one, { beyond: 'none' }).design.beyond).toBe('none');
});

test('too few neutral changes: how many each run has of two samples, how many both have pair by pair', () => {
  const [set, other] = [pairs('abcdef'), pairs('uvwxyz')];
  const three = run({ set, neutral: neutralsOf(set).slice(0, 3) });
  const six = run({ set: other, neutral: neutralsOf(other) });
  expect(designed(three, six).design.whyNotBeyond).toBe(
    '3 pairs of the first run and 6 pairs of the second have a neutral change of the same shape; a comparison beyond them wants 5: the values themselves are compared.',
  );
  const one = run({ set, neutral: neutralsOf(set).slice(0, 1) });
  expect(designed(one, three).design.whyNotBeyond).toBe(
    'Only 1 pair has a neutral change of the same shape in both runs; a comparison beyond them wants 5: the values themselves are compared.',
  );
});

test('beyond control pairs that both have: set and control hold differences of the runs', () => {
  const one = run({ control: pairs('klmno') });
  const made = designed(one, one);
  expect(made.design).toMatchObject({ as: 'paired', beyond: 'control', matching: { kind: 'matched' } });
  const found = columnsOf(
    made,
    { set: [6, 7, 8, 7, 7], control: [2, 1, 2, 3, 2] },
    { set: [4, 4, 4, 4, 4], control: [1, 1, 1, 1, 1] },
  );
  // 7 − 2 in the first, 4 − 1 in the second; arrangements: 10 over 5.
  expect(found).toMatchObject({ first: 5, second: 3, difference: 2, arrangements: 252 });
});

test('heads of one model beyond control pairs that both have: matched by shape as the comparison is', () => {
  const shaped = (keys: string, inserted: number): KeyedPair[] =>
    [...keys].map((key) => ({ ...examplePair({ inserted }), key }));
  const one = run({
    set: [...shaped('abcde', 1), ...shaped('fghij', 2)],
    control: [...shaped('klmno', 1), ...shaped('0123456789', 2)],
  });
  const made = designed(one, one, { sameHeads: false });
  expect(made.design).toMatchObject({ beyond: 'control', matching: { kind: 'matched' } });
  const values: ValuesOfRun = {
    set: Float64Array.of(6, 6, 6, 6, 6, 10, 10, 10, 10, 10),
    neutral: null,
    control: Float64Array.of(1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4),
  };
  // (5 × (6 − 1) + 5 × (10 − 4)) / 10; the plain means would be 8 − 3.
  expect(
    finish(
      beyondControlOf(
        { ...made, columns: [COLUMN], values: [values, values], seed: 1, permutations: 999 },
        1,
      ),
    ),
  ).toEqual([5.5]);
});

test('two sets with one control: it takes the same from both, and that is said', () => {
  const control = pairs('klmno');
  const made = designed(run({ control }), run({ set: pairs('vwxyz'), control }));
  expect(made.design).toMatchObject({ as: 'two-sample', beyond: 'none', matching: { kind: 'matched' } });
  expect(made.design.whyNotBeyond).toContain('the same control pairs');
  const found = columnsOf(made, { set: [3, 4, 5, 4, 4] }, { set: [1, 2, 1, 2, 1.5] });
  expect(found).toMatchObject({ first: 4, second: 1.5, difference: 2.5, p: 2 / 252, outcome: 'more' });
});

test('two sets with controls of their own: an interval and no test', () => {
  const made = designed(
    run({ control: pairs('klmno') }),
    run({ set: pairs('vwxyz'), control: pairs('12345') }),
  );
  expect(made.design).toMatchObject({ as: 'two-sample', beyond: 'own-controls' });
  const found = columnsOf(
    made,
    { set: [6, 7, 8, 7, 7], control: [2, 1, 2, 3, 2] },
    { set: [4, 5, 4, 3, 4], control: [1, 2, 1, 0, 1] },
  );
  expect(found).toMatchObject({ first: 5, second: 3, difference: 2, p: null, q: null, outcome: 'no test' });
  expect(found?.difference_ci_low).toBeGreaterThan(0);
});

test("a set that is the other run's control: the difference, and no interval of what moves together", () => {
  const [set, other] = [pairs('abcde'), pairs('vwxyz')];
  const made = designed(run({ set, control: other }), run({ set: other, control: set }));
  expect(made.design).toMatchObject({ as: 'two-sample', beyond: 'own-controls' });
  expect(made.design.refused.join(' ')).toContain('10 pairs of the set of one run are control pairs');
  const [a, b] = [
    [6, 7, 8, 7, 7],
    [2, 1, 2, 3, 2],
  ];
  const found = columnsOf(made, { set: a, control: b }, { set: b, control: a });
  // One difference, 5, with its sign turned.
  expect(found).toMatchObject({
    first: 5,
    second: -5,
    difference: 10,
    difference_se: null,
    difference_ci_kind: 'none',
    difference_ci_low: null,
    difference_ci_high: null,
  });
  const heads = [
    {
      ...exampleRow(0, 0),
      first: 5,
      second: -5,
      difference: 10,
      difference_ci_low: null,
      difference_ci_high: null,
    },
  ];
  const compared = comparedOf({ design: made.design, heads });
  const words = describeRuns({ compared, runs: RUNS, settings: [] });
  expect(words.headline).toContain('neither interval nor test');
  expect(words.caveats.join(' ')).not.toContain('Intervals are 95 %');
});

test('variances of independent differences add up, degrees of freedom are those of Welch and Satterthwaite', () => {
  const side = (difference: number, difference_se: number, difference_dof: number) => ({
    ...unknownStatistics(),
    difference,
    difference_se,
    difference_dof,
    difference_units: 10,
  });
  const found = differenceOfDifferences(side(0.5, 0.3, 4), side(0.2, 0.4, 9), [0, 1]);
  expect(found.difference).toBeCloseTo(0.3, 12);
  expect(found.difference_se).toBeCloseTo(0.5, 12);
  expect(found.difference_dof).toBeCloseTo(0.25 ** 2 / (0.09 ** 2 / 4 + 0.16 ** 2 / 9), 12);
  // t of 12.835 degrees of freedom at 0.975: 2.1632.
  expect(found.difference_ci_high).toBeCloseTo(0.3 + 2.1632 * 0.5, 3);
});

test('two samples that differ in length alone are the same when they are adjusted for it', () => {
  const ofLengths = (keys: string, lengths: readonly number[]) =>
    [...keys].map((key, place) => ({
      ...examplePair({ position: place, inserted: 1, length: lengths[place] ?? 8 }),
      key,
    }));
  // Each length twice; the values of the two lie 0.1 to either side of half of it.
  const twice = (from: number) => Array.from({ length: 12 }, (_, at) => from + Math.floor(at / 2));
  const [short, long] = [twice(6), twice(9)];
  const valuesOf = (lengths: readonly number[], more: number) =>
    lengths.map((length, at) => length / 2 + more + (at % 2 === 0 ? 0.1 : -0.1));
  const runs = [
    run({ set: ofLengths('abcdefghijkl', long) }),
    run({ set: ofLengths('mnopqrstuvwx', short) }),
  ] as const;
  const made = (covariates: readonly 'length'[]) =>
    designRuns(
      { first: runs[0], second: runs[1], sameHeads: true, hasRanks: true },
      {
        beyond: 'auto',
        choice: { ...DEFAULT_CHOICE, covariates: [...covariates], adjustment: 'regression' },
      },
    );
  const values = [{ set: valuesOf(long, 1.25) }, { set: valuesOf(short, 0) }] as const;
  expect(columnsOf(made([]), ...values)?.difference).toBeCloseTo(1.25 + 3 / 2, 12);
  expect(columnsOf(made(['length']), ...values)?.difference).toBeCloseTo(1.25, 12);
  expect(made(['length']).design.adjustment).toEqual(['Adjusted by regression for length.']);
  expect(made([]).design.adjustment).toEqual([]);
});

test('what is surely smaller than the smallest effect of interest is called none, by two tests of one side each', () => {
  const keys = 'abcdefghijklmnopqrstuvwxyz';
  const made = designed(run({ set: pairs(keys) }), run({ set: pairs(keys) }));
  // Differences of 0.01 and -0.01 in turns: mean 0, standard deviation 0.0102, of 26 pairs.
  const [a, b] = [[...keys].map((_, at) => 5 + (at % 2 === 0 ? 0.01 : -0.01)), [...keys].map(() => 5)];
  const values = (margin: number) =>
    finish(
      compareColumns({
        columns: [COLUMN],
        ...made,
        values: [
          { set: Float64Array.from(a), neutral: null, control: null },
          { set: Float64Array.from(b), neutral: null, control: null },
        ],
        seed: 1,
        permutations: 999,
        margin,
      }),
    )[0];
  expect(values(0)).toMatchObject({ margin: null, p_equivalent: null, outcome: 'not enough data' });
  expect(values(0.05)).toMatchObject({ margin: 0.05, outcome: 'does not respond' });
  expect(values(0.05)?.p_equivalent).toBeLessThan(1e-3);
  // Not where the margin is within what is uncertain.
  expect(values(0.001)).toMatchObject({ margin: 0.001, outcome: 'not enough data' });
});
