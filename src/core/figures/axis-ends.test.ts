import { expect, test } from 'vitest';
import { endsAround } from './axis-ends.ts';

test.each([
  [0, [0, 1]],
  [0.02, [0, 0.04]],
  [-3, [-6, 0]],
] as const)('values that are all %d', (value, ends) => {
  expect(endsAround(value)).toEqual(ends);
});
