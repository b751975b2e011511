import { expect, test } from 'vitest';
import { pagesOf, shownRows } from './pages.ts';

test.each([
  // offset, size, total -> first, previous, next, last
  [0, 200, 1250, null, null, 200, 1200],
  [200, 200, 1250, 0, 0, 400, 1200],
  [1200, 200, 1250, 0, 1000, null, null],
  // A last page that is full is the last one.
  [200, 200, 400, 0, 0, null, null],
  [0, 200, 200, null, null, null, null],
  [0, 200, 0, null, null, null, null],
])('from row %i, %i a page, of %i', (offset, size, total, first, previous, next, last) => {
  expect(pagesOf(offset, size, total)).toEqual({ first, previous, next, last });
});

test('which rows these are', () => {
  expect(shownRows(200, 200, 1250)).toBe('201 to 400 of 1,250');
  expect(shownRows(1200, 200, 1250)).toBe('1,201 to 1,250 of 1,250');
});
