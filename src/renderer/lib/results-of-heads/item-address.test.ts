import { expect, test } from 'vitest';
import { lockedToken, withLocked } from './item-address.ts';

test('a token of each statement of one item is kept, and none of another', () => {
  const first = withLocked(undefined, 7, 1, 4);
  expect(first).toEqual([7, -1, 4]);
  expect([0, 1, 2].map((statement) => lockedToken(first, 7, statement))).toEqual([null, 4, null]);
  expect(lockedToken(first, 8, 1)).toBeNull();
  expect(withLocked(first, 7, 0, 0)).toEqual([7, 0, 4]);
  expect(withLocked(first, 8, 0, 2)).toEqual([8, 2]);
});

test('where none is left, nothing is kept', () => {
  expect(withLocked([7, -1, 4], 7, 1, null)).toBeUndefined();
  expect(withLocked([7, 3, 4], 7, 1, null)).toEqual([7, 3, -1]);
});
