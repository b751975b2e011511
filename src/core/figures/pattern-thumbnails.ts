/**
 * The attention patterns of all heads at once: layers downward from 0 at the top, heads to the right, each pattern a
 * small square of the same viridis, 0 to 1, that the large one has.
 */
import { isForbidden } from './forbidden-cells.ts';

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

/** Layers in blocks side by side, each laid out as {@link thumbnailLayout} lays out one. */
export interface ThumbnailBlocks {
  readonly count: number;
  /** Layers of a block; the last one may have fewer. */
  readonly rows: number;
  /** Of one block. */
  readonly grid: ThumbnailLayout;
  /** px from one block to the next. */
  readonly pitch: number;
}

/** px between blocks of layers, and how many blocks there are at most. */
const BLOCK_GAP = 20;
const MOST_BLOCKS = 4;

/**
 * Many layers stand in blocks side by side: maps as large as they can be, in few blocks. Where they are as small as they get, in as many
 * as it takes for all layers to be seen at once, if there is room for these.
 * @param columns maps of a layer
 * @param place px that there are for all of them
 * @param beside px that a block takes besides
 */
export function thumbnailBlocks(
  { layers, columns }: { readonly layers: number; readonly columns: number },
  { width, height }: { readonly width: number; readonly height: number },
  beside = 0,
): ThumbnailBlocks {
  const inBlocks = (count: number): ThumbnailBlocks => {
    const rows = Math.ceil(layers / count);
    const room = (width - (count - 1) * BLOCK_GAP) / count - beside;
    const grid = thumbnailLayout(rows, columns, room, height);
    // Rounded up, rows may leave a block without any.
    return { count: Math.ceil(layers / rows), rows, grid, pitch: grid.width + beside + BLOCK_GAP };
  };
  const isBetter = (other: ThumbnailBlocks, than: ThumbnailBlocks): boolean => {
    if (widthOfBlocks(other) > width) return false;
    if (other.grid.size !== than.grid.size) return other.grid.size > than.grid.size;
    return than.grid.height > height && other.grid.height < than.grid.height;
  };
  return Array.from({ length: MOST_BLOCKS - 1 }, (_, more) => more + 2)
    .map(inBlocks)
    .reduce((best, other) => (isBetter(other, best) ? other : best), inBlocks(1));
}

/** px of all blocks together. */
export function widthOfBlocks({ count, pitch }: ThumbnailBlocks): number {
  return count * pitch - BLOCK_GAP;
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
