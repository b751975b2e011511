/**
 * The metrics of a pair, an entry each, in the order of their columns. A form without sinks is not written down: it
 * follows from `withoutSinks`.
 */
import type { MetricEntry } from './metric-entry.ts';

const NOTHING_ALIGNED = 'no positions are aligned, or none of those that count as queries';
const NO_ROWS = 'a statement has no tokens, or none that counts as a query';

/** A weight, a mass or a share of one statement; of two. Total variation is half of the sum of two. */
const ONCE = { kind: 'linear', times: 1 } as const;
const TWICE = { kind: 'linear', times: 2 } as const;
/** Of a row over n keys at most log2 n, of both statements: 2 · 10 bits, for 1,024 keys. */
const OF_ENTROPY = { kind: 'linear', times: 20 } as const;
/** A row's distance is at most that of its furthest key: 100 tokens, in both statements. */
const OF_DISTANCE = { kind: 'linear', times: 200 } as const;
/** Rows off by e are e / √(8 ln 2) of a root of bits apart; both statements. */
const DIVERGENCE = { kind: 'root', times: 2 / Math.sqrt(8 * Math.LN2) } as const;
/** 1 − r is half of the squared chord between two vectors of length 1, of which each is off by e. */
const CHORD = { kind: 'root', times: Math.SQRT2 } as const;

export const METRIC_ENTRIES = {
  max_attention_diff: {
    group: 'attention',
    label: 'Max attention difference, aligned',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    rounding: TWICE,
    definition:
      'The largest absolute difference between the two attention patterns, over all pairs of aligned positions.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  mean_attention_diff: {
    group: 'attention',
    label: 'Mean attention difference',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    rounding: TWICE,
    definition: 'The mean absolute difference between the two attention patterns over aligned positions.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
    note: 'Kept for comparison with earlier work; falls with length, since most weights of a long row are near 0. Total variation does not.',
  },
  attention_pattern_correlation: {
    group: 'attention',
    label: 'Attention pattern correlation',
    unit: '',
    range: [-1, 1],
    signed: false,
    change: 'low',
    rounding: CHORD,
    definition: 'Pearson correlation of the two attention patterns, flattened, over aligned positions.',
    undefinedWhen: 'fewer than two values are aligned, or one of the patterns is constant',
    withoutSinks: true,
  },
  value_output_correlation: {
    group: 'values',
    label: 'Value output correlation',
    unit: '',
    range: [-1, 1],
    signed: false,
    change: 'low',
    rounding: CHORD,
    definition:
      'Pearson correlation of what the head reads out (z = pattern × values), flattened, over aligned positions.',
    undefinedWhen: `${NOTHING_ALIGNED}, or one of the outputs is constant`,
  },
  attention_js_divergence: {
    group: 'information',
    label: 'JS divergence',
    unit: 'bits',
    range: [0, 1],
    signed: false,
    change: 'high',
    rounding: DIVERGENCE,
    definition:
      'Jensen-Shannon divergence between the two attention rows of each aligned token, averaged. Attention to unaligned tokens (an inserted “not”) is one bin of its own.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  attention_entropy_diff: {
    group: 'information',
    label: 'Attention entropy difference',
    unit: 'bits',
    range: [null, null],
    signed: true,
    change: 'either',
    rounding: OF_ENTROPY,
    definition:
      'Mean entropy of the counterfactual’s attention rows less that of the original’s: above 0, the head looks more widely in the counterfactual.',
    undefinedWhen: NO_ROWS,
    withoutSinks: true,
    note: 'A longer statement has more to look at, which raises entropy by itself; normalised entropy is free of that.',
  },
  value_cosine: {
    group: 'values',
    label: 'Value cosine',
    unit: '',
    range: [-1, 1],
    signed: false,
    change: 'low',
    rounding: CHORD,
    definition:
      'Cosine similarity of the head’s output (z) at each aligned token in the two statements, averaged over tokens.',
    undefinedWhen: `${NOTHING_ALIGNED}, or an output vector is zero`,
    note: 'Mostly what all tokens of a statement share; the centred one is without it.',
  },
  unaligned_mass_original: {
    group: 'shift',
    label: 'Mass on unaligned, original',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    rounding: ONCE,
    definition:
      'How much attention aligned tokens of the original give to tokens that have no counterpart, on average.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  unaligned_mass_counterfactual: {
    group: 'shift',
    label: 'Mass on unaligned, counterfactual',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    rounding: ONCE,
    definition:
      'How much attention aligned tokens of the counterfactual give to tokens that have no counterpart, on average.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  total_variation: {
    group: 'attention',
    label: 'Total variation',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    rounding: ONCE,
    definition:
      'How much of its attention an aligned token gives to other tokens in the counterfactual: half the sum of absolute differences of its two rows, averaged. Attention to unaligned tokens is one bin of its own.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  top_key_overlap: {
    group: 'attention',
    label: 'Overlap of top keys',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'low',
    rounding: null,
    definition:
      'Of the three tokens that an aligned token attends to most, how many correspond to one of the three in the other statement; a share, averaged.',
    undefinedWhen: `${NOTHING_ALIGNED}, or those have three keys or fewer`,
    withoutSinks: true,
  },
  normalised_entropy_original: {
    group: 'information',
    label: 'Normalised entropy, original',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'none',
    rounding: ONCE,
    definition:
      'Entropy of an attention row over the largest that its number of keys allows, averaged over the original’s rows: 0 looks at one token, 1 at all alike.',
    undefinedWhen: 'no row that counts has more than one key',
    withoutSinks: true,
  },
  normalised_entropy_counterfactual: {
    group: 'information',
    label: 'Normalised entropy, counterfactual',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'none',
    rounding: ONCE,
    definition:
      'Entropy of an attention row over the largest that its number of keys allows, averaged over the counterfactual’s rows: 0 looks at one token, 1 at all alike.',
    undefinedWhen: 'no row that counts has more than one key',
    withoutSinks: true,
  },
  normalised_entropy_diff: {
    group: 'information',
    label: 'Normalised entropy difference',
    unit: '',
    range: [-1, 1],
    signed: true,
    change: 'either',
    rounding: TWICE,
    definition:
      'Normalised entropy of the counterfactual less that of the original: above 0, the head looks more widely than the longer sentence alone would have it.',
    undefinedWhen: 'in one of the statements no row that counts has more than one key',
    withoutSinks: true,
  },
  sink_mass_original: {
    group: 'sinks',
    label: 'Mass on sinks, original',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'none',
    rounding: ONCE,
    definition:
      'How much attention goes to sinks (the first token, special tokens, full stops), averaged over the original’s rows.',
    undefinedWhen: NO_ROWS,
  },
  sink_mass_counterfactual: {
    group: 'sinks',
    label: 'Mass on sinks, counterfactual',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'none',
    rounding: ONCE,
    definition:
      'How much attention goes to sinks (the first token, special tokens, full stops), averaged over the counterfactual’s rows.',
    undefinedWhen: NO_ROWS,
  },
  sink_mass_diff: {
    group: 'sinks',
    label: 'Mass on sinks, difference',
    unit: '',
    range: [-1, 1],
    signed: true,
    change: 'either',
    rounding: TWICE,
    definition:
      'Mass on sinks in the counterfactual less that in the original: above 0, the head rests more in the counterfactual.',
    undefinedWhen: NO_ROWS,
  },
  shift_toward_change: {
    group: 'shift',
    label: 'Shift toward the change',
    unit: '',
    range: [-1, 1],
    signed: true,
    change: 'either',
    rounding: TWICE,
    definition:
      'Attention of aligned tokens to the inserted or substituted tokens of the counterfactual, less that to the tokens of the original that they stand for.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  shift_from_sinks: {
    group: 'shift',
    label: 'Shift from sinks',
    unit: '',
    range: [-1, 1],
    signed: true,
    change: 'either',
    rounding: TWICE,
    definition:
      'How much of the shift toward the change comes from sinks that did not change. The shifts from sinks, from before and from after sum to it.',
    undefinedWhen: NOTHING_ALIGNED,
  },
  shift_from_before: {
    group: 'shift',
    label: 'Shift from before the change',
    unit: '',
    range: [-1, 1],
    signed: true,
    change: 'either',
    rounding: TWICE,
    definition: 'How much of the shift toward the change comes from tokens before it that are no sinks.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  shift_from_after: {
    group: 'shift',
    label: 'Shift from after the change',
    unit: '',
    range: [-1, 1],
    signed: true,
    change: 'either',
    rounding: TWICE,
    definition:
      'How much of the shift toward the change comes from unchanged tokens after its beginning that are no sinks.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
  },
  attention_distance_diff: {
    group: 'distance',
    label: 'Attention distance difference',
    unit: 'tokens',
    range: [null, null],
    signed: true,
    change: 'either',
    rounding: OF_DISTANCE,
    definition:
      'How many tokens further away aligned tokens look in the counterfactual: the mean distance |i − j|, weighted by attention, less that in the original.',
    undefinedWhen: NOTHING_ALIGNED,
    withoutSinks: true,
    note: 'An inserted token lengthens it by itself; the one over aligned tokens is free of that.',
  },
  attention_distance_diff_aligned: {
    group: 'distance',
    label: 'Attention distance difference, aligned',
    unit: 'tokens',
    range: [null, null],
    signed: true,
    change: 'either',
    rounding: OF_DISTANCE,
    definition:
      'The same over aligned keys alone, whose weights are made to sum to 1, with the original’s positions for both statements.',
    undefinedWhen: 'no query that counts attends to aligned keys in both statements',
    withoutSinks: true,
  },
  value_cosine_centred: {
    group: 'values',
    label: 'Value cosine, centred',
    unit: '',
    range: [-1, 1],
    signed: false,
    change: 'low',
    rounding: CHORD,
    definition:
      'Value cosine of outputs less their mean over the aligned positions of their statement, which takes out what all tokens share.',
    undefinedWhen: `${NOTHING_ALIGNED}, or an output is the mean of all`,
  },
} as const satisfies Readonly<Record<string, MetricEntry>>;
