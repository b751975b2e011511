import { expect, test } from 'vitest';
import { numberClusters } from './number-clusters.ts';

test.each([
  [[], []],
  [
    ['b', 'a', 'b', 'c'],
    [0, 1, 0, 2],
  ],
  [
    [null, 'a', null, 'a'],
    [0, 1, 2, 1],
  ],
  [Int32Array.of(7, -1, 7), [0, 1, 0]],
  // A name is not the number that it reads as.
  [
    ['0', 0, null],
    [0, 1, 2],
  ],
])('%j are the clusters %j', (clusters: ArrayLike<string | number | null>, numbers) => {
  expect([...numberClusters(clusters)]).toEqual(numbers);
});
