/** What every comparison says of a column's difference: estimate, interval, equivalence. */
import type { AggregateContext } from './aggregate-context.ts';
import type { CliffsDelta } from './cliffs-delta.ts';
import type { Estimate } from './cr2.ts';
import type { Design } from './design.ts';
import { equivalenceBounds, equivalenceTest, leastEquivalenceP } from './equivalence.ts';
import { cutInterval, type Interval } from './interval.ts';

/** Notes the estimate of column c; the margin in the metric's unit follows from the control mean. */
export function noteDifference(
  { statistics, margins, marginShare }: AggregateContext,
  c: number,
  { estimate, se, dof }: Estimate,
  { units }: Pick<Design, 'units'>,
  controlMean: number,
): void {
  const share = marginShare === null ? NaN : marginShare * Math.abs(controlMean);
  const margin = (margins?.[c] ?? NaN) > 0 ? margins![c]! : share;
  Object.assign(statistics[c]!, {
    control_mean: controlMean,
    difference: estimate,
    difference_se: se,
    difference_dof: dof,
    difference_units: units,
    margin: margin > 0 ? margin : null,
  });
}

/** Notes the interval of the difference of column c, and its test of equivalence. @param resampled t*, ascending */
export function noteInterval(
  { columns, statistics, equivalenceFloors }: AggregateContext,
  c: number,
  interval: Interval,
  resampled: Float64Array | null,
): void {
  const own = statistics[c]!;
  const { kind, limits } = cutInterval(interval, rangeOfDifferences(columns[c]!.range));
  own.difference_ci_kind = limits === null ? 'none' : kind;
  own.difference_ci_low = limits?.[0] ?? null;
  own.difference_ci_high = limits?.[1] ?? null;
  const bounds = equivalenceBounds(own.difference, own.difference_se, own.margin);
  if (bounds === null || own.difference_dof === null) return;
  const tails = resampled && {
    atLeast: resampled.reduce((count, t) => (t >= bounds.high ? count + 1 : count), 0),
    atMost: resampled.reduce((count, t) => (t <= bounds.low ? count + 1 : count), 0),
    resamples: resampled.length,
  };
  own.p_equivalent = equivalenceTest(bounds, own.difference_dof, tails).p;
  equivalenceFloors[c] = leastEquivalenceP(resampled?.length ?? null);
}

/** Two values of the metric are no further apart than its range is wide. */
function rangeOfDifferences([lowest, highest]: readonly [number | null, number | null]): readonly [
  number | null,
  number | null,
] {
  return lowest === null || highest === null ? [null, null] : [lowest - highest, highest - lowest];
}

export function noteCliffsDelta(
  { statistics }: AggregateContext,
  c: number,
  cliff: CliffsDelta | null,
): void {
  Object.assign(statistics[c]!, {
    cliffs_delta: cliff?.delta ?? null,
    cliffs_delta_ci_low: cliff?.interval?.[0] ?? null,
    cliffs_delta_ci_high: cliff?.interval?.[1] ?? null,
  });
}
