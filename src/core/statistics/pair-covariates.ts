/** What a pair is like apart from what its change means: the covariates by which set and control are compared. */
import type { Alignment } from '../pairs/alignment.ts';
import { shapeOfChange } from './shape.ts';

export const PAIR_COVARIATES = ['length', 'inserted', 'deleted', 'substituted', 'position', 'rank'] as const;
export type PairCovariate = (typeof PAIR_COVARIATES)[number];

/** Null where a covariate is undefined for the pair. */
export type PairCovariates = Readonly<Record<PairCovariate, number | null>>;

/**
 * The covariates of a change from a to b:
 *
 * - `length`: tokens of a.
 * - `inserted`, `deleted`, `substituted`: the shape of the change.
 * - `position`: of the first changed token of b, from 0 to 1. Where tokens are only deleted, that of the token of b that
 *   follows the first of them, the last one if none does. Undefined where nothing changed or b has one token.
 * - `rank`: mean of log2(1 + id in the vocabulary) over the changed tokens of b, which stands in for frequency.
 *   Undefined without any; means nothing for vocabularies in no order of frequency, such as characters.
 *
 * @param a [n] token ids of the original
 * @param b [n'] token ids of what it was changed into
 */
export function pairCovariates(
  a: readonly number[],
  b: readonly number[],
  { original, counterfactual, unalignedOriginal, unalignedCounterfactual }: Alignment,
): PairCovariates {
  const aligned = Array.from(original, (i, s): [number, number] => [i, counterfactual[s]!]);
  const [inserted, deleted, substituted] = shapeOfChange(a, b, aligned);
  const changed = [
    ...unalignedCounterfactual,
    ...aligned.filter(([i, j]) => a[i] !== b[j]).map(([, j]) => j),
  ];
  const [firstDeleted] = unalignedOriginal;
  let first: number | null = null;
  if (changed.length > 0) first = Math.min(...changed);
  else if (firstDeleted !== undefined) first = aligned.find(([i]) => i > firstDeleted)?.[1] ?? b.length - 1;
  return {
    length: a.length,
    inserted,
    deleted,
    substituted,
    position: first === null || b.length < 2 ? null : first / (b.length - 1),
    rank:
      changed.length === 0
        ? null
        : changed.reduce((sum, j) => sum + Math.log2(1 + b[j]!), 0) / changed.length,
  };
}

/** One covariate of many pairs, NaN where undefined. */
export function covariateColumn(pairs: readonly PairCovariates[], covariate: PairCovariate): Float64Array {
  return Float64Array.from(pairs, (pair) => pair[covariate] ?? NaN);
}
