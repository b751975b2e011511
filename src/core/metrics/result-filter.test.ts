import { describe, expect, test } from 'vitest';
import { conditionsOf, isOfSomeHeads, resultFilter, type Threshold } from './result-filter.ts';

const metric = 'attention_js_divergence';
const from = (value: Threshold['value']): Threshold => ({ metric, comparison: '>=', value });
const to = (value: Threshold['value']): Threshold => ({ metric, comparison: '<=', value });
const other: Threshold = { metric: 'value_cosine', comparison: '<', value: 0.9 };

describe('conditions of thresholds', () => {
  test.each<[string, Threshold[], number[][]]>([
    ['none', [], []],
    ['each by itself', [from(0.2), other], [[0], [1]]],
    ['a range, whatever stands between its ends', [from(0.34), other, to(0.52)], [[0, 2], [1]]],
    ['a range with its upper end first', [to(0.52), from(0.34)], [[1, 0]]],
    ['a range of one value', [from(0.4), to(0.4)], [[0, 1]]],
    [
      'above or below a value, which is all but that value',
      [
        { metric, comparison: '>', value: 0.5 },
        { metric, comparison: '<', value: 0.5 },
      ],
      [[0], [1]],
    ],
    ['what lies outside of two bounds', [from(0.5), to(0.1)], [[0], [1]]],
    ['a limit of the control is of each head', [from('control'), to(0.5)], [[0], [1]]],
    ['two from below and one from above', [from(0.1), from(0.2), to(0.5)], [[0, 2], [1]]],
    [
      'a distance from another metric is another quantity',
      [from(0.1), { ...to(0.5), minus: 'value_cosine' }],
      [[0], [1]],
    ],
  ])('%s', (_what, thresholds, expected) => {
    expect(conditionsOf(thresholds)).toEqual(expected);
  });
});

test.each([
  [{}, false],
  [{ search: 'not', labels: ['never'], pinned: true }, false],
  [{ layers: [0] }, true],
  [{ heads: [3] }, true],
  [{ thresholds: [{ metric: 'attention_js_divergence', comparison: '>', value: 0.1 }] }, true],
] as const)('whether %o leaves out heads of pairs that pass', (parts, expected) => {
  expect(isOfSomeHeads(resultFilter.parse(parts))).toBe(expected);
});
