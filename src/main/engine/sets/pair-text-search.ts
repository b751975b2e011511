/** What is looked for in pairs, and put in its place. */
import { RE2JS } from 're2js';
import { LONGEST } from '../../../core/bounds.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Replacement } from '../../../shared/set-pairs.ts';
import { expressionOf, textFinder } from './expression.ts';
import { type PairContent, sideAsText } from './pair-content.ts';

/**
 * Whether a pair has it in one of its texts, its label, cluster, answers or other columns.
 * @throws PairlensError INPUT_INVALID for an expression that is none
 */
export function pairMatcher({
  search,
  regex,
}: {
  readonly search: string;
  readonly regex: boolean;
}): (pair: PairContent) => boolean {
  if (search === '') return () => true;
  const isFound = textFinder(search, regex);
  return (pair) => textsOf(pair).some(isFound);
}

function textsOf(pair: PairContent): string[] {
  return [
    sideAsText(pair.original, pair.originalIds),
    sideAsText(pair.counterfactual, pair.counterfactualIds),
    sideAsText(pair.neutral, pair.neutralIds),
    pair.label ?? '',
    pair.cluster ?? '',
    pair.answer ?? '',
    pair.wrongAnswer ?? '',
    ...Object.values(pair.extras ?? {}),
  ];
}

/** What is made is checked only afterwards, and held until then. */
const LONGEST_MADE = 50 * LONGEST.sentence;

/**
 * Puts something in the place of all that is found in a text.
 * @returns the text afterwards, and how many places were found
 * @throws PairlensError INPUT_INVALID for an expression that is none; SET_INVALID for a text that would grow too long
 */
export function replacer({
  find,
  regex,
  matchCase,
  replaceWith,
}: Omit<Replacement, 'fields'>): (text: string) => { readonly text: string; readonly places: number } {
  const flags = matchCase ? 0 : RE2JS.CASE_INSENSITIVE;
  const compiled = regex ? expressionOf(find, flags) : RE2JS.compile(RE2JS.quote(find), flags);
  const put = regex ? replaceWith : RE2JS.quoteReplacement(replaceWith);
  // What a group found is put in as often as it is named.
  const groups = regex ? replaceWith.split('$').length - 1 : 0;
  return (text) => {
    const matcher = compiled.matcher(text);
    let places = 0;
    while (matcher.find()) places++;
    if (places > 0 && text.length * (1 + groups) + places * replaceWith.length > LONGEST_MADE)
      throw new PairlensError(
        'SET_INVALID',
        `a text would grow too long: ${places.toLocaleString('en')} places are replaced by ${replaceWith.length.toLocaleString('en')} characters each`,
      );
    return places === 0 ? { text, places } : { text: compiled.matcher(text).replaceAll(put), places };
  };
}
