import { quantileSorted } from 'd3-array';

/**
 * Quantile of type 7 (linear interpolation, NumPy's default).
 *
 * @param sorted [n] ascending, no NaN
 * @param probability from 0 to 1
 * @returns NaN for no values
 */
export function quantile(sorted: Float64Array, probability: number): number {
  // d3-array reads any indexed numbers; its types name plain arrays only.
  return quantileSorted(sorted as unknown as number[], probability) ?? NaN;
}
