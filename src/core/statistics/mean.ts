import { fsum } from 'd3-array';

/**
 * The mean, of an exactly rounded sum (Shewchuk); inside [min, max] of the values, which rounding of the quotient could
 * leave. NaN for no values.
 */
export function mean(values: Float64Array): number {
  if (values.length === 0) return NaN;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return Math.min(high, Math.max(low, fsum(values) / values.length));
}
