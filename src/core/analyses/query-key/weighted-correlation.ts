/**
 * Weighted correlation of q.k with the distance, over the pairs that lie nearer than a threshold d: the weight of a pair is
 * (d - distance)^2 (AttentionViz). null where three pairs are not there: two always correlate perfectly; and where one of
 * the two does not vary.
 */

/** Pairs of a query and a key. */
export interface NearPairs {
  /** [pair] q.k */
  readonly products: Float64Array;
  /** [pair] squared distance */
  readonly squares: Float64Array;
  /** How many of them there are; what lies behind is not looked at. */
  readonly pairs: number;
}

export interface WeightedCorrelation {
  readonly correlation: number | null;
  /** Pairs below the threshold. */
  readonly count: number;
}

export function weightedCorrelation(
  { products, squares, pairs }: NearPairs,
  threshold: number,
): WeightedCorrelation {
  let count = 0;
  let weights = 0;
  let sumX = 0;
  let sumY = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const y = distanceOf(squares[pair] as number);
    if (!(y < threshold)) continue;
    const weight = (threshold - y) ** 2;
    count++;
    weights += weight;
    sumX += weight * (products[pair] as number);
    sumY += weight * y;
  }
  if (count < 3 || weights === 0) return { correlation: null, count };
  const meanX = sumX / weights;
  const meanY = sumY / weights;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const y = distanceOf(squares[pair] as number);
    if (!(y < threshold)) continue;
    const weight = (threshold - y) ** 2;
    const dx = (products[pair] as number) - meanX;
    const dy = y - meanY;
    xx += weight * dx * dx;
    yy += weight * dy * dy;
    xy += weight * dx * dy;
  }
  return { correlation: xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null, count };
}

/** Rounding may leave a square of 0 below it. */
export function distanceOf(square: number): number {
  return Math.sqrt(Math.max(square, 0));
}
