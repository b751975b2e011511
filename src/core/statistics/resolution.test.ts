import { expect, test } from 'vitest';
import { resolutionOfDifference, resolutionOfMean, toldFrom } from './resolution.ts';

test('a linear error is that of a value, and of two values twice', () => {
  const of = { kind: 'linear', error: 0.01, noChange: 0 } as const;
  expect(resolutionOfMean(of, 0.7)).toBe(0.01);
  expect(resolutionOfDifference(of, 0.7, 0.2)).toBe(0.02);
});

test('an error of a root grows with the root: 0.5 off by 0.1 is 0.36 at most, 0.11 from 0.25', () => {
  const of = { kind: 'root', error: 0.1, noChange: 0 } as const;
  expect(resolutionOfMean(of, 0.25)).toBeCloseTo(0.6 ** 2 - 0.25, 12);
  expect(resolutionOfMean(of, 0)).toBeCloseTo(0.1 ** 2, 12);
  expect(resolutionOfDifference(of, 0.25, 0)).toBeCloseTo(0.11 + 0.01, 12);
});

test('of a similarity it is measured from 1', () => {
  expect(resolutionOfMean({ kind: 'root', error: 0.1, noChange: 1 }, 0.75)).toBeCloseTo(0.11, 12);
});

test('the mean of values is off by no more than a value as large as it', () => {
  const of = { kind: 'root', error: 0.01, noChange: 0 } as const;
  const values = [0, 0.0001, 0.04, 0.9];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const off = values.reduce((sum, value) => sum + resolutionOfMean(of, value), 0) / values.length;
  expect(off).toBeLessThanOrEqual(resolutionOfMean(of, mean));
});

test.each([
  ['linear', { kind: 'linear', error: 0.01, noChange: 0 }, 0.3, 0.32, 0.28],
  // The roots 0.5 and 0.7 may both be off by 0.1.
  ['a distance', { kind: 'root', error: 0.1, noChange: 0 }, 0.25, 0.49, 0.09],
  ['a similarity', { kind: 'root', error: 0.1, noChange: 1 }, 0.75, 0.91, 0.51],
  ['a distance of nothing', { kind: 'root', error: 0.1, noChange: 0 }, 0, 0.04, 0],
] as const)('from where on a value is told from a limit: %s', (_what, of, limit, above, below) => {
  expect(toldFrom(of, limit, 'above')).toBeCloseTo(above, 12);
  expect(toldFrom(of, limit, 'below')).toBeCloseTo(below, 12);
});

test('an open end stays open', () => {
  const of = { kind: 'root', error: 0.1, noChange: 0 } as const;
  expect(toldFrom(of, Infinity, 'above')).toBe(Infinity);
  expect(toldFrom(of, -Infinity, 'below')).toBe(-Infinity);
  expect(toldFrom(of, Number.NaN, 'above')).toBeNaN();
});
