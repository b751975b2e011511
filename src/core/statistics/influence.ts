/**
 * From this share of the sum of squares on, a column "rests on one pair": there the tests hold their level worst. It
 * is a mark and not a rule, for leaving such columns out of q does not mend it.
 */
export const RESTS_ON_ONE_PAIR = 0.5;

/**
 * The largest share that one value has in the sum of squares about the mean.
 *
 * @param values [n], NaN where undefined
 * @returns null with fewer than two values, or when they are all equal
 */
export function influence(values: Float64Array): number | null {
  const present = values.filter((value) => !Number.isNaN(value));
  let low = Infinity;
  let high = -Infinity;
  for (const value of present) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (present.length < 2 || low === high) return null;
  // In units of the range, where squares neither overflow nor vanish.
  const scaled = present.map((value) => (value - low) / (high - low));
  const centre = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  let largest = 0;
  let sum = 0;
  for (const value of scaled) {
    const square = (value - centre) ** 2;
    largest = Math.max(largest, square);
    sum += square;
  }
  return largest / sum;
}
