import { expect, test } from 'vitest';
import { usualHeadOrder } from './head-order.ts';

test('heads that change most stand first; under thresholds, those that most pairs pass', () => {
  expect(usualHeadOrder({ change: 'high' }, { thresholds: [] })).toEqual({ by: 'mean', direction: 'desc' });
  expect(usualHeadOrder({ change: 'low' }, { thresholds: [] })).toEqual({ by: 'mean', direction: 'asc' });
  expect(usualHeadOrder({ change: 'either' }, { thresholds: [] })).toEqual({
    by: 'unusual',
    direction: 'desc',
  });
  const threshold = { metric: 'value_cosine', comparison: '<=', value: 0.5 } as const;
  expect(usualHeadOrder({ change: 'high' }, { thresholds: [threshold] }).by).toBe('passing');
});
