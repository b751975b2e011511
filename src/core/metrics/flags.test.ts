import { expect, test } from 'vitest';
import {
  DEFAULT_FLAG_THRESHOLDS,
  fixedThresholds,
  type FlagName,
  type HeadThresholds,
  raiseFlags,
} from './flags.ts';

const OF_EARLIER_WORK = fixedThresholds(DEFAULT_FLAG_THRESHOLDS);

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
  expect(raiseFlags(metrics, OF_EARLIER_WORK)).toEqual(flags);
});

test('thresholds are those of the head', () => {
  const lenient: HeadThresholds = { local_change: 0.9, reorganisation: 0.1, semantic_processing: 1 };
  const metrics = {
    max_attention_diff: 0.8,
    attention_pattern_correlation: 0.2,
    value_output_correlation: 0.9,
  };
  expect(raiseFlags(metrics, lenient)).toEqual([]);
  expect(raiseFlags(metrics, { ...lenient, semantic_processing: 0.2 })).toEqual(['semantic_processing']);
});

test('metrics that are not there raise nothing', () => {
  expect(raiseFlags({}, OF_EARLIER_WORK)).toEqual([]);
});

test('without a threshold at a head its flag is not raised', () => {
  const none: HeadThresholds = { local_change: null, reorganisation: null, semantic_processing: null };
  const metrics = {
    max_attention_diff: 0.8,
    attention_pattern_correlation: 0.2,
    value_output_correlation: 0.9,
  };
  expect(raiseFlags(metrics, none)).toEqual([]);
  expect(raiseFlags(metrics, { ...none, local_change: 0.412 })).toEqual(['local_change']);
});
