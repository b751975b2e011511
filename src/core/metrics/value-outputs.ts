/** How alike a head's outputs z = pattern × values are in two statements. docs/science.md, section 2. */
import type { Comparison } from './comparison.ts';
import type { StridedMatrix } from './head-activations.ts';
import { pearsonFromSums } from './pearson.ts';

/** Where {@link measureValueOutputs} writes. */
export interface ValuePlaces {
  readonly correlation: number;
  readonly cosine: number;
  readonly centredCosine: number;
}

/** A vector that is shorter than this share of what it was before its mean was taken away is all rounding. */
const NO_LENGTH = 1e-6;

/**
 * Over the queries s that count, za[s] = z_a[i_s] and zb[s] = z_b[j_s] [d], writes to their places after out[at]:
 * value_output_correlation, the Pearson correlation of both flattened; value_cosine, the mean of cos(za[s], zb[s]); and
 * value_cosine_centred, the same of vectors less their mean over all aligned positions of their statement. NaN where no
 * query counts, where one side is constant (correlation), or where any of the vectors is zero (cosines).
 */
export function measureValueOutputs(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  comparison: Comparison,
  out: Float64Array,
  at: number,
  places: ValuePlaces,
): void {
  const { data: dataA, offset: offsetA, rowStride: strideA } = original;
  const { data: dataB, offset: offsetB, rowStride: strideB } = counterfactual;
  const { alignment, queries } = comparison;
  const meanA = comparison.original.meanOutput;
  const meanB = comparison.counterfactual.meanOutput;
  const dHead = meanA.length;
  meanOutput(original, alignment.original, meanA);
  meanOutput(counterfactual, alignment.counterfactual, meanB);
  const start = queries.length > 0 ? queries[0]! : -1;
  const firstA = start < 0 ? 0 : dataA[offsetA + alignment.original[start]! * strideA]!;
  const firstB = start < 0 ? 0 : dataB[offsetB + alignment.counterfactual[start]! * strideB]!;

  let cosines = 0;
  let centredCosines = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let q = 0; q < queries.length; q++) {
    const s = queries[q]!;
    const rowA = offsetA + alignment.original[s]! * strideA;
    const rowB = offsetB + alignment.counterfactual[s]! * strideB;
    let dot = 0;
    let squaresA = 0;
    let squaresB = 0;
    let centredDot = 0;
    let centredA = 0;
    let centredB = 0;
    for (let c = 0; c < dHead; c++) {
      const a = dataA[rowA + c]!;
      const b = dataB[rowB + c]!;
      dot += a * b;
      squaresA += a * a;
      squaresB += b * b;
      const u = a - meanA[c]!;
      const v = b - meanB[c]!;
      centredDot += u * v;
      centredA += u * u;
      centredB += v * v;
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
    centredCosines +=
      centredA <= NO_LENGTH * NO_LENGTH * squaresA || centredB <= NO_LENGTH * NO_LENGTH * squaresB
        ? NaN
        : centredDot / Math.sqrt(centredA * centredB);
  }
  const n = queries.length;
  out[at + places.correlation] = pearsonFromSums(n * dHead, sumA, sumB, sumAA, sumBB, sumAB);
  out[at + places.cosine] = Math.max(-1, Math.min(1, cosines / n));
  out[at + places.centredCosine] = Math.max(-1, Math.min(1, centredCosines / n));
}

/** Writes the mean [d] of some rows of z. */
function meanOutput({ data, offset, rowStride }: StridedMatrix, rows: Int32Array, mean: Float64Array): void {
  const dHead = mean.length;
  mean.fill(0);
  for (let r = 0; r < rows.length; r++) {
    const row = offset + rows[r]! * rowStride;
    for (let c = 0; c < dHead; c++) mean[c]! += data[row + c]!;
  }
  for (let c = 0; c < dHead; c++) mean[c]! /= rows.length;
}
