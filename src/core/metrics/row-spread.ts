/** How widely the rows of one statement look, and how much of their attention rests on sinks. docs/science.md, section 2. */
import {
  ENTROPY,
  FREE_ENTROPY,
  FREE_MASS,
  NOTHING_LEFT,
  ROW_SUMS,
  SINK_MASS,
  type StatementPlan,
} from './comparison.ts';

/** Mean over the rows that count of the mass on sinks; NaN without rows. */
export function meanSinkMass({ rows, sums }: StatementPlan): number {
  let mass = 0;
  for (let r = 0; r < rows.length; r++) mass += sums[rows[r]! * ROW_SUMS + SINK_MASS]!;
  return mass / rows.length;
}

/** Mean entropy in bits of the rows that count, NaN where there is none. */
export function meanEntropy({ rows, sums }: StatementPlan, withSinks: boolean): number {
  const place = withSinks ? ENTROPY : FREE_ENTROPY;
  let entropy = 0;
  let counted = 0;
  for (let r = 0; r < rows.length; r++) {
    const at = rows[r]! * ROW_SUMS;
    if (!withSinks && sums[at + FREE_MASS]! <= NOTHING_LEFT) continue;
    entropy += sums[at + place]!;
    counted += 1;
  }
  return entropy / (counted * Math.LN2);
}

/**
 * Mean of a row's entropy over the largest that its number of keys allows, 0 … 1; rows with a single key are left out, NaN
 * where no others are.
 */
export function meanNormalisedEntropy(plan: StatementPlan, withSinks: boolean): number {
  const { rows, sums } = plan;
  const place = withSinks ? ENTROPY : FREE_ENTROPY;
  const perEven = withSinks ? plan.perEvenEntropy : plan.perEvenFreeEntropy;
  let normalised = 0;
  let counted = 0;
  for (let r = 0; r < rows.length; r++) {
    const query = rows[r]!;
    const at = query * ROW_SUMS;
    const per = perEven[query]!;
    if (per === 0 || (!withSinks && sums[at + FREE_MASS]! <= NOTHING_LEFT)) continue;
    normalised += sums[at + place]! * per;
    counted += 1;
  }
  // Rows of float32 sum to 1 up to rounding only.
  return Math.max(0, Math.min(1, normalised / counted));
}
