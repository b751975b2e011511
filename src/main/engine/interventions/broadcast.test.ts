import { expect, it } from 'vitest';
import { commonDims, fits, sourceIndices } from './broadcast.ts';

it.each([
  [[2, 3], [2, 3], true],
  [[1, 3], [2, 3], true],
  [[1, 1], [2, 3], true],
  [[2, 2], [2, 3], false],
  [[3], [2, 3], false],
  [[1, 2, 3], [2, 3], false],
])('%j fits %j: %s', (dims, full, expected) => {
  expect(fits(dims, full)).toBe(expected);
});

it('common dims are the larger of each two', () => {
  expect(commonDims([1, 3, 1], [2, 1, 1])).toEqual([2, 3, 1]);
});

// numpy.broadcast_to(numpy.arange(numpy.prod(own)).reshape(own), dims).ravel()
it.each([
  [
    [2, 3],
    [2, 3],
    [0, 1, 2, 3, 4, 5],
  ],
  [
    [2, 3],
    [1, 3],
    [0, 1, 2, 0, 1, 2],
  ],
  [
    [2, 3],
    [2, 1],
    [0, 0, 0, 1, 1, 1],
  ],
  [
    [2, 2, 2],
    [2, 1, 2],
    [0, 1, 0, 1, 2, 3, 2, 3],
  ],
  [
    [2, 2],
    [1, 1],
    [0, 0, 0, 0],
  ],
  [[0, 2], [1, 2], []],
])('in %j, a tensor of %j is read at %j', (dims, own, indices) => {
  expect([...sourceIndices(dims, own)]).toEqual(indices);
});
