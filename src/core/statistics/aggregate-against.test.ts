/** A column against a control set, and against neutrals of its own. */
import { describe, expect, test } from 'vitest';
import type { Comparison } from './aggregate.ts';
import { pairedCliffsDelta } from './cliffs-delta.ts';
import { oneCell, presentRows } from './cells.ts';
import { goldenCases, type GoldenComparison, goldenSide, isGolden } from './golden.example.ts';
import { randomSource } from './random.ts';
import { COLUMN, column, statisticsOf, unadjusted, paired, expectClean } from './aggregate.example.ts';

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
