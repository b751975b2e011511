/** Numbers that an induction analysis has of each head: their names, and what they are in words. */
import { capitalised } from '../../capitalised.ts';
import { type Estimate, estimateAt } from '../estimate.ts';
import { type NamedTensors, tensorOf } from '../named-tensor.ts';
import { INDUCTION_SCORES } from './scores.ts';
import { SETUP_KEYS, SETUPS } from './trials.ts';

const ENCODER_MEASURES = SETUPS.flatMap((setup) =>
  SETUP_KEYS[setup].flatMap((key) => [`${setup}.${key}`, `${setup}.${key}_control`]),
);

/** In the order in which they are listed. */
export const INDUCTION_MEASURES: readonly string[] = [
  ...INDUCTION_SCORES,
  ...ENCODER_MEASURES,
  'control',
  'difference',
  'natural',
  'natural_lift',
];

/** Those that stand side by side, whatever the model: what each is of a decoder and of an encoder, {@link leadingMeasures} says. */
export const LEADING = ['induction', 'first_beside', 'second_beside'] as const;

/** Those that a result has, in order. */
export function measuresOf(result: NamedTensors): string[] {
  return INDUCTION_MEASURES.filter((name) => result.has(`induction.${name}`));
}

/** The measure that a head is called by: a decoder's score, an encoder's attention from [MASK] to its first copy. */
export function mainMeasure(result: NamedTensors): string {
  return result.has('induction.score') ? 'score' : 'standard.first_copy';
}

/** Whether it is a decoder's: sequences [BOS] R R. */
export function isOfDecoder(result: NamedTensors): boolean {
  return mainMeasure(result) === 'score';
}

/** The three that are drawn side by side: induction and what it may be made of, or mistaken for. */
export function leadingMeasures(result: NamedTensors): readonly [string, string, string] {
  return isOfDecoder(result)
    ? ['score', 'previous_token', 'duplicate_token']
    : ['standard.first_copy', 'standard.before_first_copy', 'standard.after_first_copy'];
}

const WORDS: Readonly<Record<string, string>> = {
  score: 'Attention to what followed the same token',
  score_with_first: 'The same, with the copy’s first token',
  diagonal: 'The whole diagonal, L − 1 back',
  previous_token: 'Attention to the previous token',
  duplicate_token: 'Attention to the same token before',
  control: 'The same places, nothing repeated',
  difference: 'Score less control',
  natural: 'On natural repeats of the texts',
  natural_lift: 'On natural repeats, less evenly spread attention',
};

const KEY_WORDS: Readonly<Record<string, string>> = {
  first_copy: 'to its first copy',
  before_first_copy: 'to the token before that',
  after_first_copy: 'to the token after that',
  after_copy_of_token_before: 'to what followed the token before [MASK]',
  before_copy_of_token_after: 'to what preceded the token after [MASK]',
  last_copy: 'to its last copy',
  before_last_copy: 'to the token before the last copy',
  after_last_copy: 'to the token after the last copy',
};

const SETUP_WORDS: Readonly<Record<string, string>> = {
  standard: 'two copies',
  shuffled: 'second copy shuffled',
  three_copies: 'three copies',
};

/** What stands in the place of repetition in a control. */
export const nothingRepeated = 'nothing repeated';

/** 'Attention to the previous token'; 'From [MASK] to its first copy (two copies)' */
export function measureWords(name: string): string {
  const known = WORDS[name];
  if (known !== undefined) return known;
  const [setup = '', key = ''] = name.split('.');
  const plain = key.replace(/_control$/, '');
  const nothing = key === plain ? '' : `, ${nothingRepeated}`;
  return `From [MASK] ${KEY_WORDS[plain] ?? plain} (${SETUP_WORDS[setup] ?? setup}${nothing})`;
}

const SHORT: Readonly<Record<string, string>> = {
  score: 'Induction',
  score_with_first: 'With first',
  diagonal: 'Diagonal',
  previous_token: 'Previous token',
  duplicate_token: 'Same token',
  control: 'Control',
  difference: 'Score less control',
  natural: 'Natural repeats',
  natural_lift: 'Natural lift',
};

/** 'Previous token'; 'First copy', 'Before first copy, three copies' */
export function shortMeasureWords(name: string): string {
  const known = SHORT[name];
  if (known !== undefined) return known;
  const [setup = '', key = ''] = name.split('.');
  const words = key.replaceAll('_', ' ');
  const of = setup === 'standard' ? '' : `, ${setup.replaceAll('_', ' ')}`;
  return `${capitalised(words)}${of}`;
}

/** Whether values lie on either side of 0. */
export function isSigned(name: string): boolean {
  return name === 'difference' || name === 'natural_lift';
}

/** Of every head, by layer and head. */
export function estimatesOf(result: NamedTensors, measure: string): Estimate[] {
  const name = `induction.${measure}`;
  return Array.from(tensorOf(result, name).data, (_, place) => estimateAt(result, name, place));
}

/** Items with a value, of every head. */
export function countsOf(result: NamedTensors, measure: string): number[] {
  return Array.from(tensorOf(result, `induction.${measure}_n`).data);
}
