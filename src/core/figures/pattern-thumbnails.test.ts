import { describe, expect, test } from 'vitest';
import { patternOf, strongestWeights, thumbnailLayout, type PatternStack } from './pattern-thumbnails.ts';

/** Two layers of two heads over `n` tokens; head 1 of layer 1 has the pattern, the others attend to nothing. */
function stackWith(pattern: number[]): PatternStack {
  const n = Math.sqrt(pattern.length);
  const values = new Float32Array(4 * n * n);
  values.set(pattern, 3 * n * n);
  return { layers: 2, heads: 2, n, values, causal: false };
}

describe('layout', () => {
  test('twelve heads across a card of 872 px', () => {
    // (872 - 34) / 12 = 69.8: 69 px each, of which 6 are the gap.
    expect(thumbnailLayout(6, 12, 872)).toEqual({
      pitch: 69,
      size: 63,
      plot: { left: 34, top: 20 },
      width: 34 + 12 * 69,
      height: 20 + 6 * 69,
    });
  });
  test.each([
    ['never larger than can be taken in at a glance', 1, 2, 2000, 132],
    ['never too small to make out, even where they then scroll', 24, 32, 400, 20],
  ])('%s', (_what, layers, heads, room, size) => {
    expect(thumbnailLayout(layers, heads, room).size).toBe(size);
  });
});

test('a head that is not there is refused', () => {
  const stack = stackWith([1, 0, 0, 1]);
  expect([...patternOf(stack, 1, 1)]).toEqual([1, 0, 0, 1]);
  expect(() => patternOf(stack, 2, 0)).toThrow('L2 H0: there are 2 layers of 2 heads');
});

describe('weights', () => {
  // Queries 0 to 2 downward, keys 0 to 2 to the right.
  const stack = stackWith([0.5, 0.25, 0.25, 0.125, 0.875, 0, 0, 0.375, 0.625]);

  test('of a decoder only those that its mask allows', () => {
    const decoder = { ...stackWith([1, 0, 0, 1]), causal: true };
    expect(strongestWeights(decoder, 1, 1, 9).map(({ query, key }) => [query, key])).toEqual([
      [0, 0],
      [1, 1],
      [1, 0],
    ]);
  });
  test('the strongest, first come first where equal', () => {
    expect(strongestWeights(stack, 1, 1, 3)).toEqual([
      { query: 1, key: 1, value: 0.875 },
      { query: 2, key: 2, value: 0.625 },
      { query: 0, key: 0, value: 0.5 },
    ]);
  });
});

test('thirty layers fit a screen, as small as can still be made out', () => {
  expect(thumbnailLayout(30, 9, 1100, 560).height).toBeLessThan(30 * 23 + 40);
  expect(thumbnailLayout(6, 12, 1100, 560)).toEqual(thumbnailLayout(6, 12, 1100));
});
