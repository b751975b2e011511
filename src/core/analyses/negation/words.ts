/** What a result of negation says, in pieces that sentences are made of. */
import { LEAST_PAIRED } from '../../bounds.ts';
import { formatFixed, meanInSentence, meanWithInterval } from '../../figures/fixed-numbers.ts';
import { isFound } from '../../statistics/outcome.ts';
import type { ComparisonKind } from '../statistics/comparison-design.ts';
import { countWords } from '../statistics/count-words.ts';
import type { NegationCounts } from './counts.ts';
import { type NegationQuantity, QUANTITIES } from './quantities.ts';
import type { HeadRow, NegationStatistics } from './rows.ts';

/** After "than to": what the set is compared with. */
export function controlWords(kind: ComparisonKind): string {
  return kind === 'paired' ? 'a neutral word in its place' : 'the changed words of the control set';
}

/** As a label: 'neutral word', 'control set'; '' without a control. */
export function controlName(kind: ComparisonKind): string {
  if (kind === 'none') return '';
  return kind === 'paired' ? 'neutral word' : 'control set';
}

/** '3.1 × [2.8, 3.4]' */
export function meanWords(
  quantity: NegationQuantity,
  { mean, ci_low, ci_high }: Pick<NegationStatistics, 'mean' | 'ci_low' | 'ci_high'>,
): string {
  const { unit, decimals } = QUANTITIES[quantity];
  return unit === '×'
    ? meanWithInterval(mean, ci_low, ci_high, decimals, 1).replace(/^(\S+)/u, '$1 ×')
    : meanWithInterval(mean, ci_low, ci_high, decimals);
}

export function differenceWords(
  quantity: NegationQuantity,
  { difference, difference_ci_low, difference_ci_high }: NegationStatistics,
): string {
  return meanWithInterval(difference, difference_ci_low, difference_ci_high, decimalsOfDifference(quantity));
}

/** The same in the middle of a sentence. */
export function differenceInSentence(
  quantity: NegationQuantity,
  { difference, difference_ci_low, difference_ci_high }: NegationStatistics,
): string {
  return meanInSentence(difference, difference_ci_low, difference_ci_high, decimalsOfDifference(quantity));
}

function decimalsOfDifference(quantity: NegationQuantity): number {
  const { decimals, unit } = QUANTITIES[quantity];
  return decimals + (unit === '' ? 0 : 1);
}

/** Means are over all pairs with a value, differences over those that can be compared: '' where these are the same. */
export function comparedAmong({ n, compared }: Pick<NegationStatistics, 'n' | 'compared'>): string {
  return compared === null || compared >= n
    ? ''
    : ` over the ${countWords(compared, 'pair')} that can be compared`;
}

/** By the rule of all statistics: its q and its interval. */
export function isSignificant({
  difference: value,
  difference_ci_low: low,
  difference_ci_high: high,
  q,
}: NegationStatistics): boolean {
  return isFound({ value, low, high, resolution: null }, q);
}

/** Heads with more of a quantity than their control, those with most first. */
export function headsWithMore(rows: readonly HeadRow[]): HeadRow[] {
  return rows
    .filter((row) => isSignificant(row) && (row.difference ?? 0) > 0)
    .toSorted((a, b) => (b.difference ?? 0) - (a.difference ?? 0));
}

export function headsWithLess(rows: readonly HeadRow[]): HeadRow[] {
  return rows
    .filter((row) => isSignificant(row) && (row.difference ?? 0) < 0)
    .toSorted((a, b) => (a.difference ?? 0) - (b.difference ?? 0));
}

export function headName({ layer, head }: { readonly layer: number; readonly head: number }): string {
  return `L${layer} H${head}`;
}

/** '547 pairs, 143 clusters; every pair has a cue of this lexicon.', and what is left out and why, a sentence each. */
export function pairWords(counts: NegationCounts, kind: ComparisonKind): string[] {
  const { pairs, measured, clusters } = counts;
  const inClusters = clusters > 0 ? `, ${countWords(clusters, 'cluster')}` : '';
  const has = (count: number) => (count === 1 ? 'has' : 'have');
  const is = (count: number) => (count === 1 ? 'is' : 'are');
  const sentences = [
    measured === pairs
      ? `${countWords(measured, 'pair')}${inClusters}; every pair has a cue.`
      : `${measured} of ${countWords(pairs, 'pair')} are measured${inClusters}.`,
  ];
  const left = (count: number, words: (count: number) => string) => {
    if (count > 0) sentences.push(`${countWords(count, 'pair')} ${words(count)}.`);
  };
  left(counts.noCue, (n) => `${has(n)} no cue of this lexicon and ${is(n)} left out`);
  left(counts.same, (n) => `${is(n)} the same tokens on both sides and left out`);
  left(counts.tooLong, (n) => `${is(n)} too long for the model and left out`);
  left(counts.failed, (n) => `failed and ${is(n)} left out`);
  left(counts.cueBefore, (n) => `${has(n)} a cue in the original, too`);
  if (kind === 'paired') {
    const out = 'and count in the means of the set alone';
    left(counts.noNeutral, (n) => `${has(n)} no neutral ${out}`);
    left(counts.neutralTooLong, (n) => `${has(n)} a neutral that is too long for the model ${out}`);
    left(counts.neutralElsewhere, (n) => `${has(n)} a neutral that changes nothing where the cue is ${out}`);
    left(counts.otherShape, (n) => `${has(n)} a neutral of another number of tokens ${out}`);
  }
  if (kind === 'matched' || kind === 'within' || kind === 'unadjusted') {
    if (kind === 'unadjusted') sentences.push('Not adjusted for the shape of the changes.');
    sentences.push(`Compared with ${countWords(counts.comparedControl, 'pair')} of the control set.`);
    left(
      counts.unmatched,
      (n) => `${has(n)} no control whose change has the same shape and ${is(n)} not compared`,
    );
  }
  return sentences;
}

/**
 * Where nothing is compared though there are neutrals: how many, why they are left out, and what would help; nothing without any, or where
 * no comparison with them was asked for.
 */
export function neutralsLeftOut({
  measured,
  noNeutral,
  neutralElsewhere,
  neutralTooLong,
  neutralFits,
  wantsPaired,
}: NegationCounts): string[] {
  const neutrals = measured - noNeutral;
  if (neutrals === 0 || wantsPaired === 0) return [];
  const have = `${neutrals} of ${countWords(measured, 'pair')} ${neutrals === 1 ? 'has' : 'have'} a neutral, and none is compared`;
  if (wantsPaired < 0) return [`${have}. Why was not kept then; a new analysis says it.`];
  const others = neutrals - neutralElsewhere - neutralTooLong;
  const isOneCluster = neutralFits >= LEAST_PAIRED;
  const why = [
    neutralElsewhere > 0 ? `${neutralElsewhere} change nothing where the cue is` : '',
    neutralTooLong > 0 ? `${neutralTooLong} are too long for the model` : '',
    isOneCluster ? `${neutralFits} are of one cluster, and two are wanted` : '',
    others > 0 && !isOneCluster
      ? `a neutral has to change as many tokens as the cue does under this tokenizer, and of these ${others} fewer than ${LEAST_PAIRED} do`
      : '',
  ].filter((part) => part !== '');
  return [
    `${have}: ${why.join('; ')}.`,
    isOneCluster
      ? 'Pairs of other clusters would help, or a control set.'
      : 'Neutrals of as many tokens as the cue would help, or a control set.',
  ];
}

/** 3.1 */
export function fixed(value: number | null, decimals: number): string {
  return formatFixed(value, decimals);
}
