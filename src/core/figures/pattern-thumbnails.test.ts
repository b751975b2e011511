import { describe, expect, test } from 'vitest';
import {
  patternOf,
  strongestWeights,
  thumbnailLayout,
  thumbnailPixels,
  weightAt,
  type PatternStack,
} from './pattern-thumbnails.ts';

/** Two layers of two heads over `n` tokens; head 1 of layer 1 has the pattern, the others attend to nothing. */
function stackWith(pattern: number[]): PatternStack {
  const n = Math.sqrt(pattern.length);
  const values = new Float32Array(4 * n * n);
  values.set(pattern, 3 * n * n);
  return { layers: 2, heads: 2, n, values, causal: false };
}

const DARKEST = [0x44, 0x01, 0x54, 255];
const LIGHTEST = [0xfd, 0xe7, 0x25, 255];

function pixel(pixels: Uint8ClampedArray, index: number): number[] {
  return [...pixels.subarray(index * 4, index * 4 + 4)];
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

describe('pixels', () => {
  const identity = stackWith([1, 0, 0, 1]);

  test('0 is the darkest viridis, 1 the lightest', () => {
    const pixels = thumbnailPixels(identity, 1, 1, 2);
    expect([0, 1, 2, 3].map((index) => pixel(pixels, index))).toEqual([LIGHTEST, DARKEST, DARKEST, LIGHTEST]);
  });
  test('one half lies halfway between the two middle colours', () => {
    // (0x26 + 0x1f) / 2 = 34.5, (0x82 + 0x9e) / 2 = 144, (0x8e + 0x89) / 2 = 139.5
    const [red = 0, green = 0, blue = 0] = pixel(thumbnailPixels(stackWith([0.5]), 1, 1, 1), 0);
    expect(Math.abs(red - 34.5)).toBeLessThanOrEqual(1);
    expect(Math.abs(green - 144)).toBeLessThanOrEqual(1);
    expect(Math.abs(blue - 139.5)).toBeLessThanOrEqual(1);
  });
  test('a token takes as many pixels as there are', () => {
    const row = thumbnailPixels(identity, 1, 1, 4).subarray(0, 4 * 4);
    expect([0, 1, 2, 3].map((index) => pixel(row, index))).toEqual([LIGHTEST, LIGHTEST, DARKEST, DARKEST]);
  });
  test('a pixel over several weights shows the largest', () => {
    const shifted = stackWith([0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
    const pixels = thumbnailPixels(shifted, 1, 1, 2);
    expect([0, 1, 2, 3].map((index) => pixel(pixels, index))).toEqual([
      LIGHTEST,
      DARKEST,
      LIGHTEST,
      LIGHTEST,
    ]);
  });
  test('where the mask of a decoder forbids every weight of a pixel it is clear', () => {
    const decoder = { ...stackWith([1, 0, 0.5, 0.5]), causal: true };
    const pixels = thumbnailPixels(decoder, 1, 1, 2);
    expect([0, 1].map((index) => pixel(pixels, index))).toEqual([LIGHTEST, [0, 0, 0, 0]]);
    expect(pixel(thumbnailPixels(decoder, 1, 1, 1), 0)).toEqual(LIGHTEST);
  });
  test('another head has another pattern', () => {
    expect(pixel(thumbnailPixels(identity, 0, 1, 2), 0)).toEqual(DARKEST);
    expect([...patternOf(identity, 1, 1)]).toEqual([1, 0, 0, 1]);
  });
  test('a head that is not there is refused', () => {
    expect(() => thumbnailPixels(identity, 2, 0, 2)).toThrow('L2 H0: there are 2 layers of 2 heads');
  });
});

describe('weights', () => {
  // Queries 0 to 2 downward, keys 0 to 2 to the right.
  const stack = stackWith([0.5, 0.25, 0.25, 0.125, 0.875, 0, 0, 0.375, 0.625]);

  test('the one under a point', () => {
    expect(weightAt(stack, 1, 1, { x: 0.5, y: 0.9, size: 30 })).toEqual({ query: 2, key: 1, value: 0.375 });
    expect(weightAt(stack, 1, 1, { x: 1, y: 0, size: 30 })).toEqual({ query: 0, key: 2, value: 0.25 });
  });
  test('of a decoder only those that its mask allows', () => {
    const decoder = { ...stackWith([1, 0, 0, 1]), causal: true };
    expect(weightAt(decoder, 1, 1, { x: 0.9, y: 0.1, size: 30 })).toEqual({ query: 0, key: 1, value: NaN });
    expect(strongestWeights(decoder, 1, 1, 9).map(({ query, key }) => [query, key])).toEqual([
      [0, 0],
      [1, 1],
      [1, 0],
    ]);
  });
  test('the largest under a point that stands for several', () => {
    expect(weightAt(stack, 1, 1, { x: 0.5, y: 0.5, size: 1 })).toEqual({ query: 1, key: 1, value: 0.875 });
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
