/** All that is known of a column: one metric at one head over the pairs of a run. docs/science.md, section 3. */
import type { IntervalKind } from './interval.ts';
import type { Outcome } from './outcome.ts';
import type { ControlComparison, Summary, ZeroTest } from './summary.ts';

/** null: undefined, or not asked for; never NaN, never -0. */
export interface ColumnStatistics extends Summary, ControlComparison, ZeroTest {
  /** Clusters with a value; null without clusters. */
  readonly clusters: number | null;
  /** CR2 standard error of the mean and its degrees of freedom; 0 and null without spread, both null with one unit. */
  readonly se: number | null;
  readonly dof: number | null;
  readonly ci_kind: IntervalKind;

  /** Pairs of set and control, and clusters of both, that enter the difference. A paired neutral has no pairs of its own: null. */
  readonly compared: number | null;
  readonly compared_control: number | null;
  readonly compared_clusters: number | null;
  readonly compared_control_clusters: number | null;
  readonly difference_se: number | null;
  readonly difference_dof: number | null;
  readonly difference_ci_kind: IntervalKind;
  /** Units of the smaller side: pairs, or clusters. */
  readonly difference_units: number | null;
  readonly cliffs_delta_ci_low: number | null;
  readonly cliffs_delta_ci_high: number | null;
  /** Shares of pairs whose difference is above and below 0; only where pairs have controls of their own. */
  readonly share_up: number | null;
  readonly share_down: number | null;
  /** The least p that the test could give, and how many arrangements were counted. */
  readonly least_p: number | null;
  readonly arrangements: number | null;
  /** q comes from a p at the least of a sampled test: it is at most so much. */
  readonly q_at_most: boolean;
  /** Largest share of one pair in the sum of squares of what is compared; from .5 on the column rests on one pair. */
  readonly influence: number | null;
  /** Share of resamples in which the head is among the first of its family, in the direction "changes more". */
  readonly top_share: number | null;

  /** Smallest effect of interest, in the metric's unit; null where none is set. */
  readonly margin: number | null;
  readonly p_equivalent: number | null;
  readonly q_equivalent: number | null;
  readonly q_equivalent_at_most: boolean;
  readonly outcome: Outcome;
  /** How far the difference, or the mean where nothing is compared, may be off by the measurement alone; null: not known. */
  readonly resolution: number | null;

  readonly least_p_zero: number | null;
  readonly q_zero_at_most: boolean;

  /**
   * ICC(1) by the clusters and p of its F: of the values, or of the differences where pairs have controls of their own. The factor is by
   * how much an interval without clusters would be too narrow: that of the difference, or of the mean without a comparison.
   */
  readonly icc: number | null;
  readonly icc_p: number | null;
  readonly width_factor: number | null;
}

export type MutableColumnStatistics = { -readonly [Key in keyof ColumnStatistics]: ColumnStatistics[Key] };

/** A column of which nothing is known yet. */
export function unknownStatistics(): MutableColumnStatistics {
  return {
    n: 0,
    undefined: 0,
    clusters: null,
    mean: null,
    se: null,
    dof: null,
    sd: null,
    median: null,
    q25: null,
    q75: null,
    min: null,
    max: null,
    ci_low: null,
    ci_high: null,
    ci_kind: 'none',
    compared: null,
    compared_control: null,
    compared_clusters: null,
    compared_control_clusters: null,
    control_mean: null,
    difference: null,
    difference_se: null,
    difference_dof: null,
    difference_ci_low: null,
    difference_ci_high: null,
    difference_ci_kind: 'none',
    difference_units: null,
    cliffs_delta: null,
    cliffs_delta_ci_low: null,
    cliffs_delta_ci_high: null,
    share_up: null,
    share_down: null,
    p: null,
    least_p: null,
    arrangements: null,
    q: null,
    q_at_most: false,
    influence: null,
    top_share: null,
    margin: null,
    p_equivalent: null,
    q_equivalent: null,
    q_equivalent_at_most: false,
    outcome: 'no test',
    resolution: null,
    p_zero: null,
    least_p_zero: null,
    q_zero: null,
    q_zero_at_most: false,
    icc: null,
    icc_p: null,
    width_factor: null,
  };
}
