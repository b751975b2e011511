import { expect, test } from 'vitest';
import { topOf } from './cells.ts';

test('the first of a map are ten, of few cells half of them', () => {
  expect([1, 8, 9, 20, 72].map(topOf)).toEqual([0, 4, 4, 10, 10]);
});
