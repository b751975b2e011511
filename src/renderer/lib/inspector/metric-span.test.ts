import { expect, test } from 'vitest';
import { metricSpan, percentAlong } from './metric-span.ts';

const statistics = { n: 5, min: 0.1, max: 0.6, control_mean: 0.05 };

test('holds the set, the control mean and the pair', () => {
  expect(metricSpan(statistics, 0.8)).toEqual({ low: 0.05, high: 0.8 });
  expect(metricSpan(statistics, null)).toEqual({ low: 0.05, high: 0.6 });
});

test('is missing where there is nothing to span', () => {
  expect(metricSpan(undefined, 0.3)).toBeNull();
  expect(metricSpan({ ...statistics, n: 4 }, 0.3)).toBeNull();
  expect(metricSpan({ n: 0, min: null, max: null, control_mean: null }, null)).toBeNull();
});

test('places values', () => {
  expect(percentAlong({ low: -1, high: 1 }, 0.5)).toBe(75);
});
