/** How far apart two attention patterns are, entry by entry. docs/science.md, section 2. */
import type { Alignment } from '../pairs/alignment.ts';
import type { StridedMatrix } from './head-activations.ts';

/** Where {@link measureAttentionDifferences} writes. */
export interface DifferencePlaces {
  readonly largest: number;
  readonly mean: number;
  readonly correlation: number;
}

/**
 * Writes max_attention_diff, mean_attention_diff and attention_pattern_correlation over the aligned grid
 * Pa[s, t] = P_a[i_s, i_t], Pb[s, t] = P_b[j_s, j_t] to their places after out[at].
 *
 * For the correlation the first value of each side is subtracted from all of that side, which changes no correlation. The
 * sums of a constant pattern are then exactly 0, so that it is known to have none (NaN); and since what is subtracted is
 * one of the values, rounding errors grow at most in proportion to the number of values.
 */
export function measureAttentionDifferences(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  alignment: Alignment,
  out: Float64Array,
  at: number,
  places: DifferencePlaces,
): void {
  const { data: dataA, offset: offsetA, rowStride: strideA } = original;
  const { data: dataB, offset: offsetB, rowStride: strideB } = counterfactual;
  const positionsA = alignment.original;
  const positionsB = alignment.counterfactual;
  const m = positionsA.length;
  const n = m * m;
  const firstA = m > 0 ? dataA[offsetA + positionsA[0]! * strideA + positionsA[0]!]! : 0;
  const firstB = m > 0 ? dataB[offsetB + positionsB[0]! * strideB + positionsB[0]!]! : 0;

  let largest = 0;
  let total = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let s = 0; s < m; s++) {
    const rowA = offsetA + positionsA[s]! * strideA;
    const rowB = offsetB + positionsB[s]! * strideB;
    for (let t = 0; t < m; t++) {
      const a = dataA[rowA + positionsA[t]!]!;
      const b = dataB[rowB + positionsB[t]!]!;
      const difference = Math.abs(a - b);
      if (difference > largest) largest = difference;
      total += difference;
      const x = a - firstA;
      const y = b - firstB;
      sumA += x;
      sumB += y;
      sumAA += x * x;
      sumBB += y * y;
      sumAB += x * y;
    }
  }
  const mean = total / n;
  out[at + places.largest] = Number.isNaN(mean) ? NaN : largest;
  out[at + places.mean] = mean;
  out[at + places.correlation] = pearsonFromSums(n, sumA, sumB, sumAA, sumBB, sumAB);
}

/**
 * Pearson correlation out of the sums of n pairs of values, NaN where n is 0 or either side is constant (its sums are
 * then exactly 0 when the values were taken less one of their own).
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
