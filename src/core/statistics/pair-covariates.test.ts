import { expect, test } from 'vitest';
import { alignmentFromPositions, alignTokens } from '../pairs/align.ts';
import { covariateColumn, pairCovariates } from './pair-covariates.ts';

const NO_SPECIAL = new Set<number>();
const covariatesOf = (a: number[], b: number[]) =>
  pairCovariates(a, b, alignTokens(a, b, 'auto', NO_SPECIAL));

test('a substituted token', () => {
  expect(covariatesOf([9, 8, 7, 6, 5], [9, 8, 3, 6, 5])).toEqual({
    length: 5,
    inserted: 0,
    deleted: 0,
    substituted: 1,
    position: 0.5,
    rank: 2,
  });
});

test('inserted and substituted tokens: the first of them, the mean of their ranks', () => {
  const a = [9, 8, 7, 6];
  const b = [9, 1, 8, 7, 15];
  const alignment = alignmentFromPositions(
    [
      [0, 0],
      [1, 2],
      [2, 3],
      [3, 4],
    ],
    4,
    5,
  );
  expect(pairCovariates(a, b, alignment)).toEqual({
    length: 4,
    inserted: 1,
    deleted: 0,
    substituted: 1,
    position: 0.25,
    // log2(2) and log2(16)
    rank: 2.5,
  });
});

test('only deleted tokens: the token that follows the first of them', () => {
  expect(covariatesOf([9, 8, 7, 6], [9, 7, 6])).toMatchObject({
    deleted: 1,
    position: 0.5,
    rank: null,
  });
});

test('a deleted end: the last token that is left', () => {
  expect(covariatesOf([9, 8, 7], [9, 8])).toMatchObject({ deleted: 1, position: 1 });
});

test('no change, or one token alone, has no position', () => {
  expect(covariatesOf([9, 8], [9, 8])).toMatchObject({ substituted: 0, position: null, rank: null });
  expect(covariatesOf([9], [3])).toMatchObject({ substituted: 1, position: null, rank: 2 });
});

test('a column has NaN where a pair has nothing', () => {
  const pairs = [covariatesOf([9, 8], [9, 8]), covariatesOf([9, 8], [9, 7])];
  expect(covariateColumn(pairs, 'position')).toEqual(Float64Array.of(NaN, 1));
});
