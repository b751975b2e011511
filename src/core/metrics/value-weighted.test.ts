import { expect, test } from 'vitest';
import { valueWeightedAttention } from './value-weighted.ts';

/** [n, n] rounded, of z with a row stride of 3 and an offset of 1. */
function cosines(rows: [number, number][]): number[] {
  const data = Float32Array.from([9, ...rows.flatMap(([x, y]) => [x, y, 9])]);
  return Array.from(valueWeightedAttention({ data, offset: 1, rowStride: 3 }, rows.length, 2));
}

test('cosines between the rows of z, whatever their lengths', () => {
  // 3-4-5 triangle: cos((1, 0), (3, 4)) = 3/5
  expect(cosines([[2, 0], [3, 4], [-1, 0]])).toEqual([1, 0.6, -1, 0.6, 1, -0.6, -1, -0.6, 1].map(Math.fround)); // prettier-ignore
});

test('a zero vector has no direction', () => {
  expect(cosines([[0, 0], [1, 1]])).toEqual([NaN, NaN, NaN, 1]); // prettier-ignore
});

test('a statement without tokens has an empty map', () => {
  expect(cosines([])).toEqual([]);
});
