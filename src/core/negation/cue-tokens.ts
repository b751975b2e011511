/** Which tokens of a text are its negation cues, and which the words in their scope, however a tokenizer cuts it. */
import { type PlaceableToken, type TextRange, tokenPlaces } from '../pairs/token-places.ts';
import { findCues } from './find-cues.ts';
import type { CueLexicon } from './lexicon.ts';

/**
 * Positions of the cue tokens of a text, ascending.
 * @param tokens of the text, special tokens among them
 * @param lexicon the words; keep one array for many texts, it is compiled once
 */
export function cueTokens(tokens: readonly PlaceableToken[], text: string, lexicon: CueLexicon): number[] {
  return tokensOfRanges(tokenPlaces(tokens, text), findCues(text, lexicon));
}

/**
 * The tokens of which half the characters or more lie in one of the ranges; of a range without any, those that it touches.
 * So "n't" is ' and t where a tokenizer makes didn ' t of "didn't", and all of it where it makes one token.
 * @param places [n] of the tokens, as {@link tokenPlaces} has them
 */
export function tokensOfRanges(
  places: readonly (TextRange | null)[],
  ranges: readonly TextRange[],
): number[] {
  const found = new Set<number>();
  for (const [from, to] of ranges) {
    const touched = places.flatMap((place, token) => {
      if (place === null) return [];
      const shared = Math.min(to, place[1]) - Math.max(from, place[0]);
      return shared > 0 ? [{ token, isMostly: 2 * shared >= place[1] - place[0] }] : [];
    });
    const mostly = touched.filter(({ isMostly }) => isMostly);
    for (const { token } of mostly.length > 0 ? mostly : touched) found.add(token);
  }
  return [...found].toSorted((a, b) => a - b);
}
