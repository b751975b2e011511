/** What there is to look at in a pair, in words. */
import type { PairLook } from '../../../core/pairs/pair-looks.ts';

export const LOOK_WORDS: Readonly<Record<PairLook, { readonly short: string; readonly long: string }>> = {
  twice: {
    short: 'twice',
    long: 'Another pair has the same two sides: what they say counts twice. All of them are listed.',
  },
  same_sides: { short: 'same sides', long: 'Both sides are the same: all differences are 0.' },
  alike: {
    short: 'capitals or punctuation alone',
    long: 'The sides differ in capitals, spaces or punctuation alone: a tokenizer may not tell them apart.',
  },
  no_neutral: {
    short: 'no neutral',
    long: 'Other pairs of the set have a neutral; this one has no control of its own.',
  },
  no_label: { short: 'no label', long: 'Other pairs of the set have a label.' },
  no_cluster: {
    short: 'no cluster',
    long: 'Other pairs of the set have a cluster: this one counts as independent.',
  },
  unknown_token: {
    short: 'unknown token',
    long: 'The model’s tokenizer does not know a word of it, and gives the model the same token for all such words.',
  },
  neutral_shape: {
    short: 'neutral differs in shape',
    long: 'The neutral puts in, takes out or replaces another number of tokens than the counterfactual, or one of the two statements cannot be measured: a run of this model does not compare the two.',
  },
};

/** What pairs may lack without harm, where all of them do or none. */
const MAY_LACK: readonly PairLook[] = ['no_neutral', 'no_label', 'no_cluster'];

/** Whether the count of it says something: that there is no pair twice does, that none lacks a label that none has does not. */
export function isWorthSaying(look: PairLook, pairs: number): boolean {
  return pairs > 0 || !MAY_LACK.includes(look);
}
