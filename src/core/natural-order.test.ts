import { expect, test } from 'vitest';
import { inNaturalOrder } from './natural-order.ts';

test('numbers within names are counted', () => {
  expect(['label 10', 'label 1', 'label 2', 'label 11'].toSorted(inNaturalOrder)).toEqual([
    'label 1',
    'label 2',
    'label 10',
    'label 11',
  ]);
});
