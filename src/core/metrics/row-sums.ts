/** The sums over segments of keys of which the metrics of attention are made: one logarithm for each weight. */
import {
  AFTER,
  BEFORE,
  DISTANCE,
  ENTROPY,
  FREE_ENTROPY,
  FREE_MASS,
  INFORMATION,
  LOG_FREE_MASS,
  MASS,
  ROW_SUMS,
  SEGMENTS,
  SINK_MASS,
  SINKS,
  type StatementPlan,
  SUBSTITUTED,
  SUBSTITUTED_SINKS,
  UNALIGNED,
  UNALIGNED_SINKS,
} from './comparison.ts';
import type { StridedMatrix } from './head-activations.ts';
import { timesLog } from './times-log.ts';

/** Below this many nats an entropy is what rounding leaves of 0, where it is made of unnormalised sums. */
const ROUNDING = 1e-13;

/**
 * Writes plan.sums [n, ROW_SUMS] at the rows that count. Entropies are in nats: of a whole row, and of its weights on keys
 * that are no sinks over their sum M, ln M - (sum of x ln x) / M.
 */
export function sumRows({ data, offset, rowStride }: StridedMatrix, plan: StatementPlan): void {
  const { rows, keys, starts, sums } = plan;
  for (let r = 0; r < rows.length; r++) {
    const query = rows[r]!;
    const row = offset + query * rowStride;
    const at = query * ROW_SUMS;
    let freeMass = 0;
    let freeInformation = 0;
    let sinkMass = 0;
    let sinkInformation = 0;
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const end = starts[segment + 1]!;
      let k = starts[segment]!;
      // Its sums are 0 from the beginning.
      if (k === end) continue;
      let mass = 0;
      let information = 0;
      let distance = 0;
      for (; k < end; k++) {
        const key = keys[k]!;
        const weight = data[row + key]!;
        mass += weight;
        information += timesLog(weight);
        distance += weight * Math.abs(key - query);
      }
      sums[at + MASS + segment] = mass;
      sums[at + INFORMATION + segment] = information;
      sums[at + DISTANCE + segment] = distance;
      if (segment === SINKS || segment === SUBSTITUTED_SINKS || segment === UNALIGNED_SINKS) {
        sinkMass += mass;
        sinkInformation += information;
      } else {
        freeMass += mass;
        freeInformation += information;
      }
    }
    const logFreeMass = Math.log(freeMass);
    const freeEntropy = logFreeMass - freeInformation / freeMass;
    sums[at + SINK_MASS] = sinkMass;
    sums[at + FREE_MASS] = freeMass;
    sums[at + LOG_FREE_MASS] = logFreeMass;
    sums[at + ENTROPY] = 0 - (freeInformation + sinkInformation);
    sums[at + FREE_ENTROPY] = freeEntropy < ROUNDING ? 0 : freeEntropy;
  }
}

/** Of one of a row's sums, that over keys that are no sinks. */
export function freeSum(sums: Float64Array, at: number): number {
  return sums[at + BEFORE]! + sums[at + AFTER]! + sums[at + SUBSTITUTED]! + sums[at + UNALIGNED]!;
}
