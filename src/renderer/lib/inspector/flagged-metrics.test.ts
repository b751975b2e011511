import { expect, test } from 'vitest';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import { flaggedBy } from './flagged-metrics.ts';

test('a flag marks the metric that raised it', () => {
  expect(flaggedBy('max_attention_diff', ['local_change', 'reorganisation'])).toEqual(['local_change']);
  expect(METRIC_NAMES.filter((name) => flaggedBy(name, ['reorganisation']).length > 0)).toEqual([
    'attention_pattern_correlation',
  ]);
});
