import { expect, test } from 'vitest';
import { byResponse, byStatistic, rankWords, ranksLowestFirst, ranksOf } from './ranking.ts';
import { exampleRow } from './statistics-row.example.ts';

const METRIC = 'attention_js_divergence';
const rows = [
  exampleRow(0, 0, { comparison: 'paired', difference: 0.1, mean: 0.9, q: 0.01 }),
  exampleRow(0, 1, { comparison: 'paired', difference: 0.3, mean: 0.4, q: 0.01 }),
  exampleRow(0, 2, { comparison: 'paired', difference: -0.2, mean: 0.5, q: 0.2 }),
  exampleRow(0, 3, { comparison: 'paired' }),
];
const heads = (ordered: readonly { readonly head: number }[]): number[] => ordered.map(({ head }) => head);

test('by response it is the difference, whatever the mean says; what has no number comes last', () => {
  expect(heads(byResponse(rows, METRIC))).toEqual([1, 0, 2, 3]);
  expect(heads(byStatistic(rows, METRIC, 'mean'))).toEqual([0, 2, 1, 3]);
  expect(heads(byStatistic(rows, METRIC, 'q'))).toEqual([0, 1, 2, 3]);
});

test('the smaller number ranks first where it says more', () => {
  expect(ranksLowestFirst('q', METRIC)).toBe(true);
  expect(ranksLowestFirst('mean', METRIC)).toBe(false);
  expect(ranksLowestFirst('mean', 'value_cosine')).toBe(true);
  expect(ranksLowestFirst('sd', 'value_cosine')).toBe(false);
  expect(ranksLowestFirst('icc', 'value_cosine')).toBe(false);
});

test('heads of one value share their rank, and only those with a value are counted', () => {
  const ranks = ranksOf(rows, METRIC, 'q');
  expect(ranks.get('0 1')).toEqual({ rank: 1, shared: 2, of: 3 });
  expect(ranks.get('0 2')).toEqual({ rank: 3, shared: 1, of: 3 });
  expect(ranks.get('0 3')).toBeUndefined();
  expect(rankWords({ rank: 1, shared: 2, of: 3 })).toBe('rank 1 of 3, shared by 2');
  expect(rankWords({ rank: 3, shared: 1, of: 72 })).toBe('rank 3 of 72');
});
