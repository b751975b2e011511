/** What a forecast of what could be seen is of, in words. */
import { comparedSizes, type SizesByUnits } from '../../../core/analyses/statistics/comparable-sizes.ts';
import type { ComparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import type { PlannedSizes } from '../../../core/analyses/statistics/power-before.ts';
import { LEAST_PAIRED } from '../../../core/bounds.ts';
import type { RunPower } from '../../../shared/run-power.ts';
import { countOf } from '../format/format.ts';

export interface ForecastSizes extends PlannedSizes {
  /** The pairs are not looked at yet, or some of these may still be left out. */
  readonly isAtMost: boolean;
}

/**
 * As the tokenizer has the pairs, where a check has looked at them, else as they stand in the set.
 *
 * @param counted of the check, null before it has come to its end
 */
export function forecastSizes(
  stored: RunPower,
  counted: SizesByUnits | null,
  choice: ComparisonChoice,
): ForecastSizes {
  if (counted === null) return { ...stored, isAtMost: true };
  const sizes = comparedSizes(counted, choice);
  // A covariate is asked of each pair beside its shape.
  return { ...sizes, isAtMost: sizes.kind === 'matched' && choice.covariates.length > 0 };
}

/** Why heads will be compared with nothing. @param hasNeutrals the set has some, whatever the tokenizer makes of them */
export function nothingWords(
  counted: SizesByUnits | null,
  { clusters }: Pick<ComparisonChoice, 'clusters'>,
  hasNeutrals: boolean,
): string {
  if (!hasNeutrals || counted === null)
    return 'Nothing: without neutrals and without a control set heads are compared with nothing. Choose a control set.';
  const { paired, all } = counted[clusters];
  if (all.set.pairs === 0) return 'Nothing: no pair can be measured.';
  if (paired.pairs >= LEAST_PAIRED)
    return 'Nothing: all pairs with a neutral are of one cluster, and a comparison wants two. Choose a control set.';
  return `Nothing: ${paired.pairs === 0 ? 'no pair' : `only ${countOf(paired.pairs, 'pair')}`} can be compared with a neutral of the same shape, and a comparison wants ${LEAST_PAIRED}. Choose a control set.`;
}

/** 'Of 547 pairs in 143 clusters, each against its own neutral. The larger number: pairs of a cluster tell the same.' */
export function sizeWords({ kind, set, control, isAtMost }: ForecastSizes): string {
  const against =
    kind === 'paired'
      ? ', each against its own neutral'
      : control === null
        ? ''
        : ` against ${inClusters(control)} of the control, those of the same shape`;
  const hasClusters = set.units < set.pairs || (control !== null && control.units < control.pairs);
  const range = hasClusters ? ' The larger number holds where pairs of a cluster tell no more than one.' : '';
  return `Of ${isAtMost ? 'at most ' : ''}${inClusters(set)}${kind === 'unadjusted' ? against.replace(', those of the same shape', '') : against}.${range}`;
}

function inClusters({ pairs, units }: RunPower['set']): string {
  return units < pairs ? `${countOf(pairs, 'pair')} in ${countOf(units, 'cluster')}` : countOf(pairs, 'pair');
}
