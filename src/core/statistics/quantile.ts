import { quantileSorted } from 'd3-array';

/**
 * Quantile of type 7 (linear interpolation, NumPy's default); inside [min, max] of the values, which rounding of the
 * interpolation could leave.
 *
 * @param sorted [n] ascending, no NaN
 * @param probability from 0 to 1
 * @returns NaN for no values
 */
export function quantile(sorted: Float64Array, probability: number): number {
  // d3-array reads any indexed numbers; its types name plain arrays only.
  const interpolated = quantileSorted(sorted as unknown as number[], probability) ?? NaN;
  return Math.min(sorted.at(-1) ?? NaN, Math.max(sorted[0] ?? NaN, interpolated));
}
