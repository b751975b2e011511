import { exactSum } from './exact-sum.ts';

/**
 * The mean, of an exactly rounded sum (Shewchuk); inside [min, max] of the values, which rounding of the quotient could
 * leave. NaN for no values.
 */
export function mean(values: Float64Array): number {
  if (values.length === 0) return NaN;
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return Math.min(high, Math.max(low, exactSum(values) / values.length));
}
