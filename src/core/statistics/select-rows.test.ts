import { expect, test } from 'vitest';
import { selectRows } from './select-rows.ts';

test('rows of a matrix', () => {
  const values = Float64Array.of(0, 1, 10, 11, 20, 21);
  expect([...selectRows(values, 2, [2, 0])]).toEqual([20, 21, 0, 1]);
  expect(selectRows(values, 2, [])).toHaveLength(0);
});
