/**
 * What a head may look at: each detector is a mask D over query i and key j of a text of n tokens t. docs/science.md, section 5.
 * Masks are cut to what the model's own mask allows: a decoder's has no j > i.
 */

/** Offsets that are detectors of their own: j - i. */
const FARTHEST = 8;

/**
 * Where ablation has to cost something if the detector says what a head is for: at predictions made from a query that has
 * a key of the mask, or, where nearly every query has one, at those whose token before the predicted one is such a key.
 */
export type Firing = 'query' | 'after';

export interface Detector {
  /** In tensors and tables. */
  readonly name: string;
  /** On screens. */
  readonly title: string;
  /** What D has, in a sentence that follows "the share of its attention that goes to". */
  readonly goesTo: string;
  readonly fires: Firing;
  /** Where a head rests whatever the text says. */
  readonly isSink: boolean;
  readonly encodersOnly: boolean;
}

type Traits = Partial<Pick<Detector, 'fires' | 'isSink' | 'encodersOnly'>>;

function detector(name: string, title: string, goesTo: string, traits: Traits = {}): Detector {
  return { name, title, goesTo, fires: 'query', isSink: false, encodersOnly: false, ...traits };
}

function offsetDetector(offset: number): Detector {
  const away = `${Math.abs(offset)} token${Math.abs(offset) === 1 ? '' : 's'}`;
  const where = offset === 0 ? 'the token itself' : `the token ${away} ${offset < 0 ? 'before' : 'after'} it`;
  const title = `offset ${offset < 0 ? '−' : offset > 0 ? '+' : ''}${Math.abs(offset)}`;
  return detector(`offset_${offset}`, title, where, { encodersOnly: offset > 0 });
}

/** A person's own, which is there only where one was given. */
export const OWN = 'own';

export const DETECTORS: readonly Detector[] = [
  detector('previous', 'previous', 'the token before it'),
  detector('next', 'next', 'the token after it', { encodersOnly: true }),
  detector('self', 'self', 'the token itself'),
  ...Array.from({ length: 2 * FARTHEST + 1 }, (_, at) => offsetDetector(at - FARTHEST)),
  detector('first_token', 'first token', 'the first token of the text, a sink', { isSink: true }),
  detector('delimiter', 'delimiter', 'special tokens and full stops, which are sinks', {
    isSink: true,
    encodersOnly: true,
  }),
  detector('full_stop', 'full stop', 'full stops, which often are sinks', { isSink: true, fires: 'after' }),
  detector('same_token', 'same token', 'other places of the same token'),
  detector('induction', 'induction', 'what follows another place of the same token'),
  detector('after_duplicate', 'after duplicate', 'an earlier place of the token before it'),
  detector('space', 'space', 'tokens that are white space and nothing else', { fires: 'after' }),
  detector('word_start', 'word start', 'the first letters of words', { fires: 'after' }),
  detector('punctuation', 'punctuation', 'punctuation and symbols', { fires: 'after' }),
  detector('vowel_consonant', 'vowel → cons.', 'consonants, from vowels'),
  detector('consonant_vowel', 'cons. → vowel', 'vowels, from consonants'),
  detector('same_class', 'same class', 'other tokens of its own class of characters'),
  detector('digit', 'digit', 'digits', { fires: 'after' }),
  detector('uppercase', 'upper case', 'tokens that begin with a capital letter', { fires: 'after' }),
  detector('mater_lectionis', 'mater lectionis', 'א, ה, ו and י, which may stand for vowels', {
    fires: 'after',
  }),
  detector('final_form', 'final form', 'final letters, ך ם ן ף ץ', { fires: 'after' }),
  detector('niqqud', 'niqqud', 'vowel points', { fires: 'after' }),
  detector('negation_cue', 'negation cue', 'words that negate', { fires: 'after' }),
  detector(OWN, 'own', 'what was asked for'),
];

/** Those that say the same as an offset: the same numbers under another name. */
export const SAME_AS: Readonly<Record<string, string>> = {
  previous: 'offset_-1',
  next: 'offset_1',
  self: 'offset_0',
};

/** The offset of a detector that is one; null for others. */
export function offsetOf(name: string): number | null {
  const own = /^offset_(-?\d+)$/.exec(SAME_AS[name] ?? name)?.[1];
  return own === undefined ? null : Number(own);
}

/** What a model can be asked for. @param hasOwn whether a person gave a detector of their own */
export function detectorsFor(causal: boolean, hasOwn: boolean): Detector[] {
  return DETECTORS.filter(({ name, encodersOnly }) => !(causal && encodersOnly) && (hasOwn || name !== OWN));
}

/** @throws RangeError for a name that no detector has */
export function detectorNamed(name: string): Detector {
  const found = DETECTORS.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`no detector "${name}"`);
  return found;
}
