import { expect, test } from 'vitest';
import { withInterval } from './metric-value.ts';

test.each<[number | null, number | null, number | null, string]>([
  [0.25, 0.2, 0.3, '0.250 [0.200, 0.300]'],
  [-0.0018, -0.01, 0, '-0.002 [-0.010, 0.000]'],
  [0.25, null, null, '0.250'],
  [null, null, null, '–'],
])('%d from %d to %d is written %s', (value, low, high, words) => {
  expect(withInterval(value, low, high)).toBe(words);
});
