import { describe, expect, test } from 'vitest';
import reference from '../../../tests/fixtures/statistics/reference.json' with { type: 'json' };
import { mean } from './mean.ts';
import { describeValues } from './summary.ts';

describe('NumPy, by scripts/statistics/reference.py', () => {
  test.each(reference.describe)('mean $mean', ({ values, ...expected }) => {
    const { n, ...description } = describeValues(Float64Array.from(values).sort());
    expect(n).toBe(values.length);
    for (const [name, value] of Object.entries(description)) {
      const reference = expected[name as keyof typeof expected];
      // A mean of 10^6 with a deviation of 1 leaves ten digits of the deviation.
      expect(value! / reference, name).toBeCloseTo(1, 10);
    }
  });
});

test('no values have no statistics', () => {
  expect(describeValues(new Float64Array())).toEqual({
    n: 0,
    mean: null,
    sd: null,
    median: null,
    q25: null,
    q75: null,
    min: null,
    max: null,
  });
});

test('one value has no standard deviation', () => {
  expect(describeValues(Float64Array.of(3))).toEqual({
    n: 1,
    mean: 3,
    sd: null,
    median: 3,
    q25: 3,
    q75: 3,
    min: 3,
    max: 3,
  });
});

test('the mean loses nothing to cancellation and stays inside the values', () => {
  expect(mean(Float64Array.of(1e16, 1, -1e16, 1))).toBe(0.5);
  // (3 × 0.1) / 3 is 0.10000000000000002 in float64.
  expect(mean(Float64Array.of(0.1, 0.1, 0.1))).toBe(0.1);
  expect(mean(new Float64Array())).toBeNaN();
});
