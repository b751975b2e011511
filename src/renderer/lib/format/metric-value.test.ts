import { expect, test } from 'vitest';
import { formatCell } from './metric-value.ts';

test('a cell has three decimals, or a dash', () => {
  expect([formatCell(0.25), formatCell(null)]).toEqual(['0.250', '–']);
});
