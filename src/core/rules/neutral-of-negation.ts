/**
 * The neutral of a negation that a rule made: the same sentence with another adverb where “not” is, so that as many words
 * are put in, at the same place, and nothing is denied. “did not sing” has “did also sing”. The words are a person's. “cannot”,
 * one word in place of “can”, has “could”, one word in place of it.
 */
import { drawnOrder, randomSource } from '../statistics/random.ts';
import { replaced, type Word, wordsOf } from './rule-result.ts';

/** As the bundled set of negation and the example of templates have them: function words, of one token mostly. */
export const NEUTRAL_ADVERBS: readonly string[] = ['also', 'now', 'then', 'still'];

const NEGATION = 'not';

export type NeutralResult =
  | { readonly text: string }
  /** A clause. */
  | { readonly text: null; readonly why: string };

/**
 * @param sentence the original
 * @param counterfactual its negation, as the rule made it or a person corrected it
 * @param word what stands in the place of “not”
 */
export function neutralOfNegation(sentence: string, counterfactual: string, word: string): NeutralResult {
  const nots = wordsThatAre(NEGATION, counterfactual);
  const [not] = nots;
  if (not === undefined) return neutralOfOneWord(sentence, counterfactual);
  if (nots.length > 1 || wordsThatAre(NEGATION, sentence).length > 0)
    return none('it has more than one “not”');
  if (wordsThatAre(word, sentence).length > 0) return none(`the sentence has “${word}” already`);
  return { text: replaced(counterfactual, not, word) };
}

function neutralOfOneWord(sentence: string, counterfactual: string): NeutralResult {
  const [cannot, another] = wordsThatAre('cannot', counterfactual);
  if (cannot !== undefined && another === undefined && wordsThatAre('can', sentence).length === 1)
    return { text: replaced(counterfactual, cannot, 'could') };
  const contraction = wordsOf(counterfactual).find(({ small }) => small.endsWith("n't"));
  return none(
    contraction === undefined
      ? 'it has no “not”'
      : `“${contraction.text}” is one word: “not” does not stand by itself in it`,
  );
}

/**
 * Which word each sentence gets: each as often as the others, in a seeded order and then in another one, so that none goes with
 * certain sentences.
 *
 * @returns [sentences] '' where there are no words
 */
export function dealtWords(count: number, words: readonly string[], seed: number): string[] {
  const random = randomSource(seed, 'rule-neutrals');
  let left: number[] = [];
  return Array.from({ length: count }, () => {
    if (left.length === 0) left = [...drawnOrder(words.length, random)];
    return words[left.pop() ?? 0] ?? '';
  });
}

function wordsThatAre(word: string, sentence: string): Word[] {
  const small = word.toLowerCase();
  return wordsOf(sentence).filter((each) => each.small === small);
}

function none(why: string): NeutralResult {
  return { text: null, why };
}
