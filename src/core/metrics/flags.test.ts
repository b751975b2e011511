import { expect, test } from 'vitest';
import { DEFAULT_FLAG_THRESHOLDS, type FlagName, type FlagThresholds, raiseFlags } from './flags.ts';

const cases: [max: number | null, pattern: number | null, value: number | null, flags: FlagName[]][] = [
  [0.1, 0.9, 0.9, []],
  [0.31, 0.9, 0.9, ['local_change']],
  [0.1, 0.69, 0.7, ['reorganisation']],
  [0.1, 0.75, 0.98, ['semantic_processing']],
  [0.1, 0.98, 0.75, ['semantic_processing']],
  [0.8, 0.2, 0.9, ['local_change', 'reorganisation', 'semantic_processing']],
  // thresholds themselves raise nothing
  [0.3, 0.7, 0.7, []],
  // what is undefined raises nothing
  [null, null, null, []],
  [0.4, null, 0.1, ['local_change']],
  [0.1, 0.5, null, ['reorganisation']],
];

test.each(cases)('max %s, pattern %s, value %s raise %j', (max, pattern, value, flags) => {
  const metrics = {
    max_attention_diff: max,
    attention_pattern_correlation: pattern,
    value_output_correlation: value,
  };
  expect(raiseFlags(metrics)).toEqual(flags);
});

test('thresholds are those of the view', () => {
  const lenient: FlagThresholds = { localChange: 0.9, reorganisation: 0.1, semanticGap: 1 };
  const metrics = {
    max_attention_diff: 0.8,
    attention_pattern_correlation: 0.2,
    value_output_correlation: 0.9,
  };
  expect(raiseFlags(metrics, lenient)).toEqual([]);
  expect(raiseFlags(metrics, { ...lenient, semanticGap: DEFAULT_FLAG_THRESHOLDS.semanticGap })).toEqual([
    'semantic_processing',
  ]);
});

test('metrics that are not there raise nothing', () => {
  expect(raiseFlags({})).toEqual([]);
});
