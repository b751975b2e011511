import { expect, test } from 'vitest';
import { boxOf } from './box.ts';

test('quartiles by hand, whiskers to the last value within 1.5 interquartile ranges', () => {
  // NumPy: quantile([1, 2, 3, 4, 5, 6, 7, 8, 100], [.25, .5, .75]) = 3, 5, 7; 7 + 1.5 * 4 = 13.
  expect(boxOf([100, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual({ q1: 3, median: 5, q3: 7, low: 1, high: 8 });
});

test('whiskers never end inside the box', () => {
  expect(boxOf([0, 0, 0, 1, 100])).toEqual({ q1: 0, median: 0, q3: 1, low: 0, high: 1 });
  expect(boxOf([4])).toEqual({ q1: 4, median: 4, q3: 4, low: 4, high: 4 });
  expect(boxOf([])).toBeNull();
});
