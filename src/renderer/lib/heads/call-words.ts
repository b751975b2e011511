/** What is said of a head in words, made of the numbers of the analysis that calls it so. */
import { capitalised, inSentence } from '../../../core/capitalised.ts';
import { numbersInSentence } from '../../../core/analyses/head-figures/head-map.ts';
import {
  type HeadNumbers,
  type HeadPlace,
  type HeadQuantity,
  numberAt,
  rankedPart,
} from '../../../core/analyses/of-heads.ts';
import { meanWithInterval } from '../../../core/figures/fixed-numbers.ts';
import { type HeadCall, type HeadRank, placeOf, rankOf, sourceWords } from '../../../core/heads/catalogue.ts';
import { formatCount } from '../format/format.ts';

/**
 * "Induction: attention to what followed the same token is 0.876 [0.847, 0.892], against 0.015 [0.012, 0.018] (nothing
 * repeated), a difference of 0.861 [0.832, 0.878]; rank 1 of 8 by the difference. Induction 1, n = 60 sequences." Where heads are called by unseen items, these come first: "lift, offset −4 is
 * 0.099 [0.067, 0.132] on the 12 texts that it was not found on, and 0.099 [0.074, 0.118] on all; …"
 */
export function callSentence(
  { as, outcome, column: { quantity, source } }: HeadCall,
  at: HeadPlace,
  model: { readonly layers: number; readonly heads: number },
): string {
  const place = placeOf(model, at);
  const { title, unit, control, n } = quantity;
  const against =
    control === undefined ? '' : `, against ${numbersInSentence(control, place, unit)} (${control.title})`;
  const difference = rankedDifference(quantity);
  const apart = difference === null ? '' : `, a difference of ${numbersInSentence(difference, place, unit)}`;
  const rank = rankOf(quantity, at);
  const ranked = rank === null ? '' : `; ${rankWords(rank, model.layers * model.heads)}`;
  const fell = outcome === 'fell' ? ' It did not hold on unseen text.' : '';
  const items = source.runId === null ? source.unit : 'pairs';
  const over = n === null ? '' : `, n = ${formatCount(n)} ${items}`;
  const number = numbersInSentence(quantity, place, unit);
  const unseen = quantity.unseen;
  // A call by unseen items has another interval than all items: each says which it is of.
  const is =
    unseen === undefined
      ? number
      : `${numbersInSentence(unseen, place, unit)} on the ${formatCount(unseen.n)} ${items} that it was not found on, and ${number} on all`;
  return `${capitalised(as)}: ${inSentence(title)} is ${is}${against}${apart}${ranked}.${fell} ${sourceWords(source)}${over}.`;
}

/** After a number of all items, where heads are called by unseen ones: " on all; 0.099 [0.067, 0.132] on those that it was not found on". */
export function unseenWords(quantity: HeadQuantity, place: number, decimals: number | undefined): string {
  if (quantity.unseen === undefined) return '';
  const { mean, low, high } = numberAt(quantity.unseen, place);
  return ` on all; ${meanWithInterval(mean, low, high, decimals)} on those that it was not found on`;
}

/** The difference from the control, where heads are ranked and called by it: it stands beside the number of the head. */
function rankedDifference(quantity: HeadQuantity): HeadNumbers | null {
  return rankedPart(quantity) === 'difference' ? (quantity.difference ?? null) : null;
}

/** After the number of a head that is ranked by its difference: "; difference from nothing repeated −0.30 [−0.40, −0.20]". */
export function differenceOfHead(
  quantity: HeadQuantity,
  place: number,
  decimals: number | undefined,
): string {
  const difference = rankedDifference(quantity);
  if (difference === null) return '';
  const { mean, low, high } = numberAt(difference, place);
  const from = quantity.control === undefined ? '' : ` from ${quantity.control.title}`;
  return `; difference${from} ${meanWithInterval(mean, low, high, decimals)}`;
}

/** 'rank 2 of 8', 'rank 2 of 8 by the difference, from the most negative' */
export function rankWords({ rank, isFromBelow, isOfDifference }: HeadRank, of: number): string {
  const by = isOfDifference ? ' by the difference' : '';
  return `rank ${rank} of ${of}${by}${isFromBelow ? `${by && ','} from the most negative` : ''}`;
}

/** '#2', '#1 low by difference': beside a number, where there is little room. */
export function rankInShort({ rank, isFromBelow, isOfDifference }: HeadRank): string {
  return `#${rank}${isFromBelow ? ' low' : ''}${isOfDifference ? ' by difference' : ''}`;
}

/** What a chip with the number of a call says of it: the quantity, where it is from, and the rule. */
export function callTitle({ value, column: { quantity, source } }: HeadCall): string {
  const where = quantity.unseen === undefined ? '' : ', on unseen texts';
  return `${quantity.title}${where}: ${value}. ${sourceWords(source)}. ${quantity.called?.rule ?? ''}`;
}
