/** Where the cues of a lexicon stand in a text: by words, not by substrings, and without a tokenizer. */
import { type CueLexicon, plainEntry } from './lexicon.ts';

/** Characters of a text from `from` up to, not including, `to`, in UTF-16 units. */
export type CharacterRange = readonly [from: number, to: number];

const BEFORE_WORD = String.raw`(?<![\p{L}\p{M}\p{N}])`;
const AFTER_WORD = String.raw`(?![\p{L}\p{M}\p{N}])`;
const APOSTROPHE = String.raw`['\u2018\u2019\u02bc\uff07\u00b4\x60\u2032]`;
const SPACE = String.raw`[\s\u05be-]+`;

/**
 * What a Hebrew cue may follow in its word: and, that, when, since, and these after "and". Not the article, since הלא asks
 * for a yes and האין doubts. The cue is what stands after them.
 */
const HEBREW_PREFIXES = 'ו?(?:כש|לכש|מש|ש)?';

/** אל negates before a verb of the second person, which begins with ת; elsewhere it is "to", and with a prefix שאל is "asked". */
const HEBREW_AL = 'אל';
const AL_BEFORE = 'ו?';
const AL_AFTER = String.raw`(?=[\s\u05be]+ת)`;

/**
 * The cues in a text, in order: of those that overlap the first, and of those that begin together the longest.
 * "n't" is found in "didn't" and "can’t", "no" in "no-one", "nothing" in "nothing's"; nothing in "notebook".
 */
export function findCues(text: string, lexicon: CueLexicon): CharacterRange[] {
  const pattern = patternOf(lexicon);
  return pattern === null
    ? []
    : Array.from(text.matchAll(pattern), (match) => {
        const to = match.index + match[0].length;
        return [to - (match.groups?.['cue'] ?? match.groups?.['al'] ?? match[0]).length, to] as const;
      });
}

/** The patterns of the lexicons that were asked for last: a set of texts has one. */
const patterns = new WeakMap<CueLexicon, RegExp | null>();

function patternOf(lexicon: CueLexicon): RegExp | null {
  const known = patterns.get(lexicon);
  if (known !== undefined) return known;
  const entries = [...new Set(lexicon.map(plainEntry))]
    .filter((entry) => entry !== '')
    .toSorted((a, b) => b.length - a.length);
  const pattern = entries.length === 0 ? null : compile(entries);
  patterns.set(lexicon, pattern);
  return pattern;
}

/** Without nested repetition: it takes time in proportion to the text. */
function compile(entries: readonly string[]): RegExp {
  const endings = entries.filter(isEnding);
  const hebrew = entries.filter((entry) => isHebrew(entry) && entry !== HEBREW_AL);
  const words = entries.filter((entry) => !isEnding(entry) && !isHebrew(entry));
  const parts = [
    ...(words.length === 0 ? [] : [`${BEFORE_WORD}${anyOf(words)}${AFTER_WORD}`]),
    ...(endings.length === 0 ? [] : [String.raw`(?<=\p{L}\p{M}*)${anyOf(endings)}${AFTER_WORD}`]),
    ...(hebrew.length === 0 ? [] : [`${BEFORE_WORD}${HEBREW_PREFIXES}(?<cue>${anyOf(hebrew)})${AFTER_WORD}`]),
    ...(entries.includes(HEBREW_AL)
      ? [`${BEFORE_WORD}${AL_BEFORE}(?<al>${spelled(HEBREW_AL)})${AFTER_WORD}${AL_AFTER}`]
      : []),
  ];
  return new RegExp(parts.map((part) => `(?:${part})`).join('|'), 'giu');
}

function anyOf(entries: readonly string[]): string {
  return `(?:${entries.map(spelled).join('|')})`;
}

/** Hebrew letters with or without points, other letters with marks in one character or several, spaces as any white space or a hyphen between two words. */
function spelled(entry: string): string {
  return Array.from(entry, (character) => {
    if (character === "'") return APOSTROPHE;
    if (character === ' ') return SPACE;
    if (character === '-') return String.raw`[-\u2010\u2011\u05be]`;
    if (isHebrew(character)) return `${character}\\p{M}*`;
    const apart = character.normalize('NFD');
    return apart === character ? character : `(?:${character}|${apart})`;
  }).join('');
}

/** "n't" goes on a word. */
function isEnding(entry: string): boolean {
  return entry === "n't";
}

function isHebrew(entry: string): boolean {
  return /\p{Script=Hebrew}/u.test(entry);
}
