import { expect, test } from 'vitest';
import { lengthBins, medianLength } from './length-bins.ts';

const lengths = [
  { tokens: 4, statements: 2 },
  { tokens: 5, statements: 6 },
  { tokens: 9, statements: 1 },
];

test('a bar for each number of tokens, also where no statement has it', () => {
  expect(lengthBins(lengths, 10).map(({ statements }) => statements)).toEqual([2, 6, 0, 0, 0, 1]);
});

test('fewer, wider bars have all statements', () => {
  expect(lengthBins(lengths, 3)).toEqual([
    { from: 4, to: 5, statements: 8 },
    { from: 6, to: 7, statements: 0 },
    { from: 8, to: 9, statements: 1 },
  ]);
});

test('the middle, and nothing of nothing', () => {
  expect(medianLength(lengths)).toBe(5);
  expect([lengthBins([], 3), medianLength([])]).toEqual([[], null]);
});
