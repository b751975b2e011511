import { expect, test } from 'vitest';
import { rankWords } from './rank-words.ts';

test('a mean of logarithms is said as the rank that it is of', () => {
  expect(rankWords(Math.log2(1 + 2453))).toBe('2,453');
});
