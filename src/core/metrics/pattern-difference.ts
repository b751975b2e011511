/** The difference map of a head on a pair. docs/science.md, section 2. */
import type { Alignment } from '../pairs/alignment.ts';
import type { StridedMatrix } from './head-activations.ts';

/**
 * P_b less P_a on the aligned grid: [m, m] row-major, element [s, t] = P_b[j_s, j_t] - P_a[i_s, i_t]; above 0 where
 * the counterfactual attends more.
 */
export function patternDifference(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  alignment: Alignment,
): Float32Array {
  const m = alignment.original.length;
  const difference = new Float32Array(m * m);
  for (let s = 0; s < m; s++) {
    const rowA = original.offset + alignment.original[s]! * original.rowStride;
    const rowB = counterfactual.offset + alignment.counterfactual[s]! * counterfactual.rowStride;
    for (let t = 0; t < m; t++) {
      difference[s * m + t] =
        counterfactual.data[rowB + alignment.counterfactual[t]!]! -
        original.data[rowA + alignment.original[t]!]!;
    }
  }
  return difference;
}
