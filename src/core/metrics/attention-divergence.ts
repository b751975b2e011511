/** How differently aligned tokens spread their attention, counting what unaligned tokens receive. docs/science.md, section 2. */
import type { Alignment } from '../pairs/alignment.ts';
import type { StridedMatrix } from './head-activations.ts';

/**
 * Writes attention_js_divergence (bits) to out[atDivergence], and unaligned_mass_original and
 * unaligned_mass_counterfactual to out[atMass], out[atMass + 1]; NaN where no positions are aligned.
 *
 * For each aligned query the two rows are distributions over the m aligned keys and one bin with the mass on all
 * unaligned keys of that side. Jensen-Shannon divergence after Lin 1991, averaged over queries.
 */
export function measureDivergence(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  alignment: Alignment,
  out: Float64Array,
  atDivergence: number,
  atMass: number,
): void {
  const { data: dataA, offset: offsetA, rowStride: strideA } = original;
  const { data: dataB, offset: offsetB, rowStride: strideB } = counterfactual;
  const positionsA = alignment.original;
  const positionsB = alignment.counterfactual;
  const unalignedA = alignment.unalignedOriginal;
  const unalignedB = alignment.unalignedCounterfactual;
  const m = positionsA.length;

  let divergence = 0;
  let massA = 0;
  let massB = 0;
  for (let s = 0; s < m; s++) {
    const rowA = offsetA + positionsA[s]! * strideA;
    const rowB = offsetB + positionsB[s]! * strideB;
    for (let t = 0; t < m; t++) {
      divergence += binDivergence(dataA[rowA + positionsA[t]!]!, dataB[rowB + positionsB[t]!]!);
    }
    let restA = 0;
    let restB = 0;
    for (let u = 0; u < unalignedA.length; u++) restA += dataA[rowA + unalignedA[u]!]!;
    for (let u = 0; u < unalignedB.length; u++) restB += dataB[rowB + unalignedB[u]!]!;
    divergence += binDivergence(restA, restB);
    massA += restA;
    massB += restB;
  }
  // Rows of float32 sum to 1 up to rounding only, which may carry two disjoint rows past 1 bit.
  out[atDivergence] = m === 0 ? NaN : Math.min(1, divergence / (2 * m * Math.LN2));
  out[atMass] = massA / m;
  out[atMass + 1] = massB / m;
}

/** One bin's part of twice the Jensen-Shannon divergence, in nats; never negative, since x log x is convex. */
function binDivergence(p: number, q: number): number {
  if (p === q) return 0;
  const mean = (p + q) / 2;
  const part = (p === 0 ? 0 : p * Math.log(p / mean)) + (q === 0 ? 0 : q * Math.log(q / mean));
  return part < 0 ? 0 : part;
}
