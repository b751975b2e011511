import { describe, expect, test } from 'vitest';
import { DEFAULT_FLAG_THRESHOLDS } from '../../../core/metrics/flags.ts';
import type { Threshold } from '../../../shared/entities.ts';
import { thresholdWords } from '../../../core/metrics/filter-words.ts';
import { flagFilters, flagOfThreshold, withThreshold } from './thresholds.ts';

const atLeast = (value: number): Threshold => ({
  metric: 'attention_js_divergence',
  comparison: '>=',
  value,
});

test('are said in words', () => {
  expect(thresholdWords(atLeast(0.2))).toBe('JS divergence ≥ 0.2 bits');
  expect(thresholdWords({ metric: 'value_cosine', comparison: '<', value: 0.9 })).toBe('Value cosine < 0.9');
});

describe('adding one', () => {
  test('replaces the one in the same direction', () => {
    expect(withThreshold([atLeast(0.2)], atLeast(0.4))).toEqual([atLeast(0.4)]);
    expect(withThreshold([atLeast(0.2)], { ...atLeast(0.3), comparison: '>' })).toHaveLength(1);
  });
  test('keeps one in the other direction, so that there can be a range', () => {
    expect(withThreshold([atLeast(0.2)], { ...atLeast(0.4), comparison: '<' })).toHaveLength(2);
  });
});

test('every flag stands for a threshold', () => {
  expect(flagFilters(DEFAULT_FLAG_THRESHOLDS).map(({ threshold }) => thresholdWords(threshold))).toEqual([
    'Max attention difference, aligned > 0.3',
    'Attention pattern correlation < 0.7',
    '|Value output correlation − Attention pattern correlation| > 0.2',
  ]);
});

test('by head every flag stands for what 95 % of the control do', () => {
  const byHead = { ...DEFAULT_FLAG_THRESHOLDS, basis: 'control' as const };
  expect(flagFilters(byHead).map(({ threshold }) => thresholdWords(threshold))).toEqual([
    'Max attention difference, aligned > 95 % of the control, by head',
    'Attention pattern correlation < 95 % of the control, by head',
    '|Value output correlation − Attention pattern correlation| > 95 % of the control, by head',
  ]);
});

test('a threshold is known for the flag that it stands for', () => {
  for (const { flag, threshold } of flagFilters(DEFAULT_FLAG_THRESHOLDS))
    expect(flagOfThreshold(threshold, DEFAULT_FLAG_THRESHOLDS)).toBe(flag);
  expect(
    flagOfThreshold({ metric: 'max_attention_diff', comparison: '>', value: 0.4 }, DEFAULT_FLAG_THRESHOLDS),
  ).toBeUndefined();
});
