import { expect, test } from 'vitest';
import { metricSpan, percentAlong } from './metric-span.ts';

const METRIC = 'attention_js_divergence';
const statistics = { n: 5, min: 0.1, max: 0.6, control_mean: 0.05 };

test('holds the set, the control mean and the pair', () => {
  expect(metricSpan(METRIC, statistics, 0.8)).toEqual({ low: 0.05, high: 0.8 });
  expect(metricSpan(METRIC, statistics, null)).toEqual({ low: 0.05, high: 0.6 });
});

test('is missing where there is nothing to span', () => {
  expect(metricSpan(METRIC, undefined, 0.3)).toBeNull();
  expect(metricSpan(METRIC, { ...statistics, n: 4 }, 0.3)).toBeNull();
  expect(metricSpan(METRIC, { n: 0, min: null, max: null, control_mean: null }, null)).toBeNull();
});

test('is missing where rounding alone may part its ends', () => {
  const alike = { n: 20, min: 0.0754, max: 0.075403, control_mean: null };
  expect(metricSpan(METRIC, alike, null)).toBeNull();
  expect(metricSpan(METRIC, { ...alike, max: 0.0756 }, null)).toEqual({ low: 0.0754, high: 0.0756 });
});

test('places values', () => {
  expect(percentAlong({ low: -1, high: 1 }, 0.5)).toBe(75);
});
