import { expect, test } from 'vitest';
import { GRID_STATISTICS } from '../../../shared/entities.ts';
import { availableStatistics, withInterval } from './statistic-words.ts';

test.each<[number | null, number | null, number | null, string]>([
  [0.25, 0.2, 0.3, '0.250 bits [0.200, 0.300]'],
  [0.25, null, null, '0.250 bits'],
  [null, null, null, 'undefined'],
])('%d from %d to %d is written %s', (value, low, high, words) => {
  expect(withInterval(value, low, high, 'bits')).toBe(words);
});

test('what was not tested cannot be chosen', () => {
  const distance = availableStatistics(GRID_STATISTICS, { hasControl: false, isSigned: false });
  expect(distance).not.toContain('q');
  expect(distance).not.toContain('q_zero');
  expect(distance).toContain('mean');
  expect(availableStatistics(GRID_STATISTICS, { hasControl: true, isSigned: true })).toEqual([
    ...GRID_STATISTICS,
  ]);
});
