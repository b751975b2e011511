/** What is measured of a head at a negation cue: names, ranges and words. docs/science.md, section 6. */

export const NEGATION_QUANTITIES = [
  'to_cue_ratio',
  'from_cue_ratio',
  'bidirectional',
  'delta',
  'radius',
  'radius_without_special',
  'attention_distance',
] as const;
export type NegationQuantity = (typeof NEGATION_QUANTITIES)[number];

export interface QuantityWords {
  /** As a heading. */
  readonly title: string;
  /** In a sentence, after "heads": what a head with more of it than its control does. */
  readonly verb: string;
  readonly definition: string;
  /** '×' for multiples of a share; 'tokens'; '' for numbers without unit. */
  readonly unit: '' | '×' | 'tokens';
  readonly decimals: number;
  readonly range: readonly [lowest: number, highest: number | null];
  /** In a decoder the cue sees nothing that follows it, and what it has to do with its scope is undefined. */
  readonly inDecoders: boolean;
}

export const QUANTITIES: Readonly<Record<NegationQuantity, QuantityWords>> = {
  to_cue_ratio: {
    title: 'Attention to the cue',
    verb: 'attend to the negation',
    definition:
      'Mass on the cue’s tokens divided by their share of the tokens, averaged over words that are neither cue nor special. At 1 × the cue gets its share.',
    unit: '×',
    decimals: 1,
    range: [0, null],
    inDecoders: true,
  },
  from_cue_ratio: {
    title: 'Attention from the cue to its scope',
    verb: 'look from the negation at its scope',
    definition:
      'Mass of the cue’s attention on the words in its scope, divided by their share of the tokens. The scope goes up to the next punctuation, or is as marked.',
    unit: '×',
    decimals: 1,
    range: [0, null],
    inDecoders: false,
  },
  bidirectional: {
    title: 'Two-way attention, cue and scope',
    verb: 'attend both ways between negation and scope',
    definition:
      'Geometric mean of attention from the cue to a word of its scope and back from that word to the cue, averaged over the words in scope.',
    unit: '',
    decimals: 3,
    range: [0, 1],
    inDecoders: false,
  },
  delta: {
    title: 'Change of value vectors',
    verb: 'change their output around the negation',
    definition:
      'One less the cosine of the head’s output in the original and in the negated statement, averaged over aligned tokens that are neither cue nor special.',
    unit: '',
    decimals: 3,
    range: [0, 2],
    inDecoders: true,
  },
  radius: {
    title: 'Radius of the change',
    verb: 'change farther from the negation',
    definition:
      'Mean distance to the cue of what changes in the head’s output, each aligned token weighted by its change, special tokens among them.',
    unit: 'tokens',
    decimals: 1,
    range: [0, null],
    inDecoders: true,
  },
  radius_without_special: {
    title: 'Radius of the change, words alone',
    verb: 'change farther from the negation',
    definition:
      'Mean distance to the cue of what changes in the head’s output, each aligned token weighted by its change, without special tokens.',
    unit: 'tokens',
    decimals: 1,
    range: [0, null],
    inDecoders: true,
  },
  attention_distance: {
    title: 'Distance of attention',
    verb: 'attend farther',
    definition:
      'Mean distance between query and key, weighted by attention, in the negated statement; special tokens (in decoders the first token, too) are left out and the rest made to sum to 1.',
    unit: 'tokens',
    decimals: 1,
    range: [0, null],
    inDecoders: true,
  },
};

/** By signed distance to the cue. */
export const NEGATION_PROFILES = ['to_cue', 'from_cue', 'delta'] as const;
export type NegationProfile = (typeof NEGATION_PROFILES)[number];

export const PROFILE_TITLES: Readonly<Record<NegationProfile, string>> = {
  to_cue: 'Share of attention that goes to the cue',
  from_cue: 'Share of the cue’s attention',
  delta: 'Change of value vectors, 1 − cosine',
};

/** Profiles reach so many tokens to either side of the cue. */
export const PROFILE_SPAN = 8;
export const PROFILE_DISTANCES: readonly number[] = Array.from(
  { length: 2 * PROFILE_SPAN + 1 },
  (_, place) => place - PROFILE_SPAN,
);

/** The profile that shows where a quantity comes from. */
export function profileOf(quantity: NegationQuantity): NegationProfile {
  if (quantity === 'to_cue_ratio' || quantity === 'bidirectional' || quantity === 'attention_distance')
    return 'to_cue';
  return quantity === 'from_cue_ratio' ? 'from_cue' : 'delta';
}
