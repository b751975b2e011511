import { expect, test } from 'vitest';
import { alongRow } from './one-stop.svelte.ts';

test.each([
  ['ArrowRight', 1, 'ltr', 2],
  ['ArrowLeft', 1, 'ltr', 0],
  ['ArrowRight', 4, 'ltr', 4],
  ['ArrowLeft', 0, 'ltr', 0],
  ['ArrowLeft', 1, 'rtl', 2],
  ['ArrowRight', 1, 'rtl', 0],
  ['Home', 3, 'rtl', 0],
  ['End', 3, 'ltr', 4],
  ['ArrowDown', 1, 'ltr', null],
  ['Enter', 1, 'ltr', null],
] as const)('%s at %d of five, %s: %s', (key, at, direction, to) => {
  expect(alongRow(key, at, 5, direction)).toBe(to);
});
