import { expect, test } from 'vitest';
import { formatCell } from './metric-value.ts';

test('a cell has three decimals, or a dash', () => {
  expect([0.25, null, -0.0004, -0.0006].map(formatCell)).toEqual(['0.250', '–', '0.000', '-0.001']);
});
