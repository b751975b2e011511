import { expect, test } from 'vitest';
import { shortLasso, shortPart } from './cloud-address.ts';

test('a part is written with six digits', () => {
  expect(shortPart([-1.23456789, 0.00001234567, 1e9 / 7])).toEqual([-1.23457, 0.0000123457, 142857000]);
});

test('of a long line sixty corners are kept, from the first on', () => {
  const line = Array.from({ length: 240 }, (_, at) => at);
  const kept = shortLasso(line);
  expect(kept).toHaveLength(120);
  expect(kept.slice(0, 4)).toEqual([0, 1, 4, 5]);
  expect(shortLasso([1, 2, 3, 4, 5, 6])).toEqual([1, 2, 3, 4, 5, 6]);
});
