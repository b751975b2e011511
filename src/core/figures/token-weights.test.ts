import { expect, test } from 'vitest';
import { largestWeights, shownWeights, tokenWeights } from './token-weights.ts';

const pattern = { n: 3, data: [0.5, 0.5, 0, 0.25, 0.25, 0.5, 0, 1, 0] };

test('what tokens give to the one looked at is its column, what they get from it its row', () => {
  expect(tokenWeights(pattern, 1)).toEqual({ gives: [0.5, 0.25, 1], gets: [0.25, 0.25, 0.5] });
});

test('without one, what they get from all on average', () => {
  expect(tokenWeights(pattern, null)).toEqual({ gives: [], gets: [0.25, 1.75 / 3, 0.5 / 3] });
});

test('the largest first, nothing that is not there', () => {
  expect(largestWeights([0, 0.2, 0.7, 0.2], 2)).toEqual([
    { token: 2, weight: 0.7 },
    { token: 1, weight: 0.2 },
  ]);
  expect(largestWeights([0, 0.001], 2)).toEqual([]);
});

test('around a statement without the token that is looked at there is nothing, at hidden tokens neither', () => {
  const hidden = new Set([2]);
  expect(shownWeights(pattern, { at: null, isLooked: true, hidden })).toEqual({ gives: [], gets: [] });
  expect(shownWeights(pattern, { at: 1, isLooked: true, hidden })).toEqual({
    gives: [0.5, 0.25, 0],
    gets: [0.25, 0.25, 0],
  });
  expect(shownWeights(pattern, { at: null, isLooked: false, hidden }).gets).toEqual([0.25, 1.75 / 3, 0]);
});
