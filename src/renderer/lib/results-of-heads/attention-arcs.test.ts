import { expect, test } from 'vitest';
import { arcPath, arcsOf, givenTo, gottenFrom, received, strongestKeys } from './attention-arcs.ts';

/** [BOS] a b, as a decoder attends. Eighths. */
const PATTERN = Float32Array.of(1, 0, 0, 0.75, 0.25, 0, 0.5, 0.03125, 0.46875);

test('arcs are what is strong enough, the strongest last', () => {
  expect(arcsOf(PATTERN, 3).map(({ query, key }) => `${query}→${key}`)).toEqual([
    '1→1',
    '2→2',
    '2→0',
    '1→0',
    '0→0',
  ]);
  expect(arcsOf(PATTERN, 3, { of: 2, least: 0.01 })).toEqual([
    { query: 2, key: 1, weight: 0.03125 },
    { query: 2, key: 2, weight: 0.46875 },
    { query: 2, key: 0, weight: 0.5 },
  ]);
});

test('a token gets the mean of those that may look at it', () => {
  expect(received(PATTERN, 3, true)).toEqual([0.75, (0.25 + 0.03125) / 2, 0.46875]);
  expect(received(PATTERN, 3, false)[2]).toBeCloseTo(0.46875 / 3, 12);
});

test('to and from some tokens: the sum over keys, the mean over queries', () => {
  expect(givenTo(PATTERN, 3, [0, 1])).toEqual([1, 1, 0.53125]);
  expect(gottenFrom(PATTERN, 3, [1, 2])).toEqual([0.625, 0.140625, 0.234375]);
});

test('the keys that a query gives most to', () => {
  expect(strongestKeys(PATTERN, 3, 2, 2)).toEqual([
    { query: 2, key: 0, weight: 0.5 },
    { query: 2, key: 2, weight: 0.46875 },
  ]);
  expect(strongestKeys(PATTERN, 3, 0, 2)).toHaveLength(1);
});

test('an arc rises with its length, the longest as high as there is room', () => {
  // 4 + 36 · √(25/100) = 22 high, so that its handles lie at 42 - 22 · 4/3.
  expect(arcPath(0, 25, 42, 100)).toBe(`M0 42C0 ${42 - (22 * 4) / 3} 25 ${42 - (22 * 4) / 3} 25 42`);
  expect(arcPath(100, 0, 42, 100)).toBe(`M100 42C100 ${42 - (40 * 4) / 3} 0 ${42 - (40 * 4) / 3} 0 42`);
  expect(arcPath(5, 5, 40, 100)).toContain('M3 40C');
});
