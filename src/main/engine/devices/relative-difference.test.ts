import { expect, it } from 'vitest';
import { relativeDifference } from './compare-device.ts';

/** [batch 2, pos 2, width 2]; the second row has one token, and padding. */
const values = (...data: number[]) => ({ dims: [2, 2, 2], data: Float32Array.from(data) });
const CPU = values(3, 4, 1, -1, 6, 8, 9, 9);
const LENGTHS = [2, 1];

it('is the length of the difference as a share of the length, at the token where it is worst', () => {
  expect(relativeDifference(CPU, CPU, LENGTHS, false)).toBe(0);
  expect(relativeDifference(CPU, values(3, 4.5, 1, -1, 6, 8, 0, NaN), LENGTHS, false)).toBeCloseTo(0.1, 6);
  expect(relativeDifference(CPU, values(3, 4.5, 1, -1, 6, 10, 0, 0), LENGTHS, false)).toBeCloseTo(0.2, 6);
});

it('is none of logits to all of which the same is added, and larger for those that lie close together', () => {
  expect(relativeDifference(CPU, values(13, 14, 1, -1, 6, 8, 0, 0), LENGTHS, true)).toBe(0);
  expect(relativeDifference(CPU, values(3, 4.5, 1, -1, 6, 8, 0, 0), LENGTHS, true)).toBeCloseTo(0.5, 6);
});

it.each([NaN, Infinity])('is none that could be told where a value is %s, or there are none', (value) => {
  expect(relativeDifference(CPU, values(3, value, 1, -1, 6, 8, 0, 0), LENGTHS, false)).toBeNull();
  expect(relativeDifference(CPU, undefined, LENGTHS, false)).toBeNull();
});
