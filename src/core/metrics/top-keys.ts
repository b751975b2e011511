/** Whether tokens go on looking at the same few tokens most. docs/science.md, section 2. */
import {
  type Comparison,
  FREE_MASS,
  NOTHING_LEFT,
  ROW_SUMS,
  SINK_MASS,
  type StatementPlan,
  TOP_KEYS,
} from './comparison.ts';
import type { StridedMatrix } from './head-activations.ts';

/**
 * Share of the TOP_KEYS keys with the largest weights of row i_s whose counterparts are among those of row j_s, mean over
 * the queries that count; of equal weights the one at the lower position is the larger. Queries that may look at no more
 * than TOP_KEYS keys are left out; NaN where no other is. Written to out[atKept], and of keys that are no sinks to
 * out[atExcluded].
 */
export function measureTopKeys(
  original: StridedMatrix,
  counterfactual: StridedMatrix,
  { alignment, queries, original: planA, counterfactual: planB }: Comparison,
  out: Float64Array,
  atKept: number,
  atExcluded: number,
): void {
  let shared = 0;
  let counted = 0;
  let sharedFree = 0;
  let countedFree = 0;
  for (let q = 0; q < queries.length; q++) {
    const s = queries[q]!;
    const i = alignment.original[s]!;
    const j = alignment.counterfactual[s]!;
    if (planA.allowed[i]! <= TOP_KEYS || planB.allowed[j]! <= TOP_KEYS) continue;
    findTopKeys(original, i, planA);
    findTopKeys(counterfactual, j, planB);
    const freeA = planA.sums[i * ROW_SUMS + FREE_MASS]!;
    const freeB = planB.sums[j * ROW_SUMS + FREE_MASS]!;
    // NaN where a weight is: comparisons alone would hide it.
    const none = 0 * (freeA + freeB);
    shared += inCommon(planA.topKeys, planB.topKeys, planA.counterpart) + none;
    shared += 0 * (planA.sums[i * ROW_SUMS + SINK_MASS]! + planB.sums[j * ROW_SUMS + SINK_MASS]!);
    counted += 1;
    if (planA.allowedFree[i]! <= TOP_KEYS || planB.allowedFree[j]! <= TOP_KEYS) continue;
    if (freeA <= NOTHING_LEFT || freeB <= NOTHING_LEFT) continue;
    sharedFree += inCommon(planA.topFreeKeys, planB.topFreeKeys, planA.counterpart) + none;
    countedFree += 1;
  }
  out[atKept] = shared / (TOP_KEYS * counted);
  out[atExcluded] = sharedFree / (TOP_KEYS * countedFree);
}

function inCommon(topA: Int32Array, topB: Int32Array, counterpart: Int32Array): number {
  const b0 = topB[0]!;
  const b1 = topB[1]!;
  const b2 = topB[2]!;
  let common = 0;
  for (let k = 0; k < TOP_KEYS; k++) {
    const key = topA[k]!;
    const other = key < 0 ? -2 : counterpart[key]!;
    if (other === b0 || other === b1 || other === b2) common += other < 0 ? 0 : 1;
  }
  return common;
}

/**
 * Writes the positions of the three largest weights of a row to plan.topFreeKeys, without sinks, and to plan.topKeys; -1
 * where there are fewer.
 */
function findTopKeys({ data, offset, rowStride }: StridedMatrix, query: number, plan: StatementPlan): void {
  const { freeKeys, sinkKeys, topKeys, topFreeKeys } = plan;
  const row = offset + query * rowStride;
  const end = plan.allowed[query]!;
  let first = -1;
  let second = -1;
  let third = -1;
  let atFirst = -1;
  let atSecond = -1;
  let atThird = -1;
  for (let k = 0; k < freeKeys.length; k++) {
    const key = freeKeys[k]!;
    if (key >= end) break;
    const weight = data[row + key]!;
    if (weight <= third) continue;
    if (weight > second) {
      third = second;
      atThird = atSecond;
      if (weight > first) {
        second = first;
        atSecond = atFirst;
        first = weight;
        atFirst = key;
      } else {
        second = weight;
        atSecond = key;
      }
    } else {
      third = weight;
      atThird = key;
    }
  }
  topFreeKeys[0] = atFirst;
  topFreeKeys[1] = atSecond;
  topFreeKeys[2] = atThird;
  // A sink may stand before one of those that has the same weight.
  for (let k = 0; k < sinkKeys.length; k++) {
    const key = sinkKeys[k]!;
    if (key >= end) break;
    const weight = data[row + key]!;
    if (weight < third || (weight === third && key > atThird)) continue;
    if (weight > second || (weight === second && key < atSecond)) {
      third = second;
      atThird = atSecond;
      if (weight > first || (weight === first && key < atFirst)) {
        second = first;
        atSecond = atFirst;
        first = weight;
        atFirst = key;
      } else {
        second = weight;
        atSecond = key;
      }
    } else {
      third = weight;
      atThird = key;
    }
  }
  topKeys[0] = atFirst;
  topKeys[1] = atSecond;
  topKeys[2] = atThird;
}
