/** What is worth looking at in a pair of a set before it is run, told from its texts, and from its tokens under a model. */
import { z } from 'zod';

const TEXT_LOOKS = ['twice', 'same_sides', 'alike', 'no_neutral', 'no_label', 'no_cluster'] as const;
/** Those that a tokenizer tells. */
const TOKEN_LOOKS = ['unknown_token', 'neutral_shape'] as const;
export const PAIR_LOOKS = [...TEXT_LOOKS, ...TOKEN_LOOKS] as const;
export type PairLook = (typeof PAIR_LOOKS)[number];
export const pairLook = z.enum(PAIR_LOOKS);

/** What a pair is looked at for; either texts, or token ids joined by spaces. */
export interface LookedAt {
  readonly original: string;
  readonly counterfactual: string;
  readonly neutral: string | null;
  readonly label: string | null;
  readonly cluster: string | null;
}

/** What others of the set have: what a pair lacks that none has is no oversight. */
export interface OthersHave {
  readonly neutrals: boolean;
  readonly labels: boolean;
  readonly clusters: boolean;
}

/**
 * What is worth looking at in a pair:
 *
 * - `twice`: another pair has the same two sides, and what they say counts twice;
 * - `same_sides`: its sides are equal, and its differences 0;
 * - `alike`: they differ in capitals, white space or punctuation alone;
 * - `no_neutral`, `no_label`, `no_cluster`: it has none where others have one.
 *
 * @param isTwice whether another pair has the same two sides
 */
export function looksOfPair(pair: LookedAt, others: OthersHave, isTwice: boolean): PairLook[] {
  const { original, counterfactual, neutral } = pair;
  const looks: PairLook[] = [];
  if (isTwice) looks.push('twice');
  if (original === counterfactual) looks.push('same_sides');
  else if (bare(original) === bare(counterfactual)) looks.push('alike');
  if (neutral === null && others.neutrals) looks.push('no_neutral');
  if (pair.label === null && others.labels) looks.push('no_label');
  if (pair.cluster === null && others.clusters) looks.push('no_cluster');
  return looks;
}

/** How many tokens each statement of a pair has under a tokenizer, special ones included; null for one that is not there. */
export interface TokenCounts {
  readonly original: number;
  readonly counterfactual: number;
  readonly neutral: number | null;
  /** Tokens of all statements that the tokenizer does not know. */
  readonly unknown: number;
  /** A run compares the neutral's change with the counterfactual's; null without a neutral. */
  readonly isCompared: boolean | null;
}

/**
 * What its tokens tell of a pair:
 *
 * - `unknown_token`: a statement has words that the tokenizer does not know, and the model sees as one and the same;
 * - `neutral_shape`: the neutral's change is of another shape than the counterfactual's, or one of them cannot be measured, and a run does
 *   not compare the two.
 */
export function tokenLooks({ isCompared, unknown }: Pick<TokenCounts, 'isCompared' | 'unknown'>): PairLook[] {
  const looks: PairLook[] = [];
  if (unknown > 0) looks.push('unknown_token');
  if (isCompared === false) looks.push('neutral_shape');
  return looks;
}

export function isTokenLook(look: PairLook): boolean {
  return (TOKEN_LOOKS as readonly PairLook[]).includes(look);
}

/** Letters and numbers alone, whatever their case. */
function bare(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '');
}
