/**
 * Pearson correlation out of the sums of n pairs of values, NaN where n is 0 or either side is constant.
 *
 * Values are to be summed less the first of their side, which changes no correlation: the sums of a constant side are then
 * exactly 0, so that it is known to have none; and since what is subtracted is one of the values, rounding errors grow at
 * most in proportion to the number of values.
 */
export function pearsonFromSums(
  n: number,
  sumA: number,
  sumB: number,
  sumAA: number,
  sumBB: number,
  sumAB: number,
): number {
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  if (!(varianceA > 0 && varianceB > 0)) return NaN;
  const correlation = (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
  return Math.max(-1, Math.min(1, correlation));
}
