/**
 * How much a picture of queries and keys tells of attention: Spearman's correlation of q.k with the distance of the two,
 * before and after the layout; and trustworthiness (Venna and Kaski 2001): whether points that are near on the plane are
 * near in space. 1 is the best; what is far in space and near on the plane takes from it.
 */
import { selectRank } from './order-statistic.ts';
import type { HeadVectors } from './head-space.ts';
import { products } from './products.ts';
import { binnedRanks, rankCorrelation } from './rank-correlation.ts';

/** Pairs of query and key that are ranked: of more than 1,448 tokens, every second, third … query with all keys. */
const RANKED_PAIRS = 2 ** 21;
/** Points whose neighbours are looked at, spread evenly; each among all points. */
const POINTS_LOOKED_AT = 500;
export const NEIGHBOURS = 15;

export interface Faithfulness {
  readonly spearmanBefore: number | null;
  readonly spearmanAfter: number | null;
  readonly trustworthiness: number | null;
}

/**
 * @param joint [2T, width] the points in space
 * @param points [2T, 2] on the plane
 */
export function* faithfulness(
  { queries, keys, width }: HeadVectors,
  joint: Float64Array,
  points: Float32Array,
): Generator<number, Faithfulness, void> {
  const tokens = queries.length / width;
  const attention = { queries: Float64Array.from(queries), keys: Float64Array.from(keys), width };
  const every = Math.max(1, Math.ceil(tokens ** 2 / RANKED_PAIRS));
  const rows = Math.ceil(tokens / every);
  const between = (vectors: { queries: Float64Array; keys: Float64Array; width: number }) => {
    const out = new Float64Array(rows * tokens);
    for (let row = 0; row < rows; row++)
      products(vectors, row * every, row * every + 1, out.subarray(row * tokens, (row + 1) * tokens));
    return out;
  };
  const none = { rowTerms: new Float64Array(rows), columnTerms: new Float64Array(tokens) };
  const ranks = binnedRanks({ products: between(attention), factor: 1, ...none });
  yield 0.9;
  const correlationIn = (space: Float64Array, dimensions: number) => {
    const half = tokens * dimensions;
    const vectors = { queries: space.subarray(0, half), keys: space.subarray(half), width: dimensions };
    const norms = (of: Float64Array, step: number) =>
      Float64Array.from({ length: Math.ceil(of.length / dimensions / step) }, (_, row) => {
        let sum = 0;
        for (let at = row * step * dimensions; at < (row * step + 1) * dimensions; at++)
          sum += (of[at] as number) ** 2;
        return sum;
      });
    const squares = binnedRanks({
      products: between(vectors),
      factor: -2,
      rowTerms: norms(vectors.queries, every),
      columnTerms: norms(vectors.keys, 1),
    });
    return rankCorrelation(ranks, squares);
  };
  const spearmanBefore = correlationIn(joint, width);
  yield 0.93;
  const spearmanAfter = correlationIn(Float64Array.from(points), 2);
  yield 0.95;
  return {
    spearmanBefore,
    spearmanAfter,
    trustworthiness: yield* trustworthiness(joint, width, points),
  };
}

/**
 * T(k) = 1 - 2 / (n k (2N - 3k - 1)) sum over n points i, and over those j that are among the k nearest of i on the plane
 * and not in space, of r(i, j) - k; r is the rank of j by distance from i in space, N all points.
 * @returns null where there are too few points for k
 */
export function* trustworthiness(
  joint: Float64Array,
  width: number,
  points: Float32Array,
  k = NEIGHBOURS,
): Generator<number, number | null, void> {
  const count = points.length / 2;
  if (count <= 2 * k) return null;
  const every = Math.max(1, Math.floor(count / POINTS_LOOKED_AT));
  const inSpace = new Float64Array(count);
  const onPlane = new Float64Array(count);
  let penalty = 0;
  let looked = 0;
  for (let point = 0; point < count && looked < POINTS_LOOKED_AT; point += every) {
    squaresFrom(joint, width, point, inSpace);
    squaresFrom(points, 2, point, onPlane);
    const furthest = selectRank(onPlane.slice(), count, k - 1);
    let taken = 0;
    for (let other = 0; other < count && taken < k; other++) {
      if ((onPlane[other] as number) > furthest) continue;
      taken++;
      penalty += Math.max(0, rankIn(inSpace, other) - k);
    }
    looked++;
    if (looked % 50 === 0) yield 0.95 + (0.05 * looked) / Math.min(count, POINTS_LOOKED_AT);
  }
  return 1 - (2 * penalty) / (looked * k * (2 * count - 3 * k - 1));
}

/** Squared distances of one point from all; its own is Infinity. */
function squaresFrom(
  points: Float64Array | Float32Array,
  width: number,
  from: number,
  out: Float64Array,
): void {
  for (let other = 0; other < out.length; other++) {
    let sum = 0;
    for (let at = 0; at < width; at++)
      sum += ((points[from * width + at] as number) - (points[other * width + at] as number)) ** 2;
    out[other] = sum;
  }
  out[from] = Infinity;
}

/** 1: the nearest. */
function rankIn(squares: Float64Array, of: number): number {
  const own = squares[of] as number;
  let nearer = 0;
  for (let other = 0; other < squares.length; other++) if ((squares[other] as number) < own) nearer++;
  return nearer + 1;
}
