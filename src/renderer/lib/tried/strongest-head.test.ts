import { expect, test } from 'vitest';
import { strongestHead } from './strongest-head.ts';

test.each([
  [
    'the largest',
    [
      [0.1, 0.4],
      [0.9, 0.2],
    ],
    { layer: 1, head: 0 },
  ],
  [
    'the largest of those that are defined',
    [
      [null, 0.4],
      [null, 0.2],
    ],
    { layer: 0, head: 1 },
  ],
  ['the first of equals', [[0.4, 0.4]], { layer: 0, head: 0 }],
  ['the first where none is defined', [[null], [null]], { layer: 0, head: 0 }],
])('the strongest head: %s', (_what, values, expected) => {
  expect(strongestHead(values)).toEqual(expected);
});
