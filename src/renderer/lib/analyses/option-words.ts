/** Options of analyses as a person reads them, in forms and in provenance. */
import { capitalised, inSentence } from '../../../core/capitalised.ts';
import { choiceWords } from './choice-words.ts';

const TITLES: Readonly<Record<string, string>> = {
  ownQuery: 'Own detector, query',
  ownKey: 'Own detector, key',
  ownFrom: 'Own detector, from',
  ownTo: 'Own detector, to',
  explain: 'Heads to take away',
  masked: 'Share masked',
  early: 'Early place',
  late: 'Late place',
  top: 'Followers listed',
  textTokens: 'Tokens of texts',
  percentile: 'Nearest pairs, %',
  drawnScale: 'Scale drawn at',
  cues: 'Negation cues',
  lift: 'Lift over',
  change: 'Smallest change',
  below: 'Limit of the correlation',
  least: 'Smallest difference of two runs',
  toward: 'Cosine to',
  pieces: 'Words of several tokens',
  inserted: 'Tokens without partner',
  against: 'Held against',
};

/** 'ownQuery' is 'Own detector, query'; what has no title is its name in words: 'countFrom' is 'Count from'. */
export function optionTitle(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return TITLES[name] ?? capitalised(words);
}

/** Options that say one layer or head, or how far a detector reaches: at this value they leave it open. */
const OPEN: Readonly<Record<string, { readonly value: number; readonly words: string }>> = {
  layer: { value: -1, words: 'all' },
  head: { value: -1, words: 'all' },
  ownFrom: { value: -19_999, words: 'any' },
  ownTo: { value: 19_999, words: 'any' },
};

/** "New induction analysis", "New analysis of queries and keys", "New catalogue of heads". */
export function newAnalysisWords(title: string): string {
  const words = inSentence(title);
  if (/ of /.test(words)) return `New ${words}`;
  return / and /.test(words) ? `New analysis of ${words}` : `New ${words} analysis`;
}

/** What a number of that name says where it says nothing in particular: 'all'; null of the others. */
export function openWords(name: string, value: unknown): string | null {
  const open = OPEN[name];
  return open !== undefined && open.value === value ? open.words : null;
}

/** Options that say how many there may be: of fewer there are fewer. */
const AT_MOST: ReadonlySet<string> = new Set(['tokens', 'textTokens']);

/** A value of the option of that name, as it was chosen; '' where it says nothing. */
export function optionValue(value: unknown, name = ''): string {
  const open = openWords(name, value);
  if (open !== null) return open;
  if (Array.isArray(value)) return value.map((one: unknown) => optionValue(one, name)).join(', ');
  if (typeof value === 'number') {
    const number = value.toLocaleString('en', { maximumSignificantDigits: 12 }).replace('-', '−');
    return AT_MOST.has(name) ? `${number} at most` : number;
  }
  return typeof value === 'string' ? (choiceWords(name, value)?.title ?? value) : JSON.stringify(value);
}

const RARE: ReadonlySet<string> = new Set([
  'alone',
  'clusters',
  'control',
  'cues',
  'directions',
  'drawnScale',
  'early',
  'explain',
  'headPositions',
  'inserted',
  'late',
  'layout',
  'least',
  'masked',
  'ownFrom',
  'ownKey',
  'ownQuery',
  'ownTo',
  'percentile',
  'pieces',
  'pooling',
  'positions',
  'seed',
  'share',
  'textTokens',
  'together',
  'top',
  'topPairs',
  'toward',
  'written',
]);

/** Whether it is seldom changed: a form folds those away. */
export function isRare(name: string): boolean {
  return RARE.has(name);
}
