import { expect, test } from 'vitest';
import { DEFAULT_FLAG_THRESHOLDS } from './flags.ts';
import { rangeOf, whyEffectImpossible, whyFlagsImpossible, whyImpossible } from './threshold-range.ts';

test.each([
  ['value_cosine', 5, 'Value cosine lies between -1 and 1'],
  ['value_cosine', -1, null],
  ['attention_js_divergence', -0.1, 'JS divergence lies between 0 and 1 bits'],
  ['attention_js_divergence', 0.2, null],
  ['attention_entropy_diff', 40, null],
  ['value_cosine', 'control', null],
] as const)('%s at %s', (metric, value, why) => {
  expect(whyImpossible({ metric, comparison: '<=', value })).toBe(why);
});

test.each([
  ['>', 1, 'Value cosine is never above 1'],
  ['<', -1, 'Value cosine is never below -1'],
  ['>=', 1, null],
  ['<=', -1, null],
  ['<', 1, null],
  ['>', -1, null],
] as const)('at an end of what a metric can be: %s %s', (comparison, value, why) => {
  expect(whyImpossible({ metric: 'value_cosine', comparison, value })).toBe(why);
});

test('how far two are apart is never negative, nor more than their ranges', () => {
  const of = { metric: 'value_output_correlation', minus: 'attention_pattern_correlation' } as const;
  expect(rangeOf(of.metric, of.minus)).toEqual([0, 2]);
  expect(whyImpossible({ ...of, comparison: '>', value: 2.5 })).toBe(
    'The distance of the two lies between 0 and 2',
  );
});

test.each([
  [{}, null],
  [{ localChange: 5 }, 'Local change: max attention difference, aligned lies between 0 and 1'],
  [{ localChange: 1 }, 'Local change: max attention difference, aligned is never above 1'],
  [{ reorganisation: -3 }, 'Substantial reorganisation: attention pattern correlation lies between -1 and 1'],
  [{ semanticGap: -0.1 }, 'Different semantic processing: the distance of the two lies between 0 and 2'],
  [{ localChange: 5, basis: 'control' }, null],
] as const)('thresholds of flags %j', (some, why) => {
  expect(whyFlagsImpossible({ ...DEFAULT_FLAG_THRESHOLDS, ...some })).toBe(why);
});

test.each([
  ['attention_js_divergence', 0.9, null],
  [
    'attention_js_divergence',
    1,
    'JS divergence lies between 0 and 1 bits: no two means are more than 1 apart',
  ],
  ['value_cosine', 1.5, null],
  ['value_cosine', 3, 'Value cosine lies between -1 and 1: no two means are more than 2 apart'],
  ['attention_entropy_diff', 40, null],
] as const)('a smallest effect of %s of %d', (metric, margin, why) => {
  expect(whyEffectImpossible(metric, margin)).toBe(why);
});

test('of two runs beyond their controls, differences of differences reach twice as far', () => {
  expect(whyEffectImpossible('attention_js_divergence', 1.5, true)).toBe(null);
  expect(whyEffectImpossible('attention_js_divergence', 2, true)).toBe(
    'JS divergence lies between 0 and 1 bits: no two differences from a control are more than 2 apart',
  );
});
