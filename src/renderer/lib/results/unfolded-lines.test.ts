import { expect, test } from 'vitest';
import { countLines, lineAt, lineOf } from './unfolded-lines.ts';

const unfolded = new Map([
  [4, 1],
  [1, 3],
]);

test('lines of heads stand under their pair', () => {
  expect(countLines(6, unfolded)).toBe(10);
  const lines = Array.from({ length: 10 }, (_, line) => {
    const { pair, nth } = lineAt(line, unfolded);
    return nth === null ? String(pair) : `${pair}.${nth}`;
  });
  expect(lines).toEqual(['0', '1', '1.0', '1.1', '1.2', '2', '3', '4', '4.0', '5']);
});

test('and every pair is found again', () => {
  expect([0, 1, 2, 4, 5].map((pair) => lineOf(pair, unfolded))).toEqual([0, 1, 5, 7, 9]);
});
