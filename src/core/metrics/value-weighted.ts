/** The value-weighted attention map of a head. docs/science.md, section 2. */
import type { StridedMatrix } from './head-activations.ts';

/**
 * Cosine similarity of what the head reads out at each two tokens: the rows of z.
 *
 * @param z [n, d]
 * @param tokens n
 * @param dHead d
 * @returns [n, n] row-major, symmetric; NaN in the row and column of a zero vector, which has no direction
 */
export function valueWeightedAttention(z: StridedMatrix, tokens: number, dHead: number): Float32Array {
  const cosines = new Float32Array(tokens * tokens);
  const squares = Float64Array.from({ length: tokens }, (_, i) => rowProduct(z, i, i, dHead));
  for (let i = 0; i < tokens; i++) {
    for (let j = 0; j <= i; j++) {
      const cosine = rowProduct(z, i, j, dHead) / Math.sqrt(squares[i]! * squares[j]!);
      cosines[i * tokens + j] = cosine;
      cosines[j * tokens + i] = cosine;
    }
  }
  return cosines;
}

function rowProduct(z: StridedMatrix, i: number, j: number, dHead: number): number {
  const rowI = z.offset + i * z.rowStride;
  const rowJ = z.offset + j * z.rowStride;
  let product = 0;
  for (let c = 0; c < dHead; c++) product += z.data[rowI + c]! * z.data[rowJ + c]!;
  return product;
}
