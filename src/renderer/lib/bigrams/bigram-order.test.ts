import { expect, test } from 'vitest';
import { type BigramSort, sortedBigrams } from './bigram-order.ts';

const TEXTS = ['the', 'a', 'Cat'];
const FOLLOWS = [0.2, 0.9, null];
const PREDICTS = [3, 1, 2];
const VALUES = {
  textOf: (row: number) => TEXTS[row] ?? '',
  strongestOf: (row: number, list: 'follows' | 'predicts') =>
    (list === 'follows' ? FOLLOWS : PREDICTS)[row] ?? null,
};

test.each<[BigramSort | null, number[]]>([
  [null, [0, 1, 2]],
  [{ by: 'token', direction: 'asc' }, [1, 2, 0]],
  [{ by: 'token', direction: 'desc' }, [0, 2, 1]],
  // Of which nothing is listed comes last either way.
  [{ by: 'follows', direction: 'desc' }, [1, 0, 2]],
  [{ by: 'follows', direction: 'asc' }, [0, 1, 2]],
  [{ by: 'predicts', direction: 'asc' }, [1, 2, 0]],
])('%j', (sort, order) => {
  expect(sortedBigrams([0, 1, 2], sort, VALUES)).toEqual(order);
});
