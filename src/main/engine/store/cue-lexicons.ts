/**
 * The words that negate, as a person has edited them: a lexicon for each language, and for a set one of its own. They are
 * settings of the workspace.
 */
import { z } from 'zod';
import {
  type CueLexicon,
  cueLexicon,
  type Language,
  languageOf,
  LEXICONS,
} from '../../../core/negation/lexicon.ts';
import type { ReadableDatabase, WritableDatabase } from './handles.ts';
import { listPairs } from './pairs.ts';
import { readSetting, writeSetting } from './settings.ts';

const KEY = 'cueLexicons';

const stored = z.object({
  english: cueLexicon.optional(),
  hebrew: cueLexicon.optional(),
  /** By id of the set. */
  ofSets: z.record(z.string(), cueLexicon).default({}),
});
type StoredLexicons = z.output<typeof stored>;

function readLexicons(database: ReadableDatabase): StoredLexicons {
  return stored.parse(readSetting(database, KEY) ?? {});
}

/** What the workspace has for each language. */
export function lexiconsOfWorkspace(database: ReadableDatabase): Record<Language, CueLexicon> {
  const { english = LEXICONS.english, hebrew = LEXICONS.hebrew } = readLexicons(database);
  return { english, hebrew };
}

export interface LexiconOfSet {
  /** Of the most letters of the set's first pairs. */
  readonly language: Language;
  readonly words: CueLexicon;
  /** Whether the set has one of its own. */
  readonly isOwn: boolean;
  /** What the workspace has for the language in the place of what Pairlens has; null: nothing. */
  readonly ofLanguage: CueLexicon | null;
}

/** As many pairs tell in which language a set is. */
const PAIRS_READ = 100;

/** The lexicon that the cues of a set are found by: its own, or that of its language. */
export function lexiconOfSet(database: ReadableDatabase, setId: number): LexiconOfSet {
  const pairs = listPairs(database, { setId, offset: 0, limit: PAIRS_READ });
  const language = languageOf(pairs.flatMap(({ counterfactual }) => counterfactual ?? []));
  const lexicons = readLexicons(database);
  const own = lexicons.ofSets[setId];
  const ofLanguage = lexicons[language] ?? null;
  const words = own ?? ofLanguage ?? LEXICONS[language];
  return { language, words, isOwn: own !== undefined, ofLanguage };
}

/** @param words null: what Pairlens has for the language; for a set that of its language */
export function writeLexicon(
  database: WritableDatabase,
  of: { readonly language: Language } | { readonly setId: number },
  words: CueLexicon | null,
): void {
  const lexicons = readLexicons(database);
  const copy = words === null ? undefined : [...words];
  const changed: StoredLexicons =
    'language' in of
      ? { ...lexicons, [of.language]: copy }
      : { ...lexicons, ofSets: { ...lexicons.ofSets, ...(copy !== undefined && { [of.setId]: copy }) } };
  if ('setId' in of && copy === undefined) delete changed.ofSets[of.setId];
  writeSetting(database, KEY, changed);
}
