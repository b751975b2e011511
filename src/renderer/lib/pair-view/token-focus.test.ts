import { expect, test } from 'vitest';
import { chipOfRow, focusedRows } from './token-focus.ts';

/** was good / was not good */
const aligned = [
  [0, 0],
  [1, 2],
] as const;

test('an aligned token has its row in every map', () => {
  expect(focusedRows({ side: 'original', index: 1 }, aligned)).toMatchObject({
    pattern_original: 1,
    value_original: 1,
    value_centred_original: 1,
    weight_norm_counterfactual: 2,
    pattern_counterfactual: 2,
    value_counterfactual: 2,
    pattern_difference: 1,
  });
});

test('an inserted token has rows in its own statement only', () => {
  expect(focusedRows({ side: 'counterfactual', index: 1 }, aligned)).toMatchObject({
    pattern_original: null,
    value_original: null,
    value_centred_original: null,
    weight_norm_counterfactual: 1,
    pattern_counterfactual: 1,
    value_counterfactual: 1,
    pattern_difference: null,
  });
});

test('nothing looked at, no rows', () => {
  expect(Object.values(focusedRows(null, aligned)).every((row) => row === null)).toBe(true);
});

test('a row stands for a token', () => {
  expect(chipOfRow('value_original', 1, aligned)).toEqual({ side: 'original', index: 1 });
  expect(chipOfRow('pattern_difference', 1, aligned)).toEqual({ side: 'counterfactual', index: 2 });
  expect(chipOfRow('value_centred_counterfactual', 1, aligned)).toEqual({ side: 'counterfactual', index: 1 });
  expect(chipOfRow('pattern_difference', 5, aligned)).toBeNull();
});
