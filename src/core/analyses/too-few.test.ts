import { expect, test } from 'vitest';
import { leastSignFlipP } from '../statistics/sign-flip.ts';
import { clustersAmong, isTooFew, measuredPositions, tooFewToCall } from './too-few.ts';

test('of u units all signs are 2^u, and the two furthest are the least p', () => {
  expect([1, 2, 5, 6].map(leastSignFlipP)).toEqual([1, 1 / 2, 1 / 16, 1 / 32]);
});

test('five units can call nothing, six can', () => {
  expect([1, 5, 6].map(isTooFew)).toEqual([true, true, false]);
  expect(tooFewToCall(3, 'text')).toBe('With 3 texts no head can be called: the least possible p is 0.250.');
  expect(tooFewToCall(1, 'cluster', 'path')).toBe(
    'With 1 cluster no path can be called: the least possible p is 1.',
  );
  expect(tooFewToCall(6, 'text')).toBe('');
  expect(tooFewToCall(0, 'text')).toBe('');
});

test('clusters of pairs that were left out do not count', () => {
  // Four pairs of two values each, the third without any.
  const gathered = {
    positions: Int32Array.of(0, 1, 3, 4),
    values: Float64Array.of(0.1, NaN, 0.2, 0.3, NaN, NaN, NaN, 0.4),
  };
  expect([...measuredPositions(gathered)]).toEqual([0, 1, 4]);
  const clusters = [7, 7, 8, 8, 9];
  const cluster = (position: number) => clusters[position] as number;
  expect(clustersAmong(measuredPositions(gathered), cluster)).toBe(2);
  expect(clustersAmong(measuredPositions(gathered), null)).toBe(0);
});
