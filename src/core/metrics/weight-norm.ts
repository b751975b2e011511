/**
 * Weight x norm (Kobayashi et al. 2020): how long the vector is that a token contributes to a head's output at another.
 * A large weight on a short vector moves little, which a map of weights does not show. docs/science.md, section 2.
 */
import type { StridedMatrix } from './head-activations.ts';

/**
 * The norms of f(x_j) = (x_j W_V + b_V) W_O = v_j W_O: what the token would write to the residual stream at weight 1.
 * The bias of the output projection belongs to no token and is left out.
 *
 * @param v [n, d] values of the head; where queries share key-value heads, those of the head that it shares
 * @param tokens n
 * @param outputWeights [d, D] the head's own slice of W_O
 * @param dHead d
 * @param dModel D
 * @returns [n]
 */
export function transformedValueNorms(
  v: StridedMatrix,
  tokens: number,
  outputWeights: Float32Array,
  dHead: number,
  dModel: number,
): Float64Array {
  const norms = new Float64Array(tokens);
  const written = new Float64Array(dModel);
  for (let j = 0; j < tokens; j++) {
    written.fill(0);
    const row = v.offset + j * v.rowStride;
    for (let c = 0; c < dHead; c++) {
      const value = v.data[row + c]!;
      const weights = c * dModel;
      for (let at = 0; at < dModel; at++) written[at]! += value * outputWeights[weights + at]!;
    }
    let squares = 0;
    for (let at = 0; at < dModel; at++) squares += written[at]! * written[at]!;
    norms[j] = Math.sqrt(squares);
  }
  return norms;
}

/**
 * P[i, j] ||f(x_j)||
 * @param pattern [n, n] query, key
 * @param norms [n]
 * @returns [n, n] row-major
 */
export function weightTimesNorm(pattern: Float32Array, norms: Float64Array): Float32Array {
  const n = norms.length;
  if (pattern.length !== n * n) throw new RangeError(`pattern: ${pattern.length} weights for ${n} norms`);
  return pattern.map((weight, cell) => weight * norms[cell % n]!);
}
