/**
 * The nearest pairs of a query and a key, at many scales at once, in blocks of queries: of T x T pairs only those below a
 * bound are kept. Keys stand in the order of their length, so that the smallest distance that any of sixteen neighbouring
 * keys could have is known from their largest product and the first one's length: most of them are passed over together.
 * The bound on it is exact in floating point, for rounding keeps order.
 */
import type { HeadSpace } from './head-space.ts';
import type { NearPairs } from './weighted-correlation.ts';

/** Keys that are passed over or looked at together. */
const TILE = 16;

/** Grows as pairs come. */
export class PairBuffer implements NearPairs {
  products: Float64Array;
  squares: Float64Array;
  pairs = 0;

  constructor(capacity: number) {
    this.products = new Float64Array(capacity);
    this.squares = new Float64Array(capacity);
  }

  grow(): void {
    const [products, squares] = [this.products, this.squares];
    this.products = new Float64Array(2 * products.length);
    this.squares = new Float64Array(2 * squares.length);
    this.products.set(products);
    this.squares.set(squares);
  }
}

/** One scale at work. */
export interface ScaleSearch {
  readonly scale: number;
  /** Pairs whose squared distance is at most this are kept. */
  readonly bound: number;
  readonly near: PairBuffer;
  /** [token] c^2 |k~|^2 */
  readonly keyTerms: Float64Array;
}

export function scaleSearch(space: HeadSpace, scale: number, bound: number, capacity: number): ScaleSearch {
  return {
    scale,
    bound,
    near: new PairBuffer(Math.max(capacity, 16)),
    keyTerms: space.keyNorms.map((norm) => norm * scale * scale),
  };
}

/** Largest product of each tile of a row. */
export function tileMaxima(block: Float64Array, rows: number, tokens: number, out: Float64Array): void {
  const tiles = tilesOf(tokens);
  for (let row = 0; row < rows; row++)
    for (let tile = 0; tile < tiles; tile++) {
      const end = row * tokens + Math.min(tokens, (tile + 1) * TILE);
      let largest = -Infinity;
      for (let cell = row * tokens + tile * TILE; cell < end; cell++) {
        const value = block[cell] as number;
        if (value > largest) largest = value;
      }
      out[row * tiles + tile] = largest;
    }
}

export function tilesOf(tokens: number): number {
  return Math.ceil(tokens / TILE);
}

/**
 * Adds the pairs of a block of queries that are near at one scale.
 * @param block [row, T] q~.k~ of the queries from `from`
 * @param maxima of its tiles
 */
export function collectNear(
  space: HeadSpace,
  { scale, bound, near, keyTerms }: ScaleSearch,
  { block, maxima, from, rows }: { block: Float64Array; maxima: Float64Array; from: number; rows: number },
): void {
  const { tokens, queryNorms, queryShifts, keyShifts } = space;
  const tiles = tilesOf(tokens);
  let { products, squares, pairs } = near;
  for (let row = 0; row < rows; row++) {
    const queryTerm = (queryNorms[from + row] as number) / (scale * scale);
    const shift = queryShifts[from + row] as number;
    for (let tile = 0; tile < tiles; tile++) {
      const first = tile * TILE;
      const least = queryTerm + (keyTerms[first] as number) - 2 * (maxima[row * tiles + tile] as number);
      if (least > bound) continue;
      const end = Math.min(tokens, first + TILE);
      for (let key = first; key < end; key++) {
        const product = block[row * tokens + key] as number;
        const square = queryTerm + (keyTerms[key] as number) - 2 * product;
        if (square > bound) continue;
        if (pairs === squares.length) {
          near.pairs = pairs;
          near.grow();
          ({ products, squares } = near);
        }
        squares[pairs] = square;
        products[pairs++] = product + shift + (keyShifts[key] as number);
      }
    }
  }
  near.pairs = pairs;
}
