import { expect, test } from 'vitest';
import type { HeadLine } from '../../../shared/results.ts';
import { headsInOrder, usualHeadOrder } from './head-order.ts';

const noThresholds = { thresholds: [] };

test('heads that change most stand first; under thresholds, those that most pairs pass', () => {
  expect(usualHeadOrder({ change: 'high' }, noThresholds, true)).toEqual({ by: 'mean', direction: 'desc' });
  expect(usualHeadOrder({ change: 'low' }, noThresholds, true)).toEqual({ by: 'mean', direction: 'asc' });
  expect(usualHeadOrder({ change: 'either' }, noThresholds, true)).toEqual({
    by: 'unusual',
    direction: 'desc',
  });
  const threshold = { metric: 'value_cosine', comparison: '<=', value: 0.5 } as const;
  expect(usualHeadOrder({ change: 'high' }, { thresholds: [threshold] }, true).by).toBe('passing');
});

test('where nothing says what is usual, and a change may go either way, those whose mean is furthest from 0 stand first', () => {
  const lines = [0.1, -0.4, null, 0.3].map((mean, head): HeadLine => ({
    layer: 0,
    head,
    passing: 1,
    defined: mean === null ? 0 : 1,
    unusual: null,
    mean,
    quantiles: null,
    extreme: null,
  }));
  const order = usualHeadOrder({ change: 'either' }, noThresholds, false);
  expect(headsInOrder(lines, order).map(({ head }) => head)).toEqual([1, 3, 0, 2]);
});
