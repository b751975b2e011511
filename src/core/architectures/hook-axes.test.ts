import { expect, it } from 'vitest';
import { describeAxes } from './hook-axes.ts';

it.each([
  ['the residual stream', ['batch', 'pos', 8], { position: 1, head: null, key: null }],
  ['q, k, v and z', ['batch', 'pos', 2, 4], { position: 1, head: 2, key: null }],
  ['scores and pattern', ['batch', 2, 'pos', 'pos'], { position: 2, head: 1, key: 3 }],
])('%s', (_what, axes, expected) => {
  expect(describeAxes(axes)).toEqual(expected);
});
