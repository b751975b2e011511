import { expect, test } from 'vitest';
import { furthestFromZero } from './furthest-from-zero.ts';
import { randomSource } from './random.ts';

test.each<[number[], number, number[]]>([
  [[1, -3, 2], 2, [1, 2]],
  [[1, -1, 1, -1], 3, [0, 1, 2]],
  [[0, 0], 5, [0, 1]],
  [[NaN, 2, NaN, -5], 3, [3, 1]],
  [[4, 5], 0, []],
  [[], 2, []],
])('of %j the %i furthest are at %j', (values, count, places) => {
  expect(furthestFromZero(Float64Array.from(values), count)).toEqual(places);
});

test('as sorting them all would have it, ties among them', () => {
  const source = randomSource(3, 'permutation');
  const values = Float64Array.from({ length: 5000 }, () => source.below(400) - 200);
  const sorted = [...values.keys()].sort(
    (a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0) || a - b,
  );
  for (const count of [1, 7, 100, 5000])
    expect(furthestFromZero(values, count)).toEqual(sorted.slice(0, count));
});
