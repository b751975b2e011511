/** A pair as comparisons see it: its tokens, and what it belongs to. */
import { buildAlignment } from '../../pairs/align.ts';
import { type PairCovariates, pairCovariates } from '../../statistics/pair-covariates.ts';
import { type Shape, shapeOfChange } from '../../statistics/shape.ts';

export interface ComparedPair {
  /** Its place in its set; a pair of the set and its neutral have the same one. */
  readonly position: number;
  readonly label: string | null;
  /** null: the pair is a cluster of its own. */
  readonly cluster: string | null;
  readonly originalIds: readonly number[];
  /** Of the statement that the original was compared with. */
  readonly counterfactualIds: readonly number[];
  /** [original position, counterfactual position], ascending */
  readonly aligned: readonly (readonly [number, number])[];
}

export function shapeOfPair({ originalIds, counterfactualIds, aligned }: ComparedPair): Shape {
  return shapeOfChange(originalIds, counterfactualIds, aligned);
}

/** What the pair is like apart from what its change means; ranks where ids follow how common tokens are. */
export function covariatesOfPair(
  { originalIds, counterfactualIds, aligned }: ComparedPair,
  hasRanks: boolean,
): PairCovariates {
  const alignment = buildAlignment('manual', aligned, originalIds.length, counterfactualIds.length);
  const covariates = pairCovariates(originalIds, counterfactualIds, alignment);
  return hasRanks ? covariates : { ...covariates, rank: null };
}
