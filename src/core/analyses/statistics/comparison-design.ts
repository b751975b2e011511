/** What a comparison is: which pairs, in which strata and clusters, and what is left out. docs/science.md, section 3. */
import type { BalanceRow } from '../../statistics/balance.ts';
import type { ComparisonChoice, Covariate } from './comparison-choice.ts';

/** `none`: the set alone. */
export const COMPARISON_KINDS = ['paired', 'within', 'matched', 'unadjusted', 'none'] as const;
export type ComparisonKind = (typeof COMPARISON_KINDS)[number];

export const LEFT_OUT_REASONS = [
  'no-neutral',
  'neutral-shape',
  'shape',
  'no-control-in-cluster',
  'no-covariate',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** Pairs that take no part in a comparison, and why. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly side: 'set' | 'control';
  readonly pairs: number;
  /** Which shapes these are, where it is for their shape: inserted/deleted/substituted tokens. */
  readonly shapes: readonly { readonly shape: string; readonly pairs: number }[];
}

export interface ComparisonDesign {
  readonly kind: ComparisonKind;
  /** Why it is not the comparison that was asked for, or that a set like this should have; null where it is. */
  readonly fallback: string | null;
  /** Pairs that were measured, of the set (or of the group asked for) and of the control. */
  readonly pairs: number;
  readonly controlPairs: number;
  /** Of these, the pairs that are compared. Of a metric that is undefined for some, fewer. */
  readonly compared: number;
  readonly comparedControl: number;
  /** null: each pair stands for itself. */
  readonly clusters: {
    readonly by: 'cluster' | 'label';
    readonly set: number;
    /** 0 in a paired comparison */
    readonly control: number;
  } | null;
  /** Of a matched comparison. */
  readonly strata: readonly { readonly name: string; readonly set: number; readonly control: number }[];
  readonly leftOut: readonly LeftOut[];
  readonly balance: readonly BalanceRow[];
  /** What a matched comparison takes into account beside the shape. */
  readonly covariates: readonly Covariate[];
  /** What was asked to be taken into account and is not: by a comparison of this kind, or for want of ranks. */
  readonly notAdjusted: readonly Covariate[];
  /** Pairs of the set in strata that also hold apart thirds of the covariates; the others are matched by shape alone. */
  readonly pairsInThirds: number;
  readonly adjustment: ComparisonChoice['adjustment'];
}

/** What the arithmetic needs of a design. Rows are those of the pairs that it was made from. */
export interface ComparisonRows {
  /** [pairs] numbers of clusters, which both sides share; null where each pair is a unit */
  readonly cluster: Int32Array | null;
  /** [control pairs] */
  readonly controlCluster: Int32Array | null;
  /** Paired: [pairs] 1 where the pair's neutral takes part, and the row that it has among the neutrals (-1: none). */
  readonly used: Uint8Array;
  readonly rowOfNeutral: Int32Array;
  /** With a control: [pairs] and [control pairs] number of the stratum, -1 left out. */
  readonly stratum: Int32Array;
  readonly controlStratum: Int32Array;
  /** Regression on these: [pairs, K] and [control pairs, K]; null without. */
  readonly covariates: {
    readonly names: readonly string[];
    readonly set: Float64Array;
    readonly control: Float64Array;
  } | null;
}

/** Why pairs are not compared with their neutrals that could be: neutrals of another shape would not help. */
export const ONE_CLUSTER =
  'All pairs that could be compared with their neutral changes are of one cluster, and two are wanted: without clusters they would count as independent.';
