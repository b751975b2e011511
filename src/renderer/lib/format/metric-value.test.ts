import { expect, test } from 'vitest';
import { formatCell } from './metric-value.ts';

test('a cell has three decimals, or a dash, and no sign where nothing is left of it', () => {
  expect([0.25, null, -0.25, -0.0001].map(formatCell)).toEqual(['0.250', '–', '−0.250', '0.000']);
});
