import { expect, test } from 'vitest';
import { changeBetween, shapeOf } from './change.ts';
import type { BalanceTokenizer } from './tokenizers.ts';

/** A token for each word: its id is its number; 0 stands around every text. */
const numbers: BalanceTokenizer = {
  title: 'numbers',
  encode: (text) => [0, ...text.split(' ').map(Number), 0],
  specialIds: new Set([0]),
  idsAreRanks: true,
};

test.each([
  ['5 6 7', '5 3 6 7', '1/0/0', { length: 5, first: 2, position: 2 / 5, rank: 2 }],
  ['5 6 7', '5 1 7', '0/0/1', { length: 5, first: 2, position: 2 / 4, rank: 1 }],
  ['5 6 7', '5 3 1 8', '1/0/2', { length: 5, first: 2, position: 2 / 5, rank: (2 + 1 + Math.log2(9)) / 3 }],
  ['5 6 7', '5 7', '0/1/0', { length: 5, first: 2, position: 2 / 3, rank: null }],
  ['5 6 7', '5 6', '0/1/0', { length: 5, first: 3, position: 3 / 3, rank: null }],
  ['5 6', '5 6', '0/0/0', { length: 4, first: null, position: null, rank: null }],
])('%s → %s', (before, after, shape, expected) => {
  const change = changeBetween(before, after, numbers);
  expect(shapeOf(change)).toBe(shape);
  expect(change).toMatchObject(expected);
});
