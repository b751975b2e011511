/** How alike a head's outputs z = pattern × values are in two statements. docs/science.md, section 2. */
import type { Alignment } from '../pairs/alignment.ts';
import { pearsonFromSums } from './attention-differences.ts';
import type { StridedMatrix } from './head-activations.ts';

/**
 * Writes value_output_correlation, the Pearson correlation of the flattened za[s] = z_a[i_s] and zb[s] = z_b[j_s]
 * [m, d], to out[atCorrelation], and value_cosine, the mean over s of cos(za[s], zb[s]), to out[atCosine]. NaN where
 * no positions are aligned, where one side is constant (correlation), or where any of the vectors is zero (cosine).
 */
export function measureValueOutputs(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  dHead: number,
  alignment: Alignment,
  out: Float64Array,
  atCorrelation: number,
  atCosine: number,
): void {
  const { data: dataA, offset: offsetA, rowStride: strideA } = original;
  const { data: dataB, offset: offsetB, rowStride: strideB } = counterfactual;
  const positionsA = alignment.original;
  const positionsB = alignment.counterfactual;
  const m = positionsA.length;
  const firstA = m > 0 ? dataA[offsetA + positionsA[0]! * strideA]! : 0;
  const firstB = m > 0 ? dataB[offsetB + positionsB[0]! * strideB]! : 0;

  let cosines = 0;
  // Sums of values less the first of their side: see measureAttentionDifferences.
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let s = 0; s < m; s++) {
    const rowA = offsetA + positionsA[s]! * strideA;
    const rowB = offsetB + positionsB[s]! * strideB;
    let dot = 0;
    let squaresA = 0;
    let squaresB = 0;
    for (let c = 0; c < dHead; c++) {
      const a = dataA[rowA + c]!;
      const b = dataB[rowB + c]!;
      dot += a * b;
      squaresA += a * a;
      squaresB += b * b;
      const x = a - firstA;
      const y = b - firstB;
      sumA += x;
      sumB += y;
      sumAA += x * x;
      sumBB += y * y;
      sumAB += x * y;
    }
    // 0 / 0 for a zero vector: NaN, which the sum keeps.
    cosines += dot / Math.sqrt(squaresA * squaresB);
  }
  out[atCorrelation] = pearsonFromSums(m * dHead, sumA, sumB, sumAA, sumBB, sumAB);
  out[atCosine] = Math.max(-1, Math.min(1, cosines / m));
}
