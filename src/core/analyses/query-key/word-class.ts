/**
 * What kind of word a token is, by rules that can be read: no tagger. Lists are of the words that have a grammatical job and
 * little meaning, in English and in Hebrew; everything else is told by how it is written.
 */
export const WORD_CLASSES = [
  'special',
  'punctuation',
  'number',
  'function word',
  'negation',
  'part of a word',
  'capitalised',
  'other word',
] as const;
export type WordClass = (typeof WORD_CLASSES)[number];

const NEGATIONS = new Set(
  "no not never none nothing nobody neither nor nowhere n't 't cannot without לא אין בלי אינו אינה אינם אל".split(
    ' ',
  ),
);

const FUNCTION_WORDS = new Set(
  (
    'a an the this that these those i you he she it we they me him her us them my your his its our their who whom ' +
    'whose which what and or but if than then because as until while of at by for with about against between into ' +
    'through during before after above below to from up down in out on off over under is are was were be been being ' +
    'am have has had do does did will would shall should may might must can could so such too very just there here ' +
    'when where why how all any both each few more most other some own same also only ' +
    'של את על אל עם מן כי גם אם או אבל הוא היא הם הן אני אתה אנחנו זה זאת אלה כל כמו עד מה מי היה הייתה היו אשר'
  ).split(' '),
);

/**
 * @param text what the token says, its spaces included
 * @param before what the token before it says; null at the beginning
 */
export function wordClass(text: string, before: string | null): WordClass {
  const word = text.trim();
  if (/^(\[.+\]|<.+>|\u2581?)$/u.test(word)) return 'special';
  if (/^[\p{P}\p{S}]+$/u.test(word)) return 'punctuation';
  if (/^(##)?[\p{N}.,]+$/u.test(word)) return 'number';
  const lower = word.replace(/^##/, '').toLowerCase();
  if (NEGATIONS.has(lower)) return 'negation';
  if (word.startsWith('##') || continuesWord(text, before)) return 'part of a word';
  if (FUNCTION_WORDS.has(lower)) return 'function word';
  return /^\p{Lu}/u.test(word) ? 'capitalised' : 'other word';
}

/** Where a tokenizer keeps spaces, a letter that follows a letter without one goes on with its word. */
function continuesWord(text: string, before: string | null): boolean {
  return before !== null && /^\p{L}/u.test(text) && /^\s.*\p{L}$/u.test(before);
}
