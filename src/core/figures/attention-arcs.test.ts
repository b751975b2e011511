import { expect, test } from 'vitest';
import { arcShape, arcsOf, givenTo, gottenFrom, received, strongestKeys } from './attention-arcs.ts';

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

test('an arc spans the middles of two tokens, the longest as high as there is room; to itself it is a loop', () => {
  const short = arcShape(0, 25, 42, 100);
  // 4 + 36 · √(25/100) = 22 high, so that its handles lie at 42 - 22 · 4/3.
  expect([short.cpy1, short.cpy2]).toEqual([42 - (22 * 4) / 3, 42 - (22 * 4) / 3]);
  expect([short.x1, short.y1, short.x2, short.y2]).toEqual([0, 42, 25, 42]);
  const long = arcShape(100, 0, 42, 100);
  expect([long.cpx1, long.cpy1, long.cpx2, long.cpy2]).toEqual([
    100,
    42 - (40 * 4) / 3,
    0,
    42 - (40 * 4) / 3,
  ]);
  expect(arcShape(5, 5, 40, 100)).toMatchObject({ x1: 3, y1: 40, x2: 7, y2: 40 });
});
