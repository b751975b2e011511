import { expect, test } from 'vitest';
import type { PairDetail } from '../../../shared/entities.ts';
import { strongestHead } from './strongest-head.ts';

const heads = [
  [{ attention_js_divergence: 0.1, value_cosine: 0.9, attention_entropy_diff: 0.2 }, {}],
  [
    { attention_js_divergence: null, value_cosine: -0.2, attention_entropy_diff: 0.1 },
    { attention_js_divergence: 0.4, value_cosine: null, attention_entropy_diff: -0.3 },
  ],
] as unknown as PairDetail['heads'];

test.each([
  { metric: 'attention_js_divergence', layer: 1, head: 1, why: 'a distance: the largest' },
  { metric: 'value_cosine', layer: 1, head: 0, why: 'a similarity: the smallest' },
  { metric: 'attention_entropy_diff', layer: 1, head: 1, why: 'a difference: the furthest from 0' },
  { metric: 'max_attention_diff', layer: 0, head: 0, why: 'defined nowhere: the first' },
] as const)('$metric: L$layer H$head, $why', ({ metric, layer, head }) => {
  expect(strongestHead(heads, metric)).toEqual({ layer, head });
});
