import { expect, test } from 'vitest';
import { sortRows } from './sort-rows.ts';

test.each([
  [['set 10', 'Set 2', 'a'], 'asc', ['a', 'Set 2', 'set 10']],
  [['set 10', 'Set 2', 'a'], 'desc', ['set 10', 'Set 2', 'a']],
  [[3, null, 1], 'asc', [1, 3, null]],
  [[3, null, 1], 'desc', [3, 1, null]],
] as const)('%j %s', (values, direction, expected) => {
  expect(sortRows<string | number | null>(values, (value) => value, direction)).toEqual(expected);
});
