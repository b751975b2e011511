import { expect, it } from 'vitest';
import { frozenScale, readBy, readersOfRows, throughNorm } from './readers.ts';

const gain = Float32Array.of(2, 1, 1);
const shift = Float32Array.of(0.5, 0, -1);

it('the scale of a norm is read off what went in and came out', () => {
  // mean 2, deviations 1, 2, -3, over 4
  const before = Float32Array.of(3, 4, -1);
  const after = Float32Array.of(0.5 + (2 * 1) / 4, 2 / 4, -1 - 3 / 4);
  expect(frozenScale(before, after, { gain, shift })).toBeCloseTo(4, 6);
  // By RMS no mean is taken off.
  expect(frozenScale(before, Float32Array.of(3, 2, -0.5), { gain, shift: null })).toBeCloseTo(2, 6);
  expect(frozenScale(new Float32Array(3), new Float32Array(3), { gain, shift: null })).toBe(1);
});

it('readers through a norm read the same from before as from after it', () => {
  const readers = Float64Array.of(1, -2, 0.5, 0, 1, 1);
  const part = Float32Array.of(0.3, -0.7, 1.1);
  const mean = (0.3 - 0.7 + 1.1) / 3;
  const through = Float32Array.from(part, (value, d) => ((value - mean) / 4) * (gain[d] ?? NaN));
  const back = throughNorm(readers, { gain, shift }, 4);
  const [first, second] = readBy(back, part, 3);
  const [wantedFirst, wantedSecond] = readBy(readers, through, 3);
  expect(first).toBeCloseTo(wantedFirst ?? NaN, 6);
  expect(second).toBeCloseTo(wantedSecond ?? NaN, 6);
});

it('rows of weights have readers of their own', () => {
  const weights = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  expect([...readersOfRows(weights, { first: 1, count: 2 }, Float64Array.of(1, 0, -1, 0, 1, 0), 3)]).toEqual([
    -2, 5, -2, 8,
  ]);
});
