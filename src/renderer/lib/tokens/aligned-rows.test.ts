import { expect, test } from 'vitest';
import { alignedRows } from './aligned-rows.ts';

test('what corresponds is in a row, what does not has one of its own', () => {
  expect(
    alignedRows(4, 5, [
      [0, 0],
      [1, 1],
      [3, 4],
    ]),
  ).toEqual([
    [0, 0],
    [1, 1],
    [2, null],
    [null, 2],
    [null, 3],
    [3, 4],
  ]);
});

test('where nothing corresponds, one statement follows the other', () => {
  expect(alignedRows(1, 2, [])).toEqual([
    [0, null],
    [null, 0],
    [null, 1],
  ]);
  expect(alignedRows(0, 0, [])).toEqual([]);
});
