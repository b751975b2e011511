/**
 * Words that negate, as a person may edit them. docs/science.md, section 6.
 *
 * An entry is a word or several ("no longer"), or an ending: "n't" is found at the end of a word. Case does not matter, nor
 * which apostrophe is written, nor Hebrew points; a Hebrew word is also found after its prefixes (find-cues.ts).
 */
import { z } from 'zod';
import { LONGEST, listOf, whatIsWrongWithText } from '../bounds.ts';

export const LANGUAGES = ['english', 'hebrew'] as const;
export type Language = (typeof LANGUAGES)[number];

export type CueLexicon = readonly string[];

/** What a workspace begins with: SCIENCE's list for English; for Hebrew what negates a verb, a noun, an adjective, "there is". */
export const LEXICONS: Readonly<Record<Language, CueLexicon>> = {
  english: [
    'not',
    "n't",
    'no',
    'never',
    'none',
    'nobody',
    'nothing',
    'nowhere',
    'neither',
    'nor',
    'cannot',
    'without',
    'hardly',
    'scarcely',
    'barely',
  ],
  hebrew: [
    'לא',
    'אל',
    'אין',
    'אינו',
    'איננו',
    'אינה',
    'איננה',
    'אינם',
    'אינן',
    'איני',
    'אינני',
    'אינך',
    'אינכם',
    'אינכן',
    'בלי',
    'מבלי',
    'ללא',
    'בלא',
    'בלתי',
    'הבלתי',
    'טרם',
    'אי אפשר',
    'אף אחד',
    'אף אחת',
    'שום',
    'כלום',
  ],
};

/** Entries of a lexicon at most. */
const MOST_WORDS = 500;

const APOSTROPHES = /['\u2018\u2019\u02bc\uff07\u00b4`\u2032]/gu;

/** An entry as it is compared: one kind of apostrophe, single spaces, no case, no points. */
export function plainEntry(entry: string): string {
  return entry
    .normalize('NFC')
    .replace(/[\u0591-\u05bd\u05bf-\u05c7]/gu, '')
    .replace(APOSTROPHES, "'")
    .trim()
    .replace(/\s+/gu, ' ')
    .toLowerCase();
}

/** Why an entry is none, in words that follow it; null where it is one. */
function whatIsWrongWithEntry(entry: string): string | null {
  const wrong = whatIsWrongWithText(entry, LONGEST.word, 'word');
  if (wrong !== null) return wrong;
  const plain = plainEntry(entry);
  if (plain === '') return 'is empty';
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}' -]*$/u.test(plain)
    ? null
    : 'is no word: letters, digits, apostrophes, hyphens and spaces';
}

export const cueWord = z
  .string()
  .max(LONGEST.word)
  .refine((entry) => whatIsWrongWithEntry(entry) === null, {
    error: ({ input }) => whatIsWrongWithEntry(typeof input === 'string' ? input : '') ?? 'cannot be used',
  });

export const cueLexicon = listOf(cueWord, MOST_WORDS, 'words');

const HEBREW = /\p{Script=Hebrew}/gu;
const LETTER = /\p{L}/gu;

/** Hebrew where most letters of the texts are, else English. */
export function languageOf(texts: Iterable<string>): Language {
  let letters = 0;
  let hebrew = 0;
  for (const text of texts) {
    letters += text.match(LETTER)?.length ?? 0;
    hebrew += text.match(HEBREW)?.length ?? 0;
  }
  return hebrew * 2 > letters ? 'hebrew' : 'english';
}
