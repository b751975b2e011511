import { expect, test } from 'vitest';
import { differenceScale, metricScale } from './scale-ends.ts';

test('the ends are those of the values, on both sides of 0 where a metric goes both ways', () => {
  expect(metricScale('attention_js_divergence', [0.01, null, 0.57])).toEqual({
    kind: 'sequential',
    domain: [0, 0.6],
    unit: 'bits',
  });
  expect(metricScale('attention_entropy_diff', [-0.2, 1.7]).domain).toEqual([-2, 2]);
  expect(metricScale('value_cosine', []).domain).toEqual([0, 1]);
});

test('of a difference the larger change is warm: below 0 where a metric falls as it changes', () => {
  expect(differenceScale('attention_js_divergence', [0.01, -0.05])).toEqual({
    kind: 'diverging',
    domain: [-0.05, 0.05],
    unit: 'bits',
  });
  expect(differenceScale('value_cosine', [0.01, -0.05])).toMatchObject({ kind: 'diverging', warm: 'low' });
});
