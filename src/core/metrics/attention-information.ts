/** How widely attention is spread, and how differently, in bits. docs/science.md, section 2. */
import type { Alignment } from '../pairs/alignment.ts';
import type { StridedMatrix } from './head-activations.ts';

/** Where {@link measureInformation} writes. */
export interface InformationPlaces {
  readonly divergence: number;
  readonly entropyDifference: number;
  readonly unalignedMassOriginal: number;
  readonly unalignedMassCounterfactual: number;
}

/**
 * Writes attention_js_divergence, attention_entropy_diff, unaligned_mass_original and unaligned_mass_counterfactual
 * to their places after out[at]; NaN where no positions are aligned (entropy: where a statement has no tokens).
 *
 * For an aligned query s the rows of the two statements are distributions over the m aligned keys and one bin with the
 * mass on all unaligned keys of that side. Their Jensen-Shannon divergence (Lin 1991) is H((p + q) / 2) less
 * (H(p) + H(q)) / 2, and it is averaged over s. The entropies are of whole rows, of all queries. Both are made of the
 * same p log p, which are taken once.
 */
export function measureInformation(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  alignment: Alignment,
  out: Float64Array,
  at: number,
  places: InformationPlaces,
): void {
  const { data: dataA, offset: offsetA, rowStride: strideA } = original;
  const { data: dataB, offset: offsetB, rowStride: strideB } = counterfactual;
  const positionsA = alignment.original;
  const positionsB = alignment.counterfactual;
  const unalignedA = alignment.unalignedOriginal;
  const unalignedB = alignment.unalignedCounterfactual;
  const m = positionsA.length;

  // In nats, and with the sign of entropies turned (a sum of x log x is minus an entropy), until the end.
  let divergence = 0;
  let informationA = 0;
  let informationB = 0;
  let massA = 0;
  let massB = 0;
  for (let s = 0; s < m; s++) {
    const rowA = offsetA + positionsA[s]! * strideA;
    const rowB = offsetB + positionsB[s]! * strideB;
    let gridA = 0;
    let gridB = 0;
    let middle = 0;
    for (let t = 0; t < m; t++) {
      const p = dataA[rowA + positionsA[t]!]!;
      const q = dataB[rowB + positionsB[t]!]!;
      gridA += timesLog(p);
      gridB += timesLog(q);
      middle += timesLog((p + q) / 2);
    }
    const restA = sumAt(dataA, rowA, unalignedA);
    const restB = sumAt(dataB, rowB, unalignedB);
    const binsA = gridA + timesLog(restA);
    const binsB = gridB + timesLog(restB);
    const rowDivergence = (binsA + binsB) / 2 - (middle + timesLog((restA + restB) / 2));
    // Rounding may take equal rows a little below 0.
    divergence += rowDivergence < 0 ? 0 : rowDivergence;
    informationA += gridA + informationAt(dataA, rowA, unalignedA);
    informationB += gridB + informationAt(dataB, rowB, unalignedB);
    massA += restA;
    massB += restB;
  }
  informationA += informationOfRows(original, unalignedA, m);
  informationB += informationOfRows(counterfactual, unalignedB, m);
  const tokensA = m + unalignedA.length;
  const tokensB = m + unalignedB.length;

  // Rows of float32 sum to 1 up to rounding only, which may carry two disjoint rows past 1 bit.
  out[at + places.divergence] = Math.min(1, divergence / (m * Math.LN2));
  out[at + places.entropyDifference] = (informationA / tokensA - informationB / tokensB) / Math.LN2;
  out[at + places.unalignedMassOriginal] = massA / m;
  out[at + places.unalignedMassCounterfactual] = massB / m;
}

/** x log x in nats; 0 log 0 is 0. */
function timesLog(x: number): number {
  return x === 0 ? 0 : x * Math.log(x);
}

/** Sum of the row's weights at some keys. */
function sumAt(data: Float32Array, row: number, keys: Int32Array): number {
  let sum = 0;
  for (let u = 0; u < keys.length; u++) sum += data[row + keys[u]!]!;
  return sum;
}

/** Sum of x log x over the row's weights at some keys. */
function informationAt(data: Float32Array, row: number, keys: Int32Array): number {
  let sum = 0;
  for (let u = 0; u < keys.length; u++) sum += timesLog(data[row + keys[u]!]!);
  return sum;
}

/** Sum of x log x over whole rows [n] of some queries, which with m others make up all n. */
function informationOfRows(pattern: StridedMatrix, queries: Int32Array, m: number): number {
  const { data, offset, rowStride } = pattern;
  const tokens = m + queries.length;
  let sum = 0;
  for (let u = 0; u < queries.length; u++) {
    const row = offset + queries[u]! * rowStride;
    for (let key = 0; key < tokens; key++) sum += timesLog(data[row + key]!);
  }
  return sum;
}
