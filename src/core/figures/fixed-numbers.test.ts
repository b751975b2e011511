import { expect, test } from 'vitest';
import {
  decimalsFor,
  decimalsShowing,
  decimalsTelling,
  formatFixed,
  meanInSentence,
  meanWithInterval,
  withInterval,
} from './fixed-numbers.ts';

test.each<[number | null, number | null, number | null, string]>([
  [0.25, 0.2, 0.3, '0.250 [0.200, 0.300]'],
  [-0.0018, -0.01, -0.0001, '−0.0018 [−0.0100, −0.0001]'],
  // 0 lies within: it need not be told from it.
  [-0.0018, -0.01, 0.0001, '−0.002 [−0.010, 0.000]'],
  [0.000021, 0.000019, 0.0000234, '0.0000210 [0.0000190, 0.0000234]'],
  // Quartiles that meet, or a delta of pairs that all lie above: not all are alike.
  [1, 1, 1, '1.000 [1.000, 1.000]'],
  // Nearly alike is not the same: more decimals say how near.
  [1.42, 1.4198, 1.4202, '1.4200 [1.4198, 1.4202]'],
  // As near as it may be, and as small.
  [0.2500002, 0.25, 0.2500004, '0.2500002 [0.2500000, 0.2500004]'],
  [-0.000042, -0.0000424, -0.0000416, '−0.00004200 [−0.00004240, −0.00004160]'],
  // What no float32 of a model can say.
  [3e-15, 2e-15, 4e-15, '0.000 [0.000, 0.000]'],
  [0.25, null, null, '0.250'],
  [null, null, null, '–'],
])('%d from %d to %d is written %s', (value, low, high, words) => {
  expect(withInterval(value, low, high)).toBe(words);
});

test.each<[number | null, number | null, number | null, string]>([
  [1.42, 1.41999999, 1.42000001, '1.420 (the same in all)'],
  [0, 0, 0, '0.000 (the same in all)'],
  // Of very many items, which are not alike.
  [1.42, 1.41998, 1.42002, '1.42000 [1.41998, 1.42002]'],
  [0.25, 0.2, 0.3, '0.250 [0.200, 0.300]'],
  [0.25, null, null, '0.250'],
])('a mean of %d from %d to %d is written %s', (value, low, high, words) => {
  expect(meanWithInterval(value, low, high)).toBe(words);
});

test('in a sentence a mean without width stands alone', () => {
  expect(meanInSentence(1.42, 1.42, 1.42)).toBe('1.420');
  expect(meanInSentence(0.25, 0.2, 0.3)).toBe('0.250 [0.200, 0.300]');
});

test('the sign of nothing is left out', () => {
  expect(formatFixed(-0.0004, 3)).toBe('0.000');
  expect(formatFixed(-0.0004, 4)).toBe('−0.0004');
  expect(formatFixed(null, 2)).toBe('–');
});

test.each([
  [[0.171, -0.034, null], 3],
  [[0.0123, 0.0004], 4],
  [[12.5], 1],
  [[1e-9], 6],
  [[], 3],
])('the largest of %j has three digits: %d decimals', (values, decimals) => {
  expect(decimalsFor(values)).toBe(decimals);
});

test.each([
  [0.0712, 4, 4],
  [0.00006, 4, 4],
  [0.00003, 4, 5],
  [-3e-9, 6, 9],
  [0, 4, 4],
  [null, 4, 4],
])('of %d with %d decimals something is left with %d', (value, decimals, enough) => {
  expect(decimalsShowing(value, decimals)).toBe(enough);
  if (value !== null && value !== 0) expect(formatFixed(value, enough)).toMatch(/[1-9]/);
});

test('a ratio whose interval excludes 1 says so', () => {
  expect(decimalsTelling([1.019, 1.529], 1, 1)).toBe(2);
  expect(decimalsTelling([0.9, 1.529], 1, 1)).toBe(1);
  expect(decimalsTelling([1.0000021, 1.0000529], 1, 1)).toBe(6);
  // Across 0: both ends would be 0, of which one has a sign.
  expect(decimalsTelling([-0.0001, 0.0002], 3)).toBe(4);
});
