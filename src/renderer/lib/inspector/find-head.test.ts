import { expect, test } from 'vitest';
import type { AggregateRow } from '../../../shared/entities.ts';
import { findHead } from './find-head.ts';

test('finds the row of a head', () => {
  const row = { metric: 'attention_js_divergence', layer: 1, head: 2, mean: 0.5 } as AggregateRow;
  expect(findHead([row], { metric: 'attention_js_divergence', layer: 1, head: 2 })).toBe(row);
  expect(findHead([row], { metric: 'value_cosine', layer: 1, head: 2 })).toBeUndefined();
  expect(findHead([row], { metric: 'attention_js_divergence', layer: 2, head: 1 })).toBeUndefined();
  expect(findHead(undefined, { metric: 'value_cosine', layer: 1, head: 2 })).toBeUndefined();
});
