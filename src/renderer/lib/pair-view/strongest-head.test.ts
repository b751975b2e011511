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
  ['attention_js_divergence', 1, 1, 'a distance: the largest'],
  ['value_cosine', 1, 0, 'a similarity: the smallest'],
  ['attention_entropy_diff', 1, 1, 'a difference: the furthest from 0'],
  ['max_attention_diff', 0, 0, 'defined nowhere: the first'],
] as const)('%s: L%d H%d, %s', (metric, layer, head) => {
  expect(strongestHead(heads, metric)).toEqual({ layer, head });
});
