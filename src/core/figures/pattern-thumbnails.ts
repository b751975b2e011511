/**
 * The attention patterns of all heads at once: layers downward from 0 at the top, heads to the right, each pattern a
 * small square of the same viridis, 0 to 1, that the large one has. All of them are the pixels of one canvas.
 */
import { isForbidden } from './forbidden-cells.ts';
import { shadesOf } from './shades.ts';
import { SEQUENTIAL } from './theme.ts';

export interface PatternStack {
  readonly layers: number;
  readonly heads: number;
  /** Tokens. */
  readonly n: number;
  /** [layers, heads, n, n] (query, key), 0 to 1 */
  readonly values: Float32Array;
  /** Of a decoder: what its mask forbids is blank. */
  readonly causal: boolean;
}

/** Where everything is, in px. */
export interface ThumbnailLayout {
  /** px from one thumbnail to the next, in both directions. */
  readonly pitch: number;
  /** px of a side of one. */
  readonly size: number;
  readonly plot: { readonly left: number; readonly top: number };
  readonly width: number;
  readonly height: number;
}

const SIZE = { smallest: 20, largest: 132 } as const;
const LEFT = 34;
const TOP = 20;

/**
 * As large as `room` px across and `height` px down allow, within what can still be made out: all layers are seen at once where they
 * can be.
 */
export function thumbnailLayout(
  layers: number,
  heads: number,
  room: number,
  height = Infinity,
): ThumbnailLayout {
  const most = Math.floor(Math.min((room - LEFT) / Math.max(1, heads), (height - TOP) / Math.max(1, layers)));
  const gap = most >= 48 ? 6 : 3;
  const size = Math.min(SIZE.largest, Math.max(SIZE.smallest, most - gap));
  const pitch = size + gap;
  return {
    pitch,
    size,
    plot: { left: LEFT, top: TOP },
    width: LEFT + heads * pitch,
    height: TOP + layers * pitch,
  };
}

const SHADES = 256;

/** [256 * 3] red, green, blue of the sequential scale. */
const SHADE_TABLE = Uint8ClampedArray.from(shadesOf(SEQUENTIAL, SHADES).flat());

/** First and one past the last of the n tokens that pixel `pixel` of `size` stands for: at least one. */
function tokensOfPixel(pixel: number, size: number, n: number): [number, number] {
  const first = Math.floor((pixel * n) / size);
  return [first, Math.max(first + 1, Math.floor(((pixel + 1) * n) / size))];
}

/**
 * The pixels of one pattern, RGBA, [size, size]. Where a pixel stands for several weights it has the colour of the
 * largest, so that a thin diagonal does not vanish from a long text; where the mask forbids all of them it is clear.
 * @param size pixels of a side
 * @throws RangeError for a head that the stack does not have
 */
export function thumbnailPixels(
  stack: PatternStack,
  layer: number,
  head: number,
  size: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pattern = patternOf(stack, layer, head);
  const spans = Array.from({ length: size }, (_, pixel) => tokensOfPixel(pixel, size, stack.n));
  const pixels = new Uint8ClampedArray(size * size * 4);
  let at = 0;
  for (const queries of spans)
    for (const keys of spans) {
      const { value } = largestWithin(pattern, stack, queries, keys);
      if (Number.isNaN(value)) {
        at += 4;
        continue;
      }
      const shade = Math.round(Math.min(1, Math.max(0, value)) * (SHADES - 1)) * 3;
      pixels[at] = SHADE_TABLE[shade] ?? 0;
      pixels[at + 1] = SHADE_TABLE[shade + 1] ?? 0;
      pixels[at + 2] = SHADE_TABLE[shade + 2] ?? 0;
      pixels[at + 3] = 255;
      at += 4;
    }
  return pixels;
}

/**
 * The pattern of one head, [n, n] row after row; a view, not a copy.
 * @throws RangeError for a head that the stack does not have
 */
export function patternOf(
  { layers, heads, n, values }: PatternStack,
  layer: number,
  head: number,
): Float32Array {
  if (!(layer >= 0 && layer < layers && head >= 0 && head < heads))
    throw new RangeError(`L${layer} H${head}: there are ${layers} layers of ${heads} heads`);
  const begin = (layer * heads + head) * n * n;
  return values.subarray(begin, begin + n * n);
}

export interface Weight {
  readonly query: number;
  readonly key: number;
  readonly value: number;
}

/**
 * The weight under a point of a head's thumbnail, `x` and `y` from 0 to 1; the largest, where several lie there; NaN where
 * the mask forbids all of them.
 */
export function weightAt(
  stack: PatternStack,
  layer: number,
  head: number,
  place: { readonly x: number; readonly y: number; readonly size: number },
): Weight {
  const { x, y, size } = place;
  const pixel = (fraction: number): number => Math.min(size - 1, Math.max(0, Math.floor(fraction * size)));
  return largestWithin(
    patternOf(stack, layer, head),
    stack,
    tokensOfPixel(pixel(y), size, stack.n),
    tokensOfPixel(pixel(x), size, stack.n),
  );
}

/** The `count` largest weights of a head, largest first. */
export function strongestWeights(stack: PatternStack, layer: number, head: number, count: number): Weight[] {
  const { n, causal } = stack;
  const pattern = patternOf(stack, layer, head);
  const places = Array.from(pattern.keys())
    .filter((place) => !(causal && isForbidden(Math.floor(place / n), place % n)))
    .sort((a, b) => (pattern[b] ?? 0) - (pattern[a] ?? 0) || a - b);
  return places.slice(0, count).map((place) => ({
    query: Math.floor(place / n),
    key: place % n,
    value: pattern[place] ?? 0,
  }));
}

function largestWithin(
  pattern: Float32Array,
  { n, causal }: Pick<PatternStack, 'n' | 'causal'>,
  queries: readonly [number, number],
  keys: readonly [number, number],
): Weight {
  let largest: Weight = { query: queries[0], key: keys[0], value: Number.NaN };
  let most = -Infinity;
  for (let query = queries[0]; query < queries[1]; query++)
    for (let key = keys[0]; key < keys[1]; key++) {
      const value = pattern[query * n + key] ?? 0;
      if (value <= most || (causal && isForbidden(query, key))) continue;
      most = value;
      largest = { query, key, value };
    }
  return largest;
}
