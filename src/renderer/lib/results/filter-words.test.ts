import { describe, expect, it } from 'vitest';
import { filterWords } from '../../../core/metrics/filter-words.ts';
import { suggestedName, turned } from './filter-words.ts';

describe('filterWords', () => {
  it.each([
    [{ thresholds: [] }, ''],
    [{ labels: ['never', null], pinned: true as const, thresholds: [] }, 'never, no label; pinned'],
    [{ marked: true as const, known: 'one_token' as const, thresholds: [] }, 'pinned or noted; one token'],
    [{ search: 'no(t|body)', regex: true as const, thresholds: [] }, 'expression “no(t|body)”'],
    [
      {
        layers: [2, 4],
        heads: [3],
        search: 'rain',
        thresholds: [{ metric: 'max_attention_diff', comparison: '>=', value: 0.3 } as const],
      },
      '“rain”; L2, L4 H3; Max attention difference, aligned ≥ 0.3',
    ],
    [
      {
        match: 'any' as const,
        thresholds: [
          { metric: 'max_attention_diff', comparison: '>', value: 0.3 } as const,
          { metric: 'attention_js_divergence', comparison: '>', value: 0.2 } as const,
        ],
      },
      'Max attention difference, aligned > 0.3 or JS divergence > 0.2 bits',
    ],
    [
      {
        match: 'any' as const,
        thresholds: [
          { metric: 'attention_js_divergence', comparison: '>=', value: 0.34 } as const,
          { metric: 'value_cosine', comparison: '<', value: 0.9 } as const,
          { metric: 'attention_js_divergence', comparison: '<=', value: 0.52 } as const,
          { metric: 'value_cosine', comparison: '>', value: 0.1 } as const,
        ],
      },
      'JS divergence 0.34 to 0.52 bits or Value cosine > 0.1 and < 0.9',
    ],
  ])('%j', (filter, words) => {
    expect(filterWords(filter)).toBe(words);
  });
});

it('suggests a name that is not too long', () => {
  expect(suggestedName('negation', 'never', 4)).toBe('negation: never');
  expect(suggestedName('negation', '', 4)).toBe('negation, as in run 4');
  expect(suggestedName('negation', 'x'.repeat(400), 4)).toHaveLength(255);
});

it('turns all into any and back; all is not said', () => {
  expect([turned(undefined), turned('all'), turned('any')]).toEqual(['any', 'any', undefined]);
});
