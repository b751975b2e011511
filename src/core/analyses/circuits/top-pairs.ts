/**
 * The k largest entries of a product that is too large to be made: tokens × tokens of a head, by blocks of both. Vectors come in
 * the order of their lengths, and no block is computed whose largest possible entry (Cauchy and Schwarz) is below what is found.
 */
import { products } from '../query-key/products.ts';
import { TopList } from './top-list.ts';

export interface TopPairs {
  /** [k] places of the two, and their products, the largest first. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly values: Float64Array;
  /** Products that were computed. */
  readonly computed: number;
}

const ROWS = 64;
const COLUMNS = 2048;

/**
 * @param left [n, width]
 * @param right [m, width]
 * Yields the share that is done, at least.
 */
export function* topPairs(
  left: Float32Array,
  right: Float32Array,
  width: number,
  most: number,
): Generator<number, TopPairs, void> {
  const a = byLength(left, width);
  const b = byLength(right, width);
  const [n, m] = [a.order.length, b.order.length];
  const best = new TopList(most);
  const out = new Float64Array(ROWS * COLUMNS);
  let computed = 0;
  for (let row = 0; row < n; row += ROWS) {
    const rows = Math.min(ROWS, n - row);
    if (a.lengths[row]! * (b.lengths[0] ?? 0) < best.least) break;
    for (let column = 0; column < m; column += COLUMNS) {
      if (a.lengths[row]! * b.lengths[column]! < best.least) break;
      const columns = Math.min(COLUMNS, m - column);
      const keys = b.vectors.subarray(column * width, (column + columns) * width);
      products({ queries: a.vectors, keys, width }, row, row + rows, out);
      computed += rows * columns;
      for (let at = 0; at < rows * columns; at++) {
        if (!(out[at]! > best.least)) continue;
        const [i, j] = [row + Math.floor(at / columns), column + (at % columns)];
        best.offer(out[at]!, a.order[i]! * m + b.order[j]!);
      }
      yield row / n;
    }
  }
  return {
    left: Int32Array.from(best.ids, (id) => Math.floor(id / m)),
    right: Int32Array.from(best.ids, (id) => id % m),
    values: Float64Array.from(best.values),
    computed,
  };
}

/** The longest first. */
function byLength(vectors: Float32Array, width: number) {
  const count = vectors.length / width;
  const lengths = Float64Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) sum += vectors[at]! ** 2;
    return Math.sqrt(sum);
  });
  const order = Uint32Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const sorted = new Float64Array(vectors.length);
  order.forEach((row, place) => sorted.set(vectors.subarray(row * width, (row + 1) * width), place * width));
  return { order, vectors: sorted, lengths: Float64Array.from(order, (row) => lengths[row]!) };
}
