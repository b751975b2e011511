/** At which tokens a head reads out the same: cosines of the rows of z. docs/science.md, section 2. */
import type { StridedMatrix } from './head-activations.ts';

/** A centred vector no longer than this share of the vector itself is the rounding of its float32, and has no direction. */
const LEAST_CENTRED = 1e-6;

/**
 * Cosine similarity of what the head reads out at each two tokens: the rows of z. What earlier work calls the
 * value-weighted attention map. Most of it is what all tokens of the statement share:
 * {@link centredValueCosines} is without that.
 *
 * @param z [n, d]
 * @param tokens n
 * @param dHead d
 * @returns [n, n] row-major, symmetric; NaN in the row and column of a zero vector, which has no direction
 */
export function valueWeightedAttention(z: StridedMatrix, tokens: number, dHead: number): Float32Array {
  return cosines(rowsOf(z, tokens, dHead), dHead);
}

/**
 * The same of z less its mean over all positions of the statement: above 0 where two tokens' outputs lie to the same
 * side of the statement's mean output, below 0 where they lie to opposite sides.
 *
 * @param z [n, d]
 * @param tokens n
 * @param dHead d
 * @returns [n, n] row-major, symmetric; NaN in the row and column of a centred vector at or below 1e-6 of its z
 */
export function centredValueCosines(z: StridedMatrix, tokens: number, dHead: number): Float32Array {
  const rows = rowsOf(z, tokens, dHead);
  const mean = meanOf(rows, dHead);
  const centred = rows.map((row) => {
    const difference = row.map((value, c) => value - mean[c]!);
    const hasDirection = norm(difference) > LEAST_CENTRED * norm(row);
    return hasDirection ? difference : new Float64Array(dHead);
  });
  return cosines(centred, dHead);
}

/** [n, n]; NaN for a row of zeros. @param rows [n] [d] */
function cosines(rows: readonly Float64Array[], dHead: number): Float32Array {
  const n = rows.length;
  const values = new Float32Array(n * n);
  const norms = rows.map(norm);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let c = 0; c < dHead; c++) product += rows[i]![c]! * rows[j]![c]!;
      const cosine = product / (norms[i]! * norms[j]!);
      values[i * n + j] = cosine;
      values[j * n + i] = cosine;
    }
  }
  return values;
}

function rowsOf(z: StridedMatrix, tokens: number, dHead: number): Float64Array[] {
  return Array.from({ length: tokens }, (_, i) => {
    const begin = z.offset + i * z.rowStride;
    return Float64Array.from(z.data.subarray(begin, begin + dHead));
  });
}

function meanOf(rows: readonly Float64Array[], dHead: number): Float64Array {
  const mean = new Float64Array(dHead);
  for (const row of rows) for (let c = 0; c < dHead; c++) mean[c]! += row[c]! / rows.length;
  return mean;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
