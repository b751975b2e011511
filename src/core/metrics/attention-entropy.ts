/** How widely a head looks. docs/science.md, section 2. */
import type { StridedMatrix } from './head-activations.ts';

/**
 * Mean Shannon entropy of the rows of an attention pattern [n, n], in bits: 0 when each token looks at one token,
 * log2(n) when at all alike. 0 log 0 counts as 0. NaN for a statement without tokens.
 */
export function meanRowEntropy(pattern: StridedMatrix, tokens: number): number {
  const { data, offset, rowStride } = pattern;
  let total = 0;
  for (let i = 0; i < tokens; i++) {
    const row = offset + i * rowStride;
    for (let j = 0; j < tokens; j++) {
      const weight = data[row + j]!;
      if (weight !== 0) total -= weight * Math.log(weight);
    }
  }
  return total / (tokens * Math.LN2);
}
