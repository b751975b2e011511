/**
 * Whether set and control are alike in what they are compared by, before and after matching: standardised differences
 * (Stuart 2010). docs/science.md, section 3.
 */
import { deviation } from 'd3-array';
import {
  covariateColumn,
  PAIR_COVARIATES,
  type PairCovariate,
  type PairCovariates,
} from './pair-covariates.ts';

/** A standardised difference beyond this is shown in amber. */
export const BALANCE_LIMIT = 0.25;

export interface Balance {
  /** Mean of the set; null without values. */
  readonly set: number | null;
  /** Mean of the control, weighted after matching. */
  readonly control: number | null;
  /**
   * Difference of the means in standard deviations; null where a side has none to go by, or both are constant and
   * differ.
   */
  readonly standardisedDifference: number | null;
  /** Whether it is beyond the limit, or both sides are constant and differ. */
  readonly amber: boolean;
}

/** Which pairs a comparison uses, and with what weight. */
export interface Matching {
  /** [pairs of the set] 1 where the pair is compared with something */
  readonly used: ArrayLike<number>;
  /** [pairs of the control] share in the control's mean, 0 where it is left out; their sum does not matter */
  readonly controlWeights: ArrayLike<number>;
}

export interface BalanceRow {
  readonly covariate: PairCovariate;
  /** All pairs of both sides. */
  readonly before: Balance;
  /** Those that are compared; null without matching. */
  readonly after: Balance | null;
}

/**
 * Both sides' means and the difference in units of the root of their mean variance.
 *
 * @param set [n], NaN where undefined
 * @param control [m], NaN where undefined
 */
export function balanceBefore(set: Float64Array, control: Float64Array): Balance {
  return standardise(set, control, null, unitOf(set, control));
}

/** The same of the pairs that are compared, in the unit of before: only the means can come closer. */
export function balanceAfter(
  set: Float64Array,
  control: Float64Array,
  { used, controlWeights }: Matching,
): Balance {
  const placed = set.filter((_, pair) => used[pair] === 1);
  return standardise(placed, control, controlWeights, unitOf(set, control));
}

/** Every covariate of a comparison. */
export function balanceTable(
  set: readonly PairCovariates[],
  control: readonly PairCovariates[],
  matching: Matching | null,
): BalanceRow[] {
  return PAIR_COVARIATES.map((covariate) => {
    const [ofSet, ofControl] = [covariateColumn(set, covariate), covariateColumn(control, covariate)];
    return {
      covariate,
      before: balanceBefore(ofSet, ofControl),
      after: matching && balanceAfter(ofSet, ofControl, matching),
    };
  });
}

/**
 * Matching by strata: the set's placed pairs, and each control with its stratum's share of the set over the stratum's
 * controls. Where pairs are compared within clusters, a number for each cluster and stratum takes the place of the
 * stratum's.
 *
 * @param stratum [pairs of the set] -1 left out
 * @param controlStratum [pairs of the control]
 */
export function matchingByStrata(stratum: ArrayLike<number>, controlStratum: ArrayLike<number>): Matching {
  const sizes = countByStratum(stratum);
  const controls = countByStratum(controlStratum);
  return {
    used: Uint8Array.from(stratum, (own) => (controls.has(own) ? 1 : 0)),
    controlWeights: Float64Array.from(
      controlStratum,
      (own) => (sizes.get(own) ?? 0) / (controls.get(own) ?? 1),
    ),
  };
}

function countByStratum(stratum: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const own of Array.from(stratum)) if (own !== -1) counts.set(own, (counts.get(own) ?? 0) + 1);
  return counts;
}

/** Root of the mean of both variances; null where a side has fewer than two values. */
function unitOf(set: Float64Array, control: Float64Array): number | null {
  const variances = [set, control].map((values) => {
    const present = values.filter((value) => !Number.isNaN(value));
    if (present.length < 2) return null;
    // Equal values have none, whatever their mean rounds to.
    return present.every((value) => value === present[0]) ? 0 : deviation(present)! ** 2;
  });
  const [ofSet, ofControl] = variances;
  return ofSet == null || ofControl == null ? null : Math.sqrt((ofSet + ofControl) / 2);
}

function standardise(
  set: Float64Array,
  control: Float64Array,
  controlWeights: ArrayLike<number> | null,
  unit: number | null,
): Balance {
  const ofSet = weightedMean(set, null);
  const ofControl = weightedMean(control, controlWeights);
  if (ofSet === null || ofControl === null) {
    return { set: null, control: null, standardisedDifference: null, amber: false };
  }
  const means = { set: ofSet, control: ofControl };
  if (unit === null) return { ...means, standardisedDifference: null, amber: false };
  if (unit === 0) {
    const equal = ofSet === ofControl;
    return { ...means, standardisedDifference: equal ? 0 : null, amber: !equal };
  }
  const standardisedDifference = (ofSet - ofControl) / unit;
  return { ...means, standardisedDifference, amber: Math.abs(standardisedDifference) > BALANCE_LIMIT };
}

/** Mean of the values that exist, within their extremes; null without weight. */
function weightedMean(values: Float64Array, weights: ArrayLike<number> | null): number | null {
  let sum = 0;
  let total = 0;
  let low = Infinity;
  let high = -Infinity;
  values.forEach((value, pair) => {
    const weight = weights ? weights[pair]! : 1;
    if (Number.isNaN(value) || weight === 0) return;
    sum += weight * value;
    total += weight;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  return total > 0 ? Math.min(high, Math.max(low, sum / total)) : null;
}
