/** The p-value of a test that counts arrangements. docs/science.md, section 3. */

/** How the arrangements of a test compare with what was observed. */
export interface ArrangementCounts {
  /** Arrangements whose statistic is at least the observed one. */
  atLeast: number;
  /** Arrangements whose statistic is at most the observed one. */
  atMost: number;
}

/**
 * Two-sided p: twice the smaller tail, at most 1, as scipy.stats.permutation_test has it. When every arrangement was
 * counted, a tail is count / arrangements (what was observed is among them); of sampled arrangements it is
 * (count + 1) / (arrangements + 1), so that p is never 0 (Phipson and Smyth 2010).
 */
export function twoSidedP(counts: ArrangementCounts, arrangements: number, exact: boolean): number {
  const added = exact ? 0 : 1;
  const smaller = Math.min(counts.atLeast, counts.atMost);
  return Math.min(1, (2 * (smaller + added)) / (arrangements + added));
}

/**
 * How far two sums over the same values may lie apart by rounding alone: that of the values themselves, and that of
 * the additions, one for each block of eight values and eight within a block. Sums no further apart count as equal.
 *
 * @param magnitude sum of the absolute values as given
 * @param addedMagnitude sum of the absolute values as added, after centring
 */
export function roundingBound(items: number, magnitude: number, addedMagnitude: number): number {
  return Number.EPSILON * (magnitude + (items / 8 + 8) * addedMagnitude);
}
