/**
 * What is marked of a token, by its text: a bit for each thing that a detector asks for, and the class of its characters.
 * Classes are Unicode's. Hebrew has no vowel letters: it has letters that may stand for vowels, final forms and vowel points,
 * which are marked as such and are neither vowels nor consonants of the other detectors' kind.
 */

export const MARK = {
  /** A special token or a full stop of an encoder; or an id that was given as one. */
  delimiter: 1 << 0,
  fullStop: 1 << 1,
  space: 1 << 2,
  wordStart: 1 << 3,
  punctuation: 1 << 4,
  digit: 1 << 5,
  uppercase: 1 << 6,
  vowel: 1 << 7,
  consonant: 1 << 8,
  mater: 1 << 9,
  finalForm: 1 << 10,
  niqqud: 1 << 11,
  cue: 1 << 12,
  ownQuery: 1 << 13,
  ownKey: 1 << 14,
} as const;

/** The class of a token's characters has the bits from here on; 0: none, as of a special token. */
const CLASS_SHIFT = 16;

export const TOKEN_CLASSES = [
  'none',
  'space',
  'punctuation',
  'digit',
  'vowel',
  'consonant',
  'mater lectionis',
  'final form',
  'Hebrew letter',
  'niqqud',
  'letter',
  'word',
  'piece of a word',
] as const;
export type TokenClass = (typeof TOKEN_CLASSES)[number];

/** Place in {@link TOKEN_CLASSES}. */
export function classOfMarks(marks: number): number {
  return marks >>> CLASS_SHIFT;
}

/** A token as far as its marks go. */
export interface ReadToken {
  /** What it says; of a piece of WordPiece without the mark that it continues a word. */
  readonly text: string;
  readonly special: boolean;
  /** Whether it goes on a word that a token before it began. */
  readonly continues: boolean;
}

const WHITE_SPACE = /^\p{White_Space}+$/u;
const PUNCTUATION = /^[\p{P}\p{S}]+$/u;
const DIGITS = /^\p{N}+$/u;
const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
const CAPITAL = /^[^\p{L}]*[\p{Lu}\p{Lt}]/u;
/** One letter, with marks on it or without. */
const ONE_LETTER = /^\p{L}\p{M}*$/u;
/** Vowel letters of Latin, Greek and Cyrillic, without marks. The y of English mostly is one. */
const VOWEL = /^[aeiouyæœøıαεηιουωаеиоуыэюяієѣ]$/iu;
const LETTER_OF_THOSE = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u;
const HEBREW_LETTER = /^[א-ת]$/u;
const MATER = /^[אהוי]$/u;
const FINAL = /^[ךםןףץ]$/u;
/** Vowel points, dagesh and the dots of shin; not cantillation. */
const NIQQUD = /^[\u05B0-\u05BC\u05C1\u05C2\u05C7]+$/u;

/** Marks and class of a token, but for what its ids or a person's own detector say. */
export function marksOfToken({ text, special, continues }: ReadToken): number {
  if (special || text === '') return 0;
  if (WHITE_SPACE.test(text)) return MARK.space | classBits('space');
  const bare = text.trim();
  let marks = 0;
  if (!continues && HAS_LETTER_OR_DIGIT.test(bare)) marks |= MARK.wordStart;
  if (CAPITAL.test(bare)) marks |= MARK.uppercase;
  if (PUNCTUATION.test(bare)) return marks | MARK.punctuation | classBits('punctuation');
  if (DIGITS.test(bare)) return marks | MARK.digit | classBits('digit');
  if (NIQQUD.test(bare)) return marks | MARK.niqqud | classBits('niqqud');
  if (ONE_LETTER.test(bare.normalize('NFD'))) return marks | marksOfLetter(bare);
  return marks | classBits(continues ? 'piece of a word' : 'word');
}

function marksOfLetter(text: string): number {
  const [letter = ''] = text.normalize('NFD');
  if (HEBREW_LETTER.test(letter)) {
    if (MATER.test(letter)) return MARK.mater | classBits('mater lectionis');
    if (FINAL.test(letter)) return MARK.finalForm | classBits('final form');
    return classBits('Hebrew letter');
  }
  if (!LETTER_OF_THOSE.test(letter)) return classBits('letter');
  return VOWEL.test(letter) ? MARK.vowel | classBits('vowel') : MARK.consonant | classBits('consonant');
}

function classBits(name: TokenClass): number {
  return TOKEN_CLASSES.indexOf(name) << CLASS_SHIFT;
}

/** A token as a tokenizer describes it. */
export interface DescribedToken {
  readonly text: string;
  /** Hex of what it stands for, where its text says it otherwise: a piece of WordPiece with its mark, or no whole characters. */
  readonly bytes?: string | undefined;
  readonly special: boolean;
  /** Which word it is of, counted from 0; null for special tokens. */
  readonly word: number | null;
}

const CONTINUATION = '##';

/**
 * The tokens of a text as their marks read them. A token begins a word when no token before it in the same word has a letter
 * or a digit: white space that is a token of its own is of the word after it, and does not begin it.
 */
export function readTokens(tokens: readonly DescribedToken[]): ReadToken[] {
  let word: number | null = null;
  let begun = false;
  return tokens.map((token) => {
    if (token.word === null || token.word !== word) begun = false;
    word = token.word;
    // ## is WordPiece's sign only where a token does not say it itself.
    const isMarked = token.bytes !== undefined && token.text.startsWith(CONTINUATION);
    const text = isMarked ? token.text.slice(CONTINUATION.length) : token.text;
    const continues = begun;
    begun ||= HAS_LETTER_OR_DIGIT.test(text);
    return { text, special: token.special, continues };
  });
}
