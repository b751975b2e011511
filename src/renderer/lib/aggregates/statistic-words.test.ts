import { expect, test } from 'vitest';
import { GRID_STATISTICS } from '../../../shared/entities.ts';
import { availableStatistics } from './statistic-words.ts';

test('what was not tested cannot be chosen', () => {
  const distance = availableStatistics(GRID_STATISTICS, { hasControl: false, isSigned: false });
  expect(distance).not.toContain('q');
  expect(distance).not.toContain('q_zero');
  expect(distance).toContain('mean');
  expect(availableStatistics(GRID_STATISTICS, { hasControl: true, isSigned: true })).toEqual([
    ...GRID_STATISTICS,
  ]);
});
