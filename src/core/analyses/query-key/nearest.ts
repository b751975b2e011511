/** The nearest neighbours of all points by cosine distance, exactly, in blocks of products. */
import { selectRank } from './order-statistic.ts';
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
  const distances = new Float64Array(count * neighbours);
  const block = new Float64Array(ROWS_AT_ONCE * count);
  const scratch = new Float64Array(count);
  for (let from = 0; from < count; from += ROWS_AT_ONCE) {
    const to = Math.min(count, from + ROWS_AT_ONCE);
    products({ queries: unit, keys: unit, width }, from, to, block);
    for (let row = from; row < to; row++) {
      const own = block.subarray((row - from) * count, (row - from + 1) * count);
      for (let other = 0; other < count; other++) own[other] = Math.max(0, 1 - (own[other] as number));
      // However products are rounded, a point is its own nearest.
      own[row] = -1;
      const nearest = nearestOf(own, scratch, neighbours);
      for (const [place, index] of nearest.entries()) {
        indices[row * neighbours + place] = index;
        distances[row * neighbours + place] = Math.max(0, own[index] as number);
      }
    }
    yield to / count;
  }
  return { neighbours, indices, distances };
}

function nearestOf(distances: Float64Array, scratch: Float64Array, neighbours: number): number[] {
  scratch.set(distances);
  const furthest = selectRank(scratch, scratch.length, neighbours - 1);
  const nearer: number[] = [];
  const asFar: number[] = [];
  for (let index = 0; index < distances.length; index++) {
    const distance = distances[index] as number;
    if (distance < furthest) nearer.push(index);
    else if (distance === furthest) asFar.push(index);
  }
  return [...nearer, ...asFar.slice(0, neighbours - nearer.length)].sort(
    (a, b) => (distances[a] as number) - (distances[b] as number) || a - b,
  );
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
