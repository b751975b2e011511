import { expect, test } from 'vitest';
import type { Threshold } from '../../../shared/entities.ts';
import { markedRange } from '../../../core/metrics/result-filter.ts';
import { withMarked } from './brush.ts';

const metric = 'attention_js_divergence';
const other: Threshold = { metric: 'value_cosine', comparison: '<', value: 0.9 };
const control: Threshold = { metric, comparison: '>', value: 'control' };

test('a part that is marked takes the place of the one before, and of nothing else', () => {
  const before: Threshold[] = [other, control, { metric, comparison: '>=', value: 0.1 }];
  const after = withMarked(before, metric, [0.2004, 0.5], [0, 0.76]);
  expect(after).toEqual([
    other,
    control,
    { metric, comparison: '>=', value: 0.2 },
    { metric, comparison: '<=', value: 0.5 },
  ]);
  expect(markedRange(after, metric)).toEqual([0.2, 0.5]);
  expect(withMarked(after, metric, null, [0, 0.76])).toEqual([other, control]);
});

test('an end of the range cuts nothing off', () => {
  expect(withMarked([], metric, [0.3, 0.8], [0, 0.76])).toEqual([{ metric, comparison: '>=', value: 0.3 }]);
  // Nor where it would be rounded to what cuts off the largest value, or the smallest.
  expect(withMarked([], metric, [0.3, 0.752], [0, 0.752])).toEqual([
    { metric, comparison: '>=', value: 0.3 },
  ]);
  expect(withMarked([], metric, [0.0084, 0.3], [0.0084, 0.752])).toEqual([
    { metric, comparison: '<=', value: 0.3 },
  ]);
  expect(markedRange([], metric)).toEqual([null, null]);
});
