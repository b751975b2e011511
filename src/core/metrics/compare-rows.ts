/** How far apart the attention rows of aligned tokens are, and where attention moves to. docs/science.md, section 2. */
import {
  AFTER,
  ALIGNED_END,
  ALIGNED_FREE_END,
  BEFORE,
  type Comparison,
  DISTANCE,
  FREE_MASS,
  INFORMATION,
  LOG_FREE_MASS,
  MASS,
  NOTHING_LEFT,
  ROW_SUMS,
  SINKS,
  SUBSTITUTED,
  SUBSTITUTED_SINKS,
  UNALIGNED,
  UNALIGNED_SINKS,
} from './comparison.ts';
import type { StridedMatrix } from './head-activations.ts';
import { pearsonFromSums } from './pearson.ts';
import { freeSum } from './row-sums.ts';
import { timesLog } from './times-log.ts';

/** Where {@link compareRows} writes. */
export interface ComparisonPlaces {
  readonly largest: number;
  readonly mean: number;
  readonly correlation: number;
  readonly divergence: number;
  readonly variation: number;
  readonly unalignedOriginal: number;
  readonly unalignedCounterfactual: number;
  readonly towardChange: number;
  /** null where sinks are excluded: nothing comes from them */
  readonly fromSinks: number | null;
  readonly fromBefore: number;
  readonly fromAfter: number;
  readonly distance: number;
  readonly distanceAligned: number;
}

/**
 * Writes the metrics that compare row i_s of the original with row j_s of the counterfactual, over the queries s that
 * count, to their places after out[at]; NaN where there is none. The sums of the rows have been made (row-sums.ts).
 *
 * With `withSinks` over all keys. Without, sinks are left out and every weight is divided by M, the row's mass on other
 * keys; rows with nothing left are left out. What sums to S over weights x sums to S / M over x / M, and
 * sum of (x/M) ln (x/M) = (sum of x ln x - ln M · sum of x) / M, so that no logarithm is taken twice.
 *
 * For the Jensen-Shannon divergence (Lin 1991) and the total variation a row is a distribution over the aligned keys and
 * one bin with the mass on all unaligned keys. The divergence is H((p + q) / 2) less (H(p) + H(q)) / 2.
 */
export function compareRows(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  comparison: Comparison,
  withSinks: boolean,
  out: Float64Array,
  at: number,
  places: ComparisonPlaces,
): void {
  const { data: dataA, offset: offsetA, rowStride: strideA } = original;
  const { data: dataB, offset: offsetB, rowStride: strideB } = counterfactual;
  const { alignment, queries } = comparison;
  const { keys: keysA, starts, sums: sumsA } = comparison.original;
  const { keys: keysB, sums: sumsB } = comparison.counterfactual;
  const segments = withSinks ? ALIGNED_END : ALIGNED_FREE_END;
  const keys = starts[segments]!;

  let counted = 0;
  let largest = 0;
  let total = 0;
  let firstA = 0;
  let firstB = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  let divergence = 0;
  let variation = 0;
  let unalignedA = 0;
  let unalignedB = 0;
  let towardChange = 0;
  let fromSinks = 0;
  let fromBefore = 0;
  let fromAfter = 0;
  let distance = 0;
  let distanceAligned = 0;
  let countedAligned = 0;
  for (let q = 0; q < queries.length; q++) {
    const s = queries[q]!;
    const i = alignment.original[s]!;
    const j = alignment.counterfactual[s]!;
    const atA = i * ROW_SUMS;
    const atB = j * ROW_SUMS;
    const leftA = withSinks ? 1 : sumsA[atA + FREE_MASS]!;
    const leftB = withSinks ? 1 : sumsB[atB + FREE_MASS]!;
    if (leftA <= NOTHING_LEFT || leftB <= NOTHING_LEFT) continue;
    const rowA = offsetA + i * strideA;
    const rowB = offsetB + j * strideB;
    if (counted === 0 && keys > 0) {
      firstA = dataA[rowA + keysA[0]!]! / leftA;
      firstB = dataB[rowB + keysB[0]!]! / leftB;
    }
    counted += 1;

    let middle = 0;
    let rowDifference = 0;
    let distanceA = 0;
    let distanceB = 0;
    for (let k = 0; k < keys; k++) {
      const key = keysA[k]!;
      let a = dataA[rowA + key]!;
      let b = dataB[rowB + keysB[k]!]!;
      // Divided rather than multiplied by 1 / M: a weight that is all of M is then exactly 1.
      if (!withSinks) {
        a /= leftA;
        b /= leftB;
      }
      const difference = Math.abs(a - b);
      if (difference > largest) largest = difference;
      rowDifference += difference;
      middle += timesLog((a + b) / 2);
      const x = a - firstA;
      const y = b - firstB;
      sumA += x;
      sumB += y;
      sumAA += x * x;
      sumBB += y * y;
      sumAB += x * y;
      const apart = Math.abs(key - i);
      distanceA += a * apart;
      distanceB += b * apart;
    }
    total += rowDifference;

    let massA = 0;
    let massB = 0;
    let informationA = 0;
    let informationB = 0;
    for (let segment = 0; segment < segments; segment++) {
      massA += sumsA[atA + MASS + segment]!;
      massB += sumsB[atB + MASS + segment]!;
      informationA += sumsA[atA + INFORMATION + segment]!;
      informationB += sumsB[atB + INFORMATION + segment]!;
    }
    let restA = sumsA[atA + MASS + UNALIGNED]!;
    let restB = sumsB[atB + MASS + UNALIGNED]!;
    let changedA = sumsA[atA + MASS + SUBSTITUTED]!;
    let changedB = sumsB[atB + MASS + SUBSTITUTED]!;
    if (withSinks) {
      restA += sumsA[atA + MASS + UNALIGNED_SINKS]!;
      restB += sumsB[atB + MASS + UNALIGNED_SINKS]!;
      changedA += sumsA[atA + MASS + SUBSTITUTED_SINKS]!;
      changedB += sumsB[atB + MASS + SUBSTITUTED_SINKS]!;
      fromSinks += sumsA[atA + MASS + SINKS]! - sumsB[atB + MASS + SINKS]!;
      distance += wholeSum(sumsB, atB + DISTANCE) - wholeSum(sumsA, atA + DISTANCE);
    } else {
      informationA = (informationA - massA * sumsA[atA + LOG_FREE_MASS]!) / leftA;
      informationB = (informationB - massB * sumsB[atB + LOG_FREE_MASS]!) / leftB;
      massA /= leftA;
      massB /= leftB;
      restA /= leftA;
      restB /= leftB;
      changedA /= leftA;
      changedB /= leftB;
      distance += freeSum(sumsB, atB + DISTANCE) / leftB - freeSum(sumsA, atA + DISTANCE) / leftA;
    }
    unalignedA += restA;
    unalignedB += restB;
    towardChange += changedB + restB - (changedA + restA);
    fromBefore += sumsA[atA + MASS + BEFORE]! / leftA - sumsB[atB + MASS + BEFORE]! / leftB;
    fromAfter += sumsA[atA + MASS + AFTER]! / leftA - sumsB[atB + MASS + AFTER]! / leftB;

    const rest = Math.abs(restA - restB);
    variation += Math.min(1, (rowDifference + rest) / 2);
    // Equal rows are 0 apart, whatever rounding says.
    if (rowDifference + rest !== 0) {
      const bins = (informationA + timesLog(restA) + informationB + timesLog(restB)) / 2;
      // Rows of float32 sum to 1 up to rounding only, which may carry two disjoint rows past 1 bit.
      divergence += Math.max(0, Math.min(Math.LN2, bins - middle - timesLog((restA + restB) / 2)));
    }
    if (!(massA <= NOTHING_LEFT || massB <= NOTHING_LEFT)) {
      distanceAligned += distanceB / massB - distanceA / massA;
      countedAligned += 1;
    }
  }

  const cells = counted * keys;
  const mean = total / cells;
  out[at + places.largest] = Number.isNaN(mean) ? NaN : largest;
  out[at + places.mean] = mean;
  out[at + places.correlation] = pearsonFromSums(cells, sumA, sumB, sumAA, sumBB, sumAB);
  out[at + places.divergence] = divergence / (counted * Math.LN2);
  out[at + places.variation] = variation / counted;
  out[at + places.unalignedOriginal] = unalignedA / counted;
  out[at + places.unalignedCounterfactual] = unalignedB / counted;
  out[at + places.towardChange] = towardChange / counted;
  if (places.fromSinks !== null) out[at + places.fromSinks] = fromSinks / counted;
  out[at + places.fromBefore] = fromBefore / counted;
  out[at + places.fromAfter] = fromAfter / counted;
  out[at + places.distance] = distance / counted;
  out[at + places.distanceAligned] = distanceAligned / countedAligned;
}

/** Of one of a row's sums, that over all keys. */
function wholeSum(sums: Float64Array, at: number): number {
  return freeSum(sums, at) + sums[at + SINKS]! + sums[at + SUBSTITUTED_SINKS]! + sums[at + UNALIGNED_SINKS]!;
}
