import { expect, test } from 'vitest';
import { endsBesideAxis, differenceScale, fixedEndsBesideAxis, metricScale } from './scale-ends.ts';

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

const marks = (set: number, interval: readonly [number, number] | null, control: number | null = null) => ({
  set,
  interval,
  control,
  controlInterval: null,
});

test('beside an axis the ends hold what is drawn along it: values, intervals and controls', () => {
  expect(endsBesideAxis([marks(0.14, [0.05, 0.28]), marks(-0.02, [-0.1, 0.06])], 'diverging')).toEqual([
    -0.3, 0.3,
  ]);
  expect(endsBesideAxis([marks(0.05, [0.04, 0.06], 0.11)], 'sequential')).toEqual([0, 0.12]);
  expect(endsBesideAxis([], 'diverging')).toEqual([-1, 1]);
});

test('intervals more than twice as long as the values go would leave these few colours', () => {
  expect(endsBesideAxis([marks(0.1, [-0.19, 0.19])], 'diverging')).toEqual([-0.2, 0.2]);
  expect(endsBesideAxis([marks(0.1, [-0.21, 0.21])], 'diverging')).toEqual([-0.1, 0.1]);
});

test('what cannot be negative has no colours below 0', () => {
  expect(endsBesideAxis([marks(0.02, [-0.01, 0.03])], 'sequential')).toEqual([0, 0.03]);
  expect(endsBesideAxis([marks(0.02, [-0.01, 0.03])], 'diverging')).toEqual([-0.03, 0.03]);
});

test('ends that are fixed are those of the axis where at least half of it is used', () => {
  expect(fixedEndsBesideAxis([0, 1], [marks(0.4, [0.3, 0.5])])).toEqual([0, 1]);
  expect(fixedEndsBesideAxis([-1, 1], [marks(-0.6, [-0.7, -0.5])])).toEqual([-1, 1]);
  expect(fixedEndsBesideAxis([0, 1], [marks(0.1, [0.05, 0.2])])).toBeUndefined();
});
