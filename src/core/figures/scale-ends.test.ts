import { expect, test } from 'vitest';
import { metricScale, rangeOfRows } from './scale-ends.ts';

test('the ends are those of all values of the set, whatever is drawn of them', () => {
  const rows = [
    { min: 0.01, max: 0.2, mean: 0.05 },
    { min: 0.02, max: 0.57, mean: 0.1 },
    { min: null, max: null, mean: null },
  ];
  expect(rangeOfRows(rows)).toEqual([0.01, 0.57]);
  expect(metricScale('attention_js_divergence', rangeOfRows(rows))).toEqual({
    kind: 'sequential',
    domain: [0, 0.6],
    unit: 'bits',
  });
  expect(metricScale('attention_entropy_diff', [-0.2, 1.7]).domain).toEqual([-2, 2]);
  expect(metricScale('value_cosine', rangeOfRows([])).domain).toEqual([0, 1]);
});
