/** What is said of a head in words, made of the numbers of the analysis that calls it so. */
import { formatNumbers } from '../../../core/analyses/head-figures/head-map.ts';
import { OUTCOME_WORDS } from '../../../core/analyses/head-outcomes.ts';
import type { HeadPlace } from '../../../core/analyses/of-heads.ts';
import { type HeadCall, placeOf, rankOf, sourceWords } from '../../../core/heads/catalogue.ts';
import { inSentence } from '../analyses/option-words.ts';
import { capitalised, formatCount } from '../format/format.ts';

/**
 * "Induction: attention to what followed the same token is 0.876 [0.847, 0.892], against 0.015 [0.012, 0.018] (nothing
 * repeated); rank 1 of 8. Induction 1, n = 60 sequences."
 */
export function callSentence(
  { as, outcome, column: { quantity, source } }: HeadCall,
  at: HeadPlace,
  model: { readonly layers: number; readonly heads: number },
): string {
  const place = placeOf(model, at);
  const { title, unit, control, n } = quantity;
  const against =
    control === undefined ? '' : `, against ${formatNumbers(control, place, unit)} (${control.title})`;
  const rank = rankOf(quantity, at);
  const ranked = rank === null ? '' : `; rank ${rank} of ${model.layers * model.heads}`;
  const fell = outcome === 'fell' ? ' It did not hold on unseen text.' : '';
  const over =
    n === null ? '' : `, n = ${formatCount(n)}${source.runId === null ? ` ${source.unit}` : ' pairs'}`;
  return `${capitalised(as)}: ${inSentence(title)} is ${formatNumbers(quantity, place, unit)}${against}${ranked}.${fell} ${sourceWords(source)}${over}.`;
}

/** What a chip says: "responds to negation", "induction, fell on unseen text". */
export function shortWords({ as, outcome, column: { source } }: HeadCall): string {
  return `${as}${source.runId === null ? '' : ` to ${source.subject}`}${outcome === 'fell' ? `, ${OUTCOME_WORDS.fell}` : ''}`;
}
