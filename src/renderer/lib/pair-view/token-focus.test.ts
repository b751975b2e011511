import { expect, test } from 'vitest';
import { differenceGrid } from '../../../core/figures/difference-grid.ts';
import { chipOfPlace, focusedPlace, focusOf } from './token-focus.ts';

/** was good / was not good */
const aligned = [
  [0, 0],
  [1, 2],
] as const;
const grid = differenceGrid(aligned, 2, 3);
const original = [0, 1].map((at) => ({ original: at, counterfactual: null }));

test('an aligned token has its row and column in every map', () => {
  const focus = focusOf({ side: 'original', index: 1 }, aligned);
  expect(focus).toEqual({ original: 1, counterfactual: 2 });
  expect([focusedPlace(focus, original), focusedPlace(focus, grid)]).toEqual([1, 1]);
});

test('an inserted token has them in its own statement, and apart in the difference', () => {
  const focus = focusOf({ side: 'counterfactual', index: 1 }, aligned);
  expect(focus).toEqual({ original: null, counterfactual: 1 });
  expect([focusedPlace(focus, original), focusedPlace(focus, grid)]).toEqual([null, 2]);
});

test('nothing looked at, no rows', () => {
  expect(focusedPlace(focusOf(null, aligned), grid)).toBeNull();
});

test('a row stands for a token', () => {
  expect(chipOfPlace(original[1])).toEqual({ side: 'original', index: 1 });
  expect(chipOfPlace(grid[1])).toEqual({ side: 'counterfactual', index: 2 });
  expect(chipOfPlace(grid[5])).toBeNull();
});
