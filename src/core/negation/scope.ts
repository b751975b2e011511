/** What a cue negates, by rule: the words after it up to the next punctuation. docs/science.md, section 6. */
import type { TextRange } from '../pairs/token-places.ts';
import { tokensOfRanges } from './cue-tokens.ts';

/**
 * Punctuation that a scope ends at. Apostrophes, hyphens and maqaf end none, nor does a mark between two letters or digits
 * (3.5, צה״ל).
 */
const END =
  /(?<![\p{L}\p{N}])[\p{P}--['\u2018\u2019\u02bc\u2010\u2011\u05be\-]]|[\p{P}--['\u2018\u2019\u02bc\u2010\u2011\u05be\-]](?![\p{L}\p{N}])/gv;

/** Words: what stands between white space and the punctuation that ends a scope. */
const WORD = /[^\s\p{P}]+(?:[\p{P}][^\s\p{P}]+)*/gu;

/** The stretches of a text in the scope of its cues: from each cue up to the next punctuation, cues left out. */
export function scopeRanges(text: string, cues: readonly TextRange[]): TextRange[] {
  const ends = Array.from(text.matchAll(END), ({ index }) => index);
  return cues
    .map(([, after], place) => {
      const end = ends.find((each) => each >= after) ?? text.length;
      const nextCue = cues[place + 1]?.[0] ?? text.length;
      return [after, Math.min(end, nextCue)] as const;
    })
    .filter(([from, to]) => to > from);
}

/**
 * The words of some stretches of a text, each as the positions of its tokens; a word without tokens of its own is left out.
 * @param places [n] of the tokens, as tokenPlaces has them
 * @param cues positions of the cues: they are in no word
 */
export function wordsOfRanges(
  text: string,
  places: readonly (TextRange | null)[],
  ranges: readonly TextRange[],
  cues: readonly number[],
): number[][] {
  return ranges
    .flatMap(([from, to]) =>
      Array.from(text.slice(from, to).matchAll(WORD), (word): TextRange => {
        const begin = from + word.index;
        return [begin, begin + word[0].length];
      }),
    )
    .map((word) => tokensOfRanges(places, [word]).filter((token) => !cues.includes(token)))
    .filter((word) => word.length > 0);
}
