/** Empty, short, constant and undefined columns, and input that is refused. */
import { describe, expect, test } from 'vitest';
import { aggregate, type ColumnStatistics, type Comparison } from './aggregate.ts';
import {
  COLUMN,
  column,
  inputOf,
  statisticsOf,
  unadjusted,
  paired,
  expectClean,
} from './aggregate.example.ts';

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
