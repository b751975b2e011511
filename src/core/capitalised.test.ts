import { expect, test } from 'vitest';
import { capitalised } from './capitalised.ts';

test('the first letter alone becomes a capital', () => {
  expect(['mean of L5', 'z', '', '3 heads', 'L1 of all'].map(capitalised)).toEqual([
    'Mean of L5',
    'Z',
    '',
    '3 heads',
    'L1 of all',
  ]);
});
