/**
 * A bound for each scale under which the wanted share of all pairs lies, guessed from a spread of 32,768 of them and
 * set four standard errors too high, so that hardly ever more than one reading is needed. What is found below it is exact.
 */
import type { HeadSpace } from './head-space.ts';
import { selectRank } from './order-statistic.ts';

const SAMPLED = 2 ** 15;
const STANDARD_ERRORS = 4;

/** The golden ratio's fraction: its multiples are spread evenly. */
const SPREAD = (Math.sqrt(5) - 1) / 2;

export interface SampledPairs {
  /** [pair] q~.k~, |q~|^2, |k~|^2; null where there are so few pairs that all are kept. */
  readonly products: Float64Array;
  readonly queryNorms: Float64Array;
  readonly keyNorms: Float64Array;
}

export function samplePairs(space: HeadSpace): SampledPairs | null {
  const { tokens, width, queries, keys } = space;
  if (tokens ** 2 <= 4 * SAMPLED) return null;
  const products = new Float64Array(SAMPLED);
  const queryNorms = new Float64Array(SAMPLED);
  const keyNorms = new Float64Array(SAMPLED);
  for (let pair = 0; pair < SAMPLED; pair++) {
    const place = ((pair * SPREAD) % 1) * tokens;
    const query = Math.floor(place);
    const key = Math.floor((place - query) * tokens);
    let sum = 0;
    for (let index = 0; index < width; index++)
      sum += (queries[query * width + index] as number) * (keys[key * width + index] as number);
    products[pair] = sum;
    queryNorms[pair] = space.queryNorms[query] as number;
    keyNorms[pair] = space.keyNorms[key] as number;
  }
  return { products, queryNorms, keyNorms };
}

/** [pair] squared distances at a scale. */
export function sampledSquares(
  { products, queryNorms, keyNorms }: SampledPairs,
  scale: number,
): Float64Array {
  const inverse = 1 / scale ** 2;
  const squares = new Float64Array(products.length);
  for (let pair = 0; pair < squares.length; pair++)
    squares[pair] =
      (queryNorms[pair] as number) * inverse +
      (keyNorms[pair] as number) * scale ** 2 -
      2 * (products[pair] as number);
  return squares;
}

/** @param squares they are left in another order */
export function boundOf(squares: Float64Array, share: number): number {
  const high = share + STANDARD_ERRORS * Math.sqrt((share * (1 - share)) / SAMPLED);
  const rank = Math.ceil(high * squares.length);
  return rank >= squares.length ? Infinity : selectRank(squares, squares.length, rank);
}
