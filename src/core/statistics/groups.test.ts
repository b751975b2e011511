import { expect, test } from 'vitest';
import { rowsByLabel, selectRows } from './groups.ts';

test('rows of each label, in order; rows without label are in none', () => {
  const groups = rowsByLabel(['never', null, 'not', 'never']);
  expect([...groups]).toEqual([
    ['never', [0, 3]],
    ['not', [2]],
  ]);
});

test('rows of a matrix', () => {
  const values = Float64Array.of(0, 1, 10, 11, 20, 21);
  expect([...selectRows(values, 2, [2, 0])]).toEqual([20, 21, 0, 1]);
  expect(selectRows(values, 2, [])).toHaveLength(0);
});
