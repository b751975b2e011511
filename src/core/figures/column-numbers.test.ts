import { expect, test } from 'vitest';
import { decimalsOfColumn, meanInColumn } from './column-numbers.ts';

test('the rows of a column have one number of decimals, whatever each interval would have by itself', () => {
  const row = (mean: number, low: number, high: number) => ({ mean, low, high });
  const narrow = row(0, -0.00005, 0.00002);
  // Nothing is said of it: that it is all 0 in the column says enough.
  expect(meanInColumn(narrow, 3)).toBe('0.000 [0.000, 0.000]');
  const near = row(0.01, 0.0002, 0.02);
  expect(decimalsOfColumn([row(0.6, 0.1, 1.4)], 3)).toBe(3);
  // An end next to 0 is told from it, in all rows.
  expect(decimalsOfColumn([row(0.6, 0.1, 1.4), near], 3)).toBe(4);
  expect(meanInColumn(near, 4, true)).toBe('0.0100 [0.0002, 0.0200]');
  // Five digits at most; what is called has more where that would hide it.
  const tiny = row(0.000002, 0.000001, 0.000003);
  expect(decimalsOfColumn([row(12.5, 11, 14), tiny], 1)).toBe(3);
  expect(meanInColumn(tiny, 3, true)).toBe('0.000002 [0.000001, 0.000003]');
  expect(meanInColumn({ mean: 0.5, low: null, high: null }, 3)).toBe('0.500');
  expect(meanInColumn(row(0.5, 0.5, 0.5), 3)).toBe('0.500 (the same in all)');
});
