/** The nearest neighbours of all points by cosine distance, exactly, in blocks of products. */
import { products } from './products.ts';

const ROWS_AT_ONCE = 16;

/** Of each point the `neighbours` nearest, itself among them, the nearest first. */
export interface Nearest {
  readonly neighbours: number;
  /** [point, neighbour] */
  readonly indices: Int32Array;
  /** [point, neighbour] 1 - cosine, 0 to 2. */
  readonly distances: Float64Array;
}

/**
 * @param points [n, width]; one that is 0 throughout is as far as 1 from all
 * @param wanted neighbours of each; fewer where there are not so many points
 * Yields the share that is done.
 */
export function* nearestByCosine(
  points: Float64Array,
  width: number,
  wanted: number,
): Generator<number, Nearest, void> {
  const count = points.length / width;
  const neighbours = Math.min(wanted, count);
  const unit = ofUnitLength(points, width);
  const indices = new Int32Array(count * neighbours);
  const distances = new Float64Array(count * neighbours).fill(Infinity);
  // The nearest so far; of those that are as far, those that came first stay, and they come in their order.
  const offer = (point: number, other: number, distance: number) => {
    const first = point * neighbours;
    let place = first + neighbours - 1;
    if (distance >= (distances[place] as number)) return;
    for (; place > first && (distances[place - 1] as number) > distance; place--) {
      distances[place] = distances[place - 1] as number;
      indices[place] = indices[place - 1] as number;
    }
    distances[place] = distance;
    indices[place] = other;
  };
  const block = new Float64Array(ROWS_AT_ONCE * count);
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const to = Math.min(count, from + ROWS_AT_ONCE);
    // What lies before was looked at from the other side.
    const rest = unit.subarray(from * width);
    products({ queries: rest, keys: rest, width }, 0, to - from, block);
    for (let row = from; row < to; row++) {
      const own = (row - from) * (count - from) - from;
      // However products are rounded, a point is its own nearest.
      offer(row, row, -1);
      for (let other = row + 1; other < count; other++) {
        const distance = Math.max(0, 1 - (block[own + other] as number));
        offer(row, other, distance);
        offer(other, row, distance);
      }
    }
    // The first rows have the most to do.
    yield 1 - ((count - to) / count) ** 2;
  }
  for (let point = 0; point < count; point++) distances[point * neighbours] = 0;
  return { neighbours, indices, distances };
}

function ofUnitLength(points: Float64Array, width: number): Float64Array {
  const unit = new Float64Array(points.length);
  for (let from = 0; from < points.length; from += width) {
    let square = 0;
    for (let at = from; at < from + width; at++) square += (points[at] as number) ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let at = from; at < from + width; at++) unit[at] = (points[at] as number) * scale;
  }
  return unit;
}
