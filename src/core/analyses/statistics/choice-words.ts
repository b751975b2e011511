/** A comparison that was chosen, in words: on the page of a run, in its record on the command line, in a folded form. */
import { formatChosen } from '../../figures/figure.ts';
import type { ComparisonChoice, Covariate } from './comparison-choice.ts';

export const COVARIATE_WORDS: Readonly<Record<Covariate, string>> = {
  length: 'length',
  position: 'place of the change',
  rank: 'rank of the changed words in the vocabulary',
};

const COMPARISON_WORDS: Readonly<Record<ComparisonChoice['comparison'], string>> = {
  auto: 'neutral changes where the set has them, else controls of the same shape',
  paired: 'each pair with its own neutral change',
  matched: 'controls of the same shape',
  unadjusted: 'all controls, not adjusted',
};

const CLUSTER_WORDS: Readonly<Record<ComparisonChoice['clusters'], string>> = {
  auto: 'clusters by their column',
  labels: 'labels as clusters',
  none: 'no clusters',
};

export function choiceWords(choice: ComparisonChoice): string {
  return [
    COMPARISON_WORDS[choice.comparison],
    CLUSTER_WORDS[choice.clusters],
    ...adjustmentWords(choice),
    choice.margin > 0 ? `smallest effect ${marginWords(choice)}` : 'no smallest effect',
  ].join('; ');
}

function adjustmentWords({ covariates, adjustment }: ComparisonChoice): string[] {
  if (covariates.length === 0) return [];
  const how = adjustment === 'regression' ? 'by regression' : 'by thirds';
  return [`adjusted for ${covariates.map((name) => COVARIATE_WORDS[name]).join(', ')} ${how}`];
}

/** "10 % of the control", "0.005 in the metric’s unit" */
export function marginWords({ margin, marginOf }: Pick<ComparisonChoice, 'margin' | 'marginOf'>): string {
  return marginOf === 'control'
    ? `${Number((100 * margin).toPrecision(6))} % of the control`
    : `${formatChosen(margin)} in the metric’s unit`;
}
