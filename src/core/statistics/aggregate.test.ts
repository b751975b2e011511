import { describe, expect, test } from 'vitest';
import {
  aggregate,
  type AggregateColumn,
  type AggregateInput,
  aggregateSteps,
  type ColumnStatistics,
} from './aggregate.ts';
import { bootstrapMeans, percentileInterval } from './bootstrap.ts';
import { permutationTests } from './permutation.ts';
import { randomSource } from './random.ts';
import { signFlipTests } from './sign-flip.ts';
import { finish } from './steps.ts';

const COLUMN: AggregateColumn = { family: 'metric', signed: false };

/** A column from 0 to 1, none like another, of n values. */
function column(seed: number, n: number): number[] {
  const random = randomSource(seed, 'permutation');
  return Array.from({ length: n }, () => random.below(1_000_000) / 1_000_000);
}

/** [rows, columns] row-major. */
function table(columns: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from((columns[0] ?? []).flatMap((_, row) => columns.map((values) => values[row]!)));
}

function aggregateColumns(
  columns: readonly (readonly number[])[],
  control: readonly (readonly number[])[] | null,
  options: Partial<AggregateInput> = {},
): readonly ColumnStatistics[] {
  return aggregate({
    columns: columns.map(() => COLUMN),
    values: table(columns),
    control: control && table(control),
    seed: 11,
    ...options,
  }).columns;
}

test('a column without control set, by hand', () => {
  const [statistics] = aggregateColumns([[1, 2, NaN, 3]], null);
  expect(statistics).toMatchObject({
    n: 3,
    undefined: 1,
    mean: 2,
    sd: 1,
    median: 2,
    q25: 1.5,
    q75: 2.5,
    min: 1,
    max: 3,
    control_mean: null,
    difference: null,
    difference_ci_low: null,
    difference_ci_high: null,
    cliffs_delta: null,
    p: null,
    q: null,
    p_zero: null,
    q_zero: null,
  });
  // Means of three draws from 1, 2, 3: P(mean = 1) = 1/27 > 2.5 %, and so at the top.
  expect([statistics!.ci_low, statistics!.ci_high]).toEqual([1, 3]);
});

test('against a control set, by hand', () => {
  const [statistics] = aggregateColumns([[4, 5, NaN]], [[1, NaN, 2, 3]]);
  expect(statistics).toMatchObject({ control_mean: 2, difference: 2.5, cliffs_delta: 1 });
  // 1 of 10 arrangements puts 4 and 5 together; two-sided.
  expect(statistics!.p).toBeCloseTo(0.2, 14);
  expect(statistics!.q).toBeCloseTo(0.2, 14);
});

test('a signed column is tested against 0, others are not', () => {
  const values = [[1, 2, 3, 4], [1, 2, 3, 4]]; // prettier-ignore
  const columns = [{ family: 'entropy', signed: true }, COLUMN];
  const [signed, distance] = aggregateColumns(values, null, { columns });
  // All signs equal: 2 of 16 choices.
  expect(signed).toMatchObject({ p_zero: 0.125, q_zero: 0.125 });
  expect(distance).toMatchObject({ p_zero: null, q_zero: null });
});

describe('what can not be said is null', () => {
  test('of a column that is undefined everywhere', () => {
    const [statistics] = aggregateColumns([[NaN, NaN]], [[1, 2]]);
    expect(statistics).toMatchObject({ n: 0, undefined: 2, mean: null, ci_low: null, control_mean: 1.5 });
    expect(statistics).toMatchObject({ difference: null, cliffs_delta: null, p: null, q: null });
  });

  test('of a control that is undefined everywhere', () => {
    const [statistics] = aggregateColumns([[1, 2]], [[NaN, NaN]]);
    expect(statistics).toMatchObject({
      n: 2,
      mean: 1.5,
      control_mean: null,
      difference: null,
      p: null,
      q: null,
    });
    expect(statistics!.ci_low).not.toBeNull();
  });

  test('of the interval of a single value', () => {
    const [statistics] = aggregateColumns([[1]], [[2, 3]]);
    expect(statistics).toMatchObject({ mean: 1, sd: null, ci_low: null, ci_high: null, difference: -1.5 });
    expect(statistics).toMatchObject({ difference_ci_low: null, difference_ci_high: null });
    // 1 of 3 arrangements, two-sided
    expect(statistics!.p).toBeCloseTo(2 / 3, 14);
  });

  test('of no pairs at all', () => {
    const [statistics] = aggregateColumns([[]], null);
    expect(statistics).toMatchObject({ n: 0, undefined: 0, mean: null, ci_low: null, p: null });
  });
});

test('the parts are those of the procedures on the values that exist', () => {
  const values = column(1, 60).map((value, row) => (row % 7 === 0 ? NaN : value - 0.4));
  const control = column(2, 40).map((value, row) => (row === 3 ? NaN : value - 0.5));
  const [statistics] = aggregateColumns([values], [control], { columns: [{ family: 'x', signed: true }] });

  const present = Float64Array.from(values.filter((value) => !Number.isNaN(value)));
  const presentControl = Float64Array.from(control.filter((value) => !Number.isNaN(value)));
  const [means] = finish(bootstrapMeans([present], 2000, randomSource(11, 'set-bootstrap')));
  const [controlMeans] = finish(
    bootstrapMeans([presentControl], 2000, randomSource(11, 'control-bootstrap')),
  );
  const differences = means!.map((mean, r) => mean - controlMeans![r]!);
  const p = finish(permutationTests([present], [presentControl], 10_000, randomSource(11, 'permutation')));
  const pZero = finish(signFlipTests([present], 10_000, randomSource(11, 'sign-flips')));
  expect([statistics!.ci_low, statistics!.ci_high]).toEqual(percentileInterval(means!));
  expect([statistics!.difference_ci_low, statistics!.difference_ci_high]).toEqual(
    percentileInterval(differences),
  );
  expect([statistics!.p, statistics!.p_zero]).toEqual([p[0], pZero[0]]);
});

describe('a column’s numbers depend on nothing but itself and the seed', () => {
  // Columns of different counts of undefined values, more than one tile of them.
  const width = 21;
  const values = Array.from({ length: width }, (_, c) =>
    column(c, 50).map((value, row) => (row < c % 3 ? NaN : value)),
  );
  const control = Array.from({ length: width }, (_, c) =>
    column(100 + c, 45).map((value, row) => (row < c % 2 ? NaN : value * 0.9)),
  );
  const columns = values.map((_, c): AggregateColumn => ({ family: `metric ${c % 3}`, signed: c % 3 === 1 }));
  const all = aggregateColumns(values, control, { columns });

  test('in any order', () => {
    const reversed = aggregateColumns(values.toReversed(), control.toReversed(), {
      columns: columns.toReversed(),
    });
    expect(reversed.toReversed()).toEqual(all);
  });

  test('when only its family is asked for', () => {
    const ofFamily = <T>(list: readonly T[]) => list.filter((_, c) => c % 3 === 1);
    const some = aggregateColumns(ofFamily(values), ofFamily(control), { columns: ofFamily(columns) });
    expect(some).toEqual(ofFamily(all));
  });

  test('its own interval, with or without a control set', () => {
    const alone = aggregateColumns(values, null, { columns });
    expect(alone.map((one) => [one.ci_low, one.ci_high, one.p_zero])).toEqual(
      all.map((one) => [one.ci_low, one.ci_high, one.p_zero]),
    );
  });

  test('another seed gives other resamples, the same seed the same', () => {
    expect(aggregateColumns(values, control, { columns })).toEqual(all);
    const other = aggregateColumns(values, control, { columns, seed: 12 });
    expect(other[0]!.ci_low).not.toBe(all[0]!.ci_low);
    expect(other[0]!.p).not.toBe(all[0]!.p);
    expect(other[0]!.mean).toBe(all[0]!.mean);
  });
});

test('q is corrected over the heads of a metric, and over these only', () => {
  const strong = column(1, 30).map((value) => value + 2);
  const columns = ['a', 'a', 'a', 'b'].map((family): AggregateColumn => ({ family, signed: false }));
  const control = [1, 2, 3, 4].map((seed) => column(50 + seed, 30));
  const statistics = aggregateColumns([strong, strong, column(3, 30), strong], control, { columns });
  const least = 2 / 10_001;
  // Two of three tests have the least p: q = p × 3 / 2; in a family of one q = p.
  expect(statistics[0]!.q).toBeCloseTo((least * 3) / 2, 14);
  expect(statistics[1]!.q).toBeCloseTo((least * 3) / 2, 14);
  expect(statistics[3]!.q).toBeCloseTo(least, 14);
});

test('progress rises to 1', () => {
  const values = Array.from({ length: 17 }, (_, c) => column(c, 20));
  const columns = values.map((_, c): AggregateColumn => ({ family: 'x', signed: c === 0 }));
  const shares = [...aggregateSteps({ columns, values: table(values), control: table(values), seed: 0 })];
  expect(shares.length).toBeGreaterThan(10);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});

test('buffers that are not whole rows are refused', () => {
  const input = { columns: [COLUMN, COLUMN], control: null, seed: 0 };
  expect(() => aggregate({ ...input, values: new Float64Array(3) })).toThrow(
    'invalid values: 3 of them do not make rows of 2 columns',
  );
});
