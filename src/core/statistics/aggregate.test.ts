import { describe, expect, test } from 'vitest';
import {
  aggregate,
  type AggregateColumn,
  type AggregateInput,
  aggregateSteps,
  type ColumnStatistics,
  type Comparison,
} from './aggregate.ts';
import { pairedCliffsDelta } from './cliffs-delta.ts';
import { oneCell, presentRows } from './cells.ts';
import { goldenCases, type GoldenComparison, goldenSide, isGolden } from './golden.example.ts';
import { randomSource } from './random.ts';

const COLUMN: AggregateColumn = { family: 'metric', signed: false, change: 'high', range: [null, null] };

/** A column from 0 to 1, none like another, of n values. */
function column(seed: number, n: number): number[] {
  const random = randomSource(seed, 'permutation');
  return Array.from({ length: n }, () => random.below(1_000_000) / 1_000_000);
}

/** [rows, columns] row-major. */
function table(columns: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from((columns[0] ?? []).flatMap((_, row) => columns.map((values) => values[row]!)));
}

function inputOf(
  columns: readonly (readonly number[])[],
  options: Partial<AggregateInput> = {},
): AggregateInput {
  return {
    columns: columns.map(() => COLUMN),
    values: table(columns),
    cluster: null,
    comparison: null,
    margins: null,
    marginShare: null,
    seed: 11,
    ...options,
  };
}

function statisticsOf(
  columns: readonly (readonly number[])[],
  options: Partial<AggregateInput> = {},
): readonly ColumnStatistics[] {
  return aggregate(inputOf(columns, options)).columns;
}

/** A control set in one stratum, pairs as units. */
function unadjusted(control: readonly (readonly number[])[], pairs: number): Comparison {
  return {
    kind: 'unadjusted',
    control: table(control),
    controlCluster: null,
    stratum: new Int32Array(pairs),
    controlStratum: new Int32Array(control[0]!.length),
    covariates: null,
  };
}

function paired(neutral: readonly (readonly number[])[]): Comparison {
  return { kind: 'paired', neutral: table(neutral), used: new Uint8Array(neutral[0]!.length).fill(1) };
}

/** No number of a column is NaN, -0 or infinite. */
function expectClean(columns: readonly ColumnStatistics[]): void {
  for (const statistics of columns) {
    for (const [name, value] of Object.entries(statistics)) {
      if (typeof value !== 'number') continue;
      expect(Number.isFinite(value), `${name} is ${value}`).toBe(true);
      expect(Object.is(value, -0), `${name} is -0`).toBe(false);
    }
  }
}

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

interface GoldenDifference {
  readonly difference: number | null;
  readonly se: number | null;
  readonly dof: number | null;
  readonly control_mean: number | null;
  readonly n: number;
  readonly m: number;
  readonly clusters: [number, number] | null;
}

describe('against a control set', () => {
  test.each(goldenCases<GoldenComparison, GoldenDifference>('difference'))('$name', ({ input, expected }) => {
    const [set, control] = ([1, 0] as const).map((which) => goldenSide(input, which));
    const [statistics] = statisticsOf([[...set!.values]], {
      cluster: set!.cluster,
      comparison: {
        kind: 'matched',
        control: control!.values,
        controlCluster: control!.cluster,
        stratum: set!.stratum,
        controlStratum: control!.stratum,
        covariates: null,
      },
      permutations: 100,
      bootstrapResamples: 100,
    });
    const numbers = [
      [statistics!.difference, expected.difference],
      [statistics!.difference_se, expected.se],
      [statistics!.difference_dof, expected.dof],
      [statistics!.control_mean, expected.control_mean ?? null],
    ] as const;
    for (const [own, golden] of numbers) expect(isGolden(own, golden), `${own} is ${golden}`).toBe(true);
    if (expected.difference === null) expect(statistics).toMatchObject({ p: null, q: null, compared: null });
    else expect(statistics).toMatchObject({ compared: expected.n, compared_control: expected.m });
    expect(statistics!.compared_clusters).toBe(expected.clusters?.[0] ?? null);
    expectClean([statistics!]);
  });

  test('by hand', () => {
    const [statistics] = statisticsOf([[4, 5, NaN]], { comparison: unadjusted([[1, NaN, 2, 3]], 3) });
    expect(statistics).toMatchObject({
      control_mean: 2,
      difference: 2.5,
      cliffs_delta: 1,
      difference_units: 2,
    });
    // 1 of 10 arrangements puts 4 and 5 together; two-sided.
    expect(statistics).toMatchObject({ p: 0.2, q: 0.2, least_p: 0.2, arrangements: 10, q_at_most: false });
    expect(statistics!.outcome).toBe('not enough data');
  });

  test('q is at most what the floor gives, and more arrangements are drawn where that matters', () => {
    const strong = column(1, 30).map((value) => value + 2);
    const others = Array.from({ length: 59 }, (_, c) => column(100 + c, 30));
    const control = Array.from({ length: 60 }, (_, c) => column(300 + c, 30));
    const options = { comparison: unadjusted(control, 30), permutations: 1000, bootstrapResamples: 200 };
    const [once] = statisticsOf([strong, ...others], { ...options, mostPermutations: 1000 });
    // One head at the floor of 2 / 1,001 among 60.
    expect(once).toMatchObject({ arrangements: 1000, q_at_most: true });
    expect(once!.q).toBeCloseTo((60 * 2) / 1001, 12);
    const again = statisticsOf([strong, ...others], { ...options, mostPermutations: 100_000 });
    expect(again[0]).toMatchObject({ arrangements: 100_000, q_at_most: true, outcome: 'more' });
    expect(again[0]!.q).toBeCloseTo((60 * 2) / 100_001, 12);
    expect(again.slice(1).every(({ arrangements }) => arrangements === 1000)).toBe(true);
  });

  test('equal spread and no difference: p is below .1 a tenth of the time', () => {
    const values = Array.from({ length: 300 }, (_, c) => column(c, 25));
    const control = Array.from({ length: 300 }, (_, c) => column(1000 + c, 15));
    const statistics = statisticsOf(values, { comparison: unadjusted(control, 25), permutations: 500, bootstrapResamples: 50, topK: 0 }); // prettier-ignore
    const called = statistics.filter(({ p }) => p! < 0.1).length;
    // Binomial(300, 0.1): 30 expected, sd 5.2.
    expect(Math.abs(called - 30)).toBeLessThan(4 * 5.2);
  });

  test('a similarity changes more where it is lower', () => {
    const high = column(1, 30).map((value) => 2 + value);
    const options = {
      comparison: unadjusted([column(2, 30)], 30),
      permutations: 1000,
      bootstrapResamples: 200,
    };
    const outcomeOf = (change: 'high' | 'low') =>
      statisticsOf([high], { ...options, columns: [{ ...COLUMN, change }] })[0]!.outcome;
    expect([outcomeOf('high'), outcomeOf('low')]).toEqual(['more', 'less']);
  });

  test('within a margin it does not respond', () => {
    const values = Array.from({ length: 60 }, (_, pair) => (pair % 7) / 100);
    const control = Array.from({ length: 60 }, (_, pair) => (pair % 5) / 100 + 0.01);
    const options = { comparison: unadjusted([control], 60), permutations: 1000, bootstrapResamples: 500 };
    const [wide] = statisticsOf([values], { ...options, margins: Float64Array.of(0.1) });
    expect(wide).toMatchObject({ margin: 0.1, outcome: 'does not respond', q_equivalent_at_most: true });
    expect(wide!.p_equivalent).toBeCloseTo(1 / 501, 12);
    const [share] = statisticsOf([values], { ...options, marginShare: 2 });
    expect(share!.margin).toBeCloseTo(2 * share!.control_mean!, 14);
    const [none] = statisticsOf([values], { ...options, margins: Float64Array.of(NaN) });
    expect(none).toMatchObject({ margin: null, p_equivalent: null, outcome: 'not enough data' });
  });

  test('the interval of a difference is cut at what differences can be', () => {
    const range = [0, 1] as const;
    const [statistics] = statisticsOf([[1, 1, 0.9]], {
      columns: [{ ...COLUMN, range }],
      comparison: unadjusted([[0, 0, 0.1]], 3),
    });
    expect([statistics!.ci_high, statistics!.difference_ci_high]).toEqual([1, 1]);
  });

  test('covariates take their part out of the difference', () => {
    const random = randomSource(5, 'permutation');
    const length = Array.from({ length: 60 }, (_, pair) => (pair < 30 ? 8 : 5) + random.below(6));
    const values = length.map((tokens) => tokens / 10 + random.below(1000) / 10_000);
    const comparison = {
      ...unadjusted([values.slice(30)], 30),
      covariates: {
        names: ['length'],
        set: Float64Array.from(length.slice(0, 30)),
        control: Float64Array.from(length.slice(30)),
      },
    } as Comparison;
    const [adjusted] = statisticsOf([values.slice(0, 30)], { comparison, permutations: 500 });
    const [raw] = statisticsOf([values.slice(0, 30)], { comparison: unadjusted([values.slice(30)], 30), permutations: 500 }); // prettier-ignore
    expect(raw!.difference).toBeGreaterThan(0.2);
    expect(Math.abs(adjusted!.difference!)).toBeLessThan(0.05);
    expect(adjusted).toMatchObject({
      difference_ci_kind: 't',
      outcome: 'not enough data',
      arrangements: 500,
    });
    expect(adjusted!.p).toBeGreaterThan(0.05);
    const cluster = Int32Array.from({ length: 30 }, (_, pair) => pair % 10);
    const [clustered] = statisticsOf([values.slice(0, 30)], {
      cluster,
      comparison: { ...comparison, controlCluster: cluster.map((own) => own + 10) } as Comparison,
      permutations: 500,
    });
    expect(clustered).toMatchObject({ compared_clusters: 10, compared_control_clusters: 10 });
    expect(clustered!.difference).toBeCloseTo(adjusted!.difference!, 12);
    expectClean([adjusted!, raw!, clustered!]);
  });
});

describe('against a neutral of its own', () => {
  const values = [0.3, 0.5, 0.4, 0.9, 0.7, 0.2];
  const neutral = [0.1, 0.4, 0.5, 0.5, NaN, 0.1];

  test('differences of pairs, by hand', () => {
    const [statistics] = statisticsOf([values], { comparison: paired([neutral]) });
    expect(statistics).toMatchObject({
      compared: 5,
      compared_control: null,
      share_up: 0.8,
      share_down: 0.2,
      difference_units: 5,
      difference_ci_kind: 'wider',
      arrangements: 32,
      least_p: 1 / 16,
    });
    // (.2 + .1 - .1 + .4 + .1) / 5; the neutral's mean over the same pairs is 1.6 / 5
    expect(statistics!.difference).toBeCloseTo(0.14, 14);
    expect(statistics!.control_mean).toBeCloseTo(0.32, 14);
    const d = Float64Array.from(values, (value, pair) => value - neutral[pair]!);
    const cliff = pairedCliffsDelta(oneCell(presentRows(d), null), d)!;
    expect(statistics!.cliffs_delta).toBeCloseTo(0.6, 14);
    expect([statistics!.cliffs_delta_ci_low, statistics!.cliffs_delta_ci_high]).toEqual(cliff.interval);
  });

  test('pairs that are not used do not count', () => {
    const comparison = { ...paired([neutral]), used: Uint8Array.of(1, 1, 1, 1, 1, 0) } as Comparison;
    const [statistics] = statisticsOf([values], { comparison });
    expect(statistics).toMatchObject({ n: 6, compared: 4, difference_ci_kind: 't' });
    // .2, .1, -.1, .4
    expect(statistics!.difference).toBeCloseTo(0.15, 14);
  });

  test('a neutral like the counterfactual says that nothing differs', () => {
    const [statistics] = statisticsOf([values], { comparison: paired([values]) });
    expect(statistics).toMatchObject({
      difference: 0,
      difference_se: 0,
      difference_ci_low: null,
      p: 1,
      q: 1,
    });
    expect(statistics).toMatchObject({ cliffs_delta: 0, influence: null, outcome: 'not enough data' });
  });

  test('within clusters, controls of the same cluster are what a pair is compared with', () => {
    const [statistics] = statisticsOf([[5, 6, 1, 2, 9]], {
      cluster: Int32Array.of(0, 0, 1, 1, 2),
      comparison: {
        kind: 'within',
        control: Float64Array.of(1, 3, 4, 8),
        controlCluster: Int32Array.of(0, 0, 1, 5),
        stratum: new Int32Array(5),
        controlStratum: new Int32Array(4),
        covariates: null,
      },
    });
    // 5 - 2, 6 - 2, 1 - 4, 2 - 4; the last pair has no control in its cluster
    expect(statistics).toMatchObject({
      difference: 0.5,
      control_mean: 3,
      compared: 4,
      compared_control: 3,
      compared_clusters: 2,
      arrangements: 4,
      difference_ci_kind: 't',
    });
  });
});

describe('bad input', () => {
  const expectNoDifference = (statistics: ColumnStatistics | undefined) =>
    expect(statistics).toMatchObject({
      difference: null,
      difference_ci_low: null,
      cliffs_delta: null,
      p: null,
      least_p: null,
      q: null,
      influence: null,
      outcome: 'no test',
    });

  test('a metric that is undefined for all', () => {
    const [statistics] = statisticsOf([[NaN, NaN]], { comparison: unadjusted([[1, 2]], 2) });
    expect(statistics).toMatchObject({
      n: 0,
      undefined: 2,
      mean: null,
      se: null,
      ci_low: null,
      ci_kind: 'none',
    });
    expectNoDifference(statistics);
    expectNoDifference(statisticsOf([[1, 2]], { comparison: unadjusted([[NaN, NaN]], 2) })[0]);
    const [ownNeutral] = statisticsOf([[NaN, 1, 2, 3, 4]], { comparison: paired([[1, NaN, NaN, NaN, NaN]]) });
    expectNoDifference(ownNeutral);
    expectClean([statistics!, ownNeutral!]);
  });

  test('one pair has a mean and nothing else', () => {
    const [alone] = statisticsOf([[0.4]], { columns: [{ ...COLUMN, signed: true }] });
    expect(alone).toMatchObject({
      n: 1,
      mean: 0.4,
      se: null,
      dof: null,
      ci_low: null,
      ci_kind: 'none',
      p_zero: null,
    });
    const [against] = statisticsOf([[1]], { comparison: unadjusted([[2, 3]], 1) });
    expectNoDifference(against);
    expectClean([alone!, against!]);
  });

  test('one defined pair with a neutral', () => {
    const comparison = paired([[0.1, NaN, NaN, NaN, NaN]]);
    const [statistics] = statisticsOf([[0.5, 1, 1, 1, 1]], { comparison, marginShare: 0.5 });
    expect(statistics).toMatchObject({
      difference: 0.4,
      compared: 1,
      difference_se: null,
      p: null,
      share_up: 1,
    });
    expect(statistics).toMatchObject({ cliffs_delta: 1, cliffs_delta_ci_low: null, outcome: 'no test' });
    expectClean([statistics!]);
  });

  test('fewer than five pairs with a usable neutral', () => {
    const comparison = { ...paired([column(1, 6)]), used: Uint8Array.of(1, 1, 1, 1, 1, 0) } as Comparison;
    expect(statisticsOf([column(2, 6)], { comparison })[0]).toMatchObject({ compared: 5 });
    const fewer = { ...comparison, used: Uint8Array.of(1, 1, 1, 1, 0, 0) } as Comparison;
    expectNoDifference(statisticsOf([column(2, 6)], { comparison: fewer })[0]);
  });

  test('all values equal', () => {
    const equal = Array<number>(12).fill(0.1);
    const columns = [{ ...COLUMN, signed: true }];
    const [statistics] = statisticsOf([equal], {
      columns,
      comparison: unadjusted([equal.slice(2)], 12),
      marginShare: 1,
    });
    expect(statistics).toMatchObject({
      mean: 0.1,
      se: 0,
      dof: null,
      sd: 0,
      ci_low: null,
      difference: 0,
      difference_se: 0,
      difference_ci_low: null,
      p: 1,
      p_equivalent: null,
      cliffs_delta: 0,
      // All signs alike and infinite: 2 of 2^12 choices.
      p_zero: 2 / 2 ** 12,
    });
    expectClean([statistics!]);
    const cluster = Int32Array.from(equal, (_, pair) => pair % 5);
    const [clustered] = statisticsOf([equal], { columns, cluster, comparison: paired([equal]) });
    expect(clustered).toMatchObject({ se: 0, difference: 0, p: 1, icc: null, width_factor: null });
    expectClean([clustered!]);
  });

  test('values of 0 and -0 alone', () => {
    const zeros = [0, -0, 0, -0, 0, -0];
    const [statistics] = statisticsOf([zeros], {
      columns: [{ ...COLUMN, signed: true }],
      comparison: paired([zeros.toReversed()]),
    });
    expect(statistics).toMatchObject({ mean: 0, median: 0, min: 0, max: 0, difference: 0, p: 1, p_zero: 1 });
    expectClean([statistics!]);
  });

  test('one cluster', () => {
    const values = column(3, 6);
    const cluster = new Int32Array(6);
    const [statistics] = statisticsOf([values], { cluster, comparison: paired([column(4, 6)]) });
    expect(statistics).toMatchObject({ clusters: 1, se: null, ci_low: null, ci_kind: 'none', icc: null });
    expectNoDifference(statistics);
    const control = {
      ...unadjusted([column(5, 6)], 6),
      controlCluster: new Int32Array(6).fill(1),
    } as Comparison;
    const [against] = statisticsOf([values], { cluster, comparison: control });
    expectNoDifference(against);
    expectClean([statistics!, against!]);
  });

  test('clusters of one pair are pairs', () => {
    const values = [column(3, 12)];
    const cluster = Int32Array.from({ length: 12 }, (_, pair) => 11 - pair);
    const comparison = paired([column(4, 12)]);
    const [byPairs] = statisticsOf(values, { comparison });
    const [byClusters] = statisticsOf(values, { comparison, cluster });
    expect(byClusters).toEqual({ ...byPairs, clusters: 12, compared_clusters: 12 });
  });

  test('a control without any pair of the set’s shapes', () => {
    const comparison = {
      ...unadjusted([column(5, 8)], 8),
      controlStratum: new Int32Array(8).fill(-1),
    } as Comparison;
    const [statistics] = statisticsOf([column(6, 8)], { comparison });
    expectNoDifference(statistics);
    expect(statistics!.mean).not.toBeNull();
    expect(statistics!.top_share).toBeNull();
  });

  test('sides without pairs', () => {
    const [noPairs] = statisticsOf([[]], { comparison: unadjusted([[1, 2]], 0) });
    expect(noPairs).toMatchObject({ n: 0, undefined: 0, mean: null });
    expectNoDifference(noPairs);
    const [noControl] = statisticsOf([[1, 2, 3]], { comparison: unadjusted([[]], 3) });
    expectNoDifference(noControl);
    expectNoDifference(statisticsOf([[]], { comparison: paired([[]]) })[0]);
    expectClean([noPairs!, noControl!]);
  });

  test('buffers that are not whole rows are refused', () => {
    const input = { ...inputOf([[1], [2]]), values: new Float64Array(3) };
    expect(() => aggregate(input)).toThrow('invalid values: 3 of them do not make rows of 2 columns');
  });
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
