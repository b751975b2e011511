import { describe, expect, test } from 'vitest';
import {
  type AggregateColumn,
  type AggregateInput,
  aggregateSteps,
  type ColumnStatistics,
} from './aggregate.ts';
import { COLUMN, column, inputOf, statisticsOf, unadjusted, paired } from './aggregate.example.ts';

test('a column by itself, by hand', () => {
  const [statistics] = statisticsOf([[1, 2, NaN, 3]]);
  expect(statistics).toMatchObject({
    n: 3,
    undefined: 1,
    clusters: null,
    mean: 2,
    sd: 1,
    median: 2,
    q25: 1.5,
    q75: 2.5,
    min: 1,
    max: 3,
    ci_kind: 't',
    control_mean: null,
    difference: null,
    difference_ci_kind: 'none',
    p: null,
    q: null,
    outcome: 'no test',
    p_zero: null,
  });
  expect(statistics!.se).toBeCloseTo(1 / Math.sqrt(3), 14);
  expect(statistics!.dof).toBeCloseTo(2, 12);
  // t_2,.975 = 4.302653
  expect(statistics!.ci_low).toBeCloseTo(2 - 4.30265273 / Math.sqrt(3), 8);
  expect(statistics!.ci_high).toBeCloseTo(2 + 4.30265273 / Math.sqrt(3), 8);
});

test('a mean by clusters has the interval of their number', () => {
  const values = column(4, 40);
  const cluster = Int32Array.from(values, (_, pair) => pair % 8);
  const [by8] = statisticsOf([values], { cluster });
  expect(by8).toMatchObject({ n: 40, clusters: 8, ci_kind: 'wider' });
  const means = Array.from({ length: 8 }, (_, c) => values.filter((_, pair) => pair % 8 === c)).map(
    (own) => own.reduce((sum, value) => sum + value, 0) / 5,
  );
  const [ofMeans] = statisticsOf([means]);
  // Clusters of one size: mean, standard error and degrees of freedom are those of their means.
  expect(by8!.mean).toBeCloseTo(ofMeans!.mean!, 12);
  expect(by8!.se).toBeCloseTo(ofMeans!.se!, 12);
  expect(by8!.dof).toBeCloseTo(7, 9);
  expect([by8!.ci_low, by8!.ci_high]).toEqual([
    expect.closeTo(ofMeans!.ci_low!, 9),
    expect.closeTo(ofMeans!.ci_high!, 9),
  ]);
  expect(by8!.icc).not.toBeNull();
  expect(ofMeans!.icc).toBeNull();
});

test('a signed column is tested against 0, others are not', () => {
  const values = [[1, 2, 3, 4], [1, 2, 3, 4]]; // prettier-ignore
  const columns = [{ ...COLUMN, family: 'entropy', signed: true }, COLUMN];
  const [signed, distance] = statisticsOf(values, { columns });
  // All signs equal: 2 of 16 choices.
  expect(signed).toMatchObject({ p_zero: 0.125, q_zero: 0.125, least_p_zero: 0.125, q_zero_at_most: false });
  expect(distance).toMatchObject({ p_zero: null, q_zero: null, least_p_zero: null });
});

describe('a column’s numbers depend on nothing but itself and the seed', () => {
  // Columns with values in different rows, more than one tile of them.
  const width = 21;
  const values = Array.from({ length: width }, (_, c) =>
    column(c, 50).map((value, row) => (row < c % 3 ? NaN : value - 0.2)),
  );
  const control = Array.from({ length: width }, (_, c) =>
    column(100 + c, 45).map((value, row) => (row < c % 2 ? NaN : value * 0.9)),
  );
  const columns = values.map((_, c): AggregateColumn => ({
    ...COLUMN,
    family: `metric ${c % 3}`,
    signed: c % 3 === 1,
  }));
  const cluster = Int32Array.from({ length: 50 }, (_, pair) => Math.floor(pair ** 2 / 150));
  const fewer = { permutations: 300, mostPermutations: 300, bootstrapResamples: 300 };
  const comparisons: Record<string, (chosen: readonly number[]) => Partial<AggregateInput>> = {
    'a control set': (chosen) => ({ comparison: unadjusted(chosen.map((c) => control[c]!), 50) }), // prettier-ignore
    'a neutral, by clusters': (chosen) => ({ cluster, comparison: paired(chosen.map((c) => values[(c + 3) % width]!.map((value) => value * 2))) }), // prettier-ignore
  };
  const everyColumn = values.map((_, c) => c);
  const run = (chosen: readonly number[], name: string, options: Partial<AggregateInput> = {}) =>
    statisticsOf(
      chosen.map((c) => values[c]!),
      {
        columns: chosen.map((c) => columns[c]!),
        ...fewer,
        ...comparisons[name]!(chosen),
        ...options,
      },
    );

  describe.each(Object.keys(comparisons))('with %s', (name) => {
    const all = run(everyColumn, name);

    test('in any order', () => {
      const shuffled = everyColumn.toSorted((a, b) => ((a * 8) % width) - ((b * 8) % width));
      const inOrder = run(shuffled, name);
      // Equal estimates would be ranked by place; there are none.
      expect(everyColumn.map((c) => inOrder[shuffled.indexOf(c)])).toEqual(all);
    });

    test('when only its family is asked for', () => {
      const family = everyColumn.filter((c) => c % 3 === 1);
      expect(run(family, name)).toEqual(family.map((c) => all[c]));
    });

    test('another seed gives other resamples, the same seed the same', () => {
      expect(run(everyColumn, name)).toEqual(all);
      const other = run(everyColumn, name, { seed: 12 });
      const resampled = (statistics: readonly ColumnStatistics[]) =>
        (['ci_low', 'ci_high', 'difference_ci_low', 'p', 'top_share'] as const).map((name) =>
          statistics.map((one) => one[name]),
        );
      resampled(other).forEach((numbers, index) => expect(numbers).not.toEqual(resampled(all)[index]));
      expect(other.map(({ difference }) => difference)).toEqual(all.map(({ difference }) => difference));
    });

    test('its own interval is that without a comparison', () => {
      const alone = run(everyColumn, name, { comparison: null });
      expect(alone.map((one) => [one.ci_low, one.ci_high, one.p_zero])).toEqual(
        all.map((one) => [one.ci_low, one.ci_high, one.p_zero]),
      );
    });
  });
});

test('progress rises to 1 in many steps', () => {
  const values = Array.from({ length: 17 }, (_, c) => column(c, 20));
  const columns = values.map((_, c): AggregateColumn => ({ ...COLUMN, signed: c === 0 }));
  const shares = [...aggregateSteps({ ...inputOf(values, { comparison: unadjusted(values, 20) }), columns })];
  expect(shares.length).toBeGreaterThan(20);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(shares[0]).toBeGreaterThanOrEqual(0);
});
