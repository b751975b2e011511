import { expect, test } from 'vitest';
import { resolutionOfDifference, resolutionOfMean } from './resolution.ts';

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
