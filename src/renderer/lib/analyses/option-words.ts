/** Options of analyses as a person reads them, in forms and in provenance. */
import { METRIC_NAMES, METRICS } from '../../../core/metrics/catalogue.ts';

const TITLES: Readonly<Record<string, string>> = {
  ownQuery: 'Own detector, query',
  ownKey: 'Own detector, key',
  ownFrom: 'Own detector, from',
  ownTo: 'Own detector, to',
  explain: 'Heads to take away',
  masked: 'Share masked',
  drawnScale: 'Scale drawn at',
  cues: 'Negation cues',
  lift: 'Lift over',
  change: 'Smallest change',
  least: 'Smallest difference of two runs',
  toward: 'Cosine to',
  pieces: 'Words of several tokens',
  inserted: 'Tokens without partner',
  against: 'Held against',
};

/** 'ownQuery' is 'Own detector, query'; what has no title is its name in words: 'countFrom' is 'Count from'. */
export function optionTitle(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return TITLES[name] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A title within a sentence: 'logit lens'; one that begins with an abbreviation as it is: 'QK and OV circuits'. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

/** "New induction analysis", "New analysis of queries and keys", "New catalogue of heads". */
export function newAnalysisWords(title: string): string {
  const words = inSentence(title);
  if (/ of /.test(words)) return `New ${words}`;
  return / and /.test(words) ? `New analysis of ${words}` : `New ${words} analysis`;
}

const CHOICES: Readonly<Record<string, string>> = { pca: 'PCA', 't-sne': 't-SNE', umap: 'UMAP' };

/** A metric is called as everywhere. */
function metricLabel(choice: string): string | undefined {
  const metric = METRIC_NAMES.find((name) => name === choice);
  return metric && METRICS[metric].label;
}

/** 'own-positions' is 'own positions'. */
export function choiceTitle(choice: string): string {
  return CHOICES[choice] ?? metricLabel(choice) ?? choice.replaceAll(/[-_]/g, ' ');
}

/** Options that say one layer or head, or -1 for all of them. */
const PLACES: readonly string[] = ['layer', 'head'];

/** A value of the option of that name, as it was chosen; '' where it says nothing. */
export function optionValue(value: unknown, name = ''): string {
  if (value === -1 && PLACES.includes(name)) return 'all';
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'number') return value.toLocaleString('en', { maximumSignificantDigits: 12 });
  return typeof value === 'string' ? (CHOICES[value] ?? metricLabel(value) ?? value) : JSON.stringify(value);
}
