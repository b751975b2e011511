import { expect, test } from 'vitest';
import { compareByQuantiles } from './compare-by-quantiles.ts';

test('models with different numbers of heads compare by quantiles', () => {
  // Type 7 by hand: the median of 1 2 3 4 is 2.5, of 10 20 30 is 20.
  const { first, second, quantiles } = compareByQuantiles([4, 1, null, 3, 2], [30, 10, 20], [0, 0.5, 1]);
  expect(first).toEqual({ heads: 4, undefined: 1 });
  expect(second).toEqual({ heads: 3, undefined: 0 });
  expect(quantiles).toEqual([
    { probability: 0, first: 1, second: 10, difference: 9 },
    { probability: 0.5, first: 2.5, second: 20, difference: 17.5 },
    { probability: 1, first: 4, second: 30, difference: 26 },
  ]);
});

test('deciles unless told otherwise', () => {
  const { quantiles } = compareByQuantiles([0, 1], [0, 1]);
  expect(quantiles.map(({ probability }) => probability)).toEqual([
    0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
  ]);
});

test('a model without values has no quantiles', () => {
  const { quantiles } = compareByQuantiles([null], [1, 2], [0.5]);
  expect(quantiles).toEqual([{ probability: 0.5, first: null, second: 1.5, difference: null }]);
});

test('an impossible probability is refused by name', () => {
  expect(() => compareByQuantiles([1], [1], [1.5])).toThrow('invalid probability: 1.5');
});
