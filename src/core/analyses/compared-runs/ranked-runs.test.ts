import { expect, test } from 'vitest';
import { rankingLayout } from '../../figures/ranking.ts';
import { exampleRow } from '../statistics/statistics-row.example.ts';
import { comparedOf, RUNS } from './compared-runs.example.ts';
import { rankingOfRuns } from './ranked-runs.ts';

const BY_RANK = { by: 'rank', direction: 'desc' } as const;

test('the mark of a head is its difference with its own interval: what is found never crosses 0', () => {
  const found = {
    ...exampleRow(0, 1),
    first: -0.001,
    second: -0.0274,
    difference: 0.0264,
    difference_ci_low: 0.023,
    difference_ci_high: 0.0295,
    q: 0.0004,
    outcome: 'more' as const,
  };
  const ranking = rankingOfRuns(comparedOf({ heads: [found] }), RUNS, BY_RANK);
  expect(ranking.heads[0]?.marks).toEqual({
    set: 0.0264,
    interval: [0.023, 0.0295],
    control: null,
    controlInterval: null,
  });
  expect(ranking.subtitle).toBe('dot: run 3 − run 4, with its 95 % interval');
  expect(ranking.axisTitle).toBe('Difference, bits');
  expect(rankingLayout(ranking, 640, 'rank').axis.low).toBe(0);
});

test('heads that are the same in both fold into one line that says so', () => {
  const same = { first: 0.2, second: 0.2, difference: 0, difference_se: 0, difference_units: 5, q: 1 };
  const heads = [0, 1].map((head) => ({
    ...exampleRow(0, head),
    ...same,
    outcome: 'not enough data' as const,
  }));
  const ranking = rankingOfRuns(comparedOf({ heads }), RUNS, BY_RANK);
  expect(ranking.heads.map(({ folds, outcome }) => [folds, outcome])).toEqual([
    [true, 'is the same in both'],
    [true, 'is the same in both'],
  ]);
  expect(ranking.foldWords(ranking.heads)).toBe('2 the same in both');
});
