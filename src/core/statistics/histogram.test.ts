import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogram } from './histogram.ts';

test('set and control are counted in the same bins, upper edges in the next, the last in its own', () => {
  // Freedman and Diaconis: a width of 2 × IQR / cube root of n = 2 × 2.25 / 2 makes two bins.
  const { edges, set, control } = histogram([0, 1, 1, 2, 3, 4], [4, 2]);
  expect(edges).toEqual([0, 2, 4]);
  expect(set).toEqual([3, 3]);
  expect(control).toEqual([0, 2]);
});

test('edges are round numbers around the values', () => {
  const values = Array.from({ length: 50 }, (_, i) => 0.12 + (i * 0.37) / 50);
  const { edges } = histogram(values, null);
  expect(edges).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
});

test('undefined values are left out and counted', () => {
  expect(histogram([1, null, 2], [null, null]).undefined).toEqual({ set: 1, control: 2 });
});

test('equal values share one bin', () => {
  const { edges, set, control } = histogram([0.5, 0.5], null);
  expect(edges).toEqual([0.45, 0.55]);
  expect(set).toEqual([2]);
  expect(control).toBeNull();
});

test('no values make no bins', () => {
  expect(histogram([null], [])).toEqual({
    edges: [],
    set: [],
    control: [],
    undefined: { set: 1, control: 0 },
  });
});

test('every value is in a bin, whatever the values', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, values, (given, givenControl) => {
      const { edges, set, control } = histogram(given, givenControl);
      expect(set.reduce((sum, count) => sum + count, 0)).toBe(given.length);
      expect(control!.reduce((sum, count) => sum + count, 0)).toBe(givenControl.length);
      expect(edges[0]!).toBeLessThanOrEqual(Math.min(...given, ...givenControl));
      expect(edges.at(-1)!).toBeGreaterThanOrEqual(Math.max(...given, ...givenControl));
      expect(set.length).toBeLessThanOrEqual(150);
    }),
    { seed: 9 },
  );
});
