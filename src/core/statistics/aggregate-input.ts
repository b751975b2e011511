/** What the statistics of a run are made from. */
import type { ChangeDirection } from './outcome.ts';
import type { Resolution } from './resolution.ts';

export interface AggregateColumn {
  /** Columns of one family are corrected together for the number of tests: a metric, over all its heads. */
  readonly family: string;
  /** Whether the values go either way from 0, and so may be tested against it. */
  readonly signed: boolean;
  /** Where a change shows: in high values, in low ones (similarities), or on either side of 0. */
  readonly change: ChangeDirection;
  /** What values can be at all; null is no bound. */
  readonly range: readonly [lowest: number | null, highest: number | null];
  /** How finely values are measured; not known unless told. */
  readonly resolution?: Resolution | null;
}

/** Each pair has a neutral change of its own. */
export interface PairedComparison {
  readonly kind: 'paired';
  /** [pairs, C] or [C] of [pairs]: the metrics of the original and its neutral */
  readonly neutral: Float64Array | readonly Float64Array[];
  /** [pairs] 1 where the neutral has the same shape and was measured */
  readonly used: Uint8Array;
}

/**
 * A separate control. 'within': by clusters that hold both sides; 'matched': by strata of shape; 'unadjusted': all pairs in
 * one stratum. The last two differ in their strata alone.
 */
export interface ControlSetComparison {
  readonly kind: 'within' | 'matched' | 'unadjusted';
  /** [m, C], or [C] of [m] */
  readonly control: Float64Array | readonly Float64Array[];
  /** [m] numbered like the set's; null where each pair is a unit */
  readonly controlCluster: Int32Array | null;
  /** [pairs] and [m] -1 left out */
  readonly stratum: Int32Array;
  readonly controlStratum: Int32Array;
  /** Regression adjustment; null without. Not read by 'within'. */
  readonly covariates: {
    readonly names: readonly string[];
    /** [pairs, K] and [m, K], NaN where undefined */
    readonly set: Float64Array;
    readonly control: Float64Array;
  } | null;
}

export type Comparison = PairedComparison | ControlSetComparison;

export interface AggregateInput {
  /** C columns */
  readonly columns: readonly AggregateColumn[];
  /** [pairs, C] row-major, or [C] of [pairs]; pairs in the set's order; NaN where undefined */
  readonly values: Float64Array | readonly Float64Array[];
  /** [pairs] numbers of clusters, from 0; null where each pair is a unit */
  readonly cluster: Int32Array | null;
  readonly comparison: Comparison | null;
  /** [C] smallest effect of interest in the metric's unit; 0 or NaN: none */
  readonly margins: Float64Array | null;
  /** The same as a share of the control mean, where `margins` has none. */
  readonly marginShare: number | null;
  /** A 32-bit integer. */
  readonly seed: number;
  /** 2,000 unless told. */
  readonly bootstrapResamples?: number;
  /**
   * The interval of the mean of a sample of at least twice as many pairs, each a unit: from resamples of so many groups of
   * pairs, put together at random. Pairs are drawn unless told. ./grouped-units.ts
   */
  readonly bootstrapGroups?: number;
  /**
   * So many pairs that resamples and arrangements of pairs would take hours: intervals are from groups of units in each cell, tests are
   * read from Student's t, and ranks are not drawn again. ./grouped-units.ts, ./student-tests.ts
   */
  readonly manyPairs?: boolean;
  /** Whether quartiles, standard deviation and extremes are wanted; yes unless told. */
  readonly describes?: boolean;
  /** 10,000 unless told: random arrangements of a test that has more than can be gone through. */
  readonly permutations?: number;
  /** 1,000,000 unless told: as many at most where a head's p is at its least and its q is not small. */
  readonly mostPermutations?: number;
  /** 10 unless told; at most half of the heads. */
  readonly topK?: number;
}
