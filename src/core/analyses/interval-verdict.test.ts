import { expect, it } from 'vitest';
import { beyondMargin } from './interval-verdict.ts';

it.each([
  [0.2, 0.4, 0.05, 'above'],
  [0.2, 0.4, 0.06, 'undecided'],
  [0.2, 0.4, null, 'undecided'],
  [0.1, 0.4, 0.01, 'undecided'],
  [-0.4, -0.2, 0.05, 'below'],
  [-0.4, -0.2, 0.06, 'undecided'],
  [-0.4, -0.1, 0.01, 'undecided'],
  [-0.09, 0.09, 0.01, 'within'],
  [-0.09, 0.09, null, 'within'],
  [-0.2, 0.2, 0.01, 'undecided'],
  [null, null, null, 'untested'],
] as const)('[%s, %s] with q of %s, against 0.1: %s', (low, high, q, verdict) => {
  expect(beyondMargin({ low, high }, q, 0.1)).toBe(verdict);
});
