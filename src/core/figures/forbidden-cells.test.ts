import { expect, test } from 'vitest';
import { forbiddenOutline, forbiddenPath, withoutForbidden } from './forbidden-cells.ts';

test('what lies above the diagonal has no value, whatever stands there', () => {
  expect([...withoutForbidden([1, 0, 7, 0.5, 0.5, 0, 0.25, 0.25, 0.5], 3)]).toEqual([
    1,
    NaN,
    NaN,
    0.5,
    0.5,
    NaN,
    0.25,
    0.25,
    0.5,
  ]);
});

test('the outline goes down the stairs of the diagonal and back up on the right', () => {
  const place = { left: 100, top: 10, cell: 20 };
  expect(forbiddenOutline(3, place)).toEqual([
    [160, 10],
    [120, 10],
    [120, 30],
    [140, 30],
    [140, 50],
    [160, 50],
  ]);
  expect(forbiddenPath(2, place)).toBe('M140 10L120 10L120 30L140 30Z');
  expect(forbiddenOutline(1, place)).toEqual([]);
});
