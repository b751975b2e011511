/**
 * The metrics of a pair, for each layer and head: the one list that the store's columns, the CSV headers, the
 * filters and the words on screen are all made from. measure-head.ts computes them; definitions are those of
 * docs/science.md, section "Metrics of a pair".
 */

/** Names in the order in which values are laid out everywhere (buffers, columns, CSV). */
export const METRIC_NAMES = [
  'max_attention_diff',
  'mean_attention_diff',
  'attention_pattern_correlation',
  'value_output_correlation',
  'attention_js_divergence',
  'attention_entropy_diff',
  'value_cosine',
  'unaligned_mass_original',
  'unaligned_mass_counterfactual',
] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

export const METRIC_COUNT = METRIC_NAMES.length;

export interface MetricDescription {
  readonly name: MetricName;
  /** Words for the screen, sentence case. */
  readonly label: string;
  /** '' where the number has no unit. */
  readonly unit: '' | 'bits';
  /** The values the definition allows; null where a side has no bound. */
  readonly range: readonly [number | null, number | null];
  /**
   * A signed metric goes either way from 0, which means no change, and may be tested against 0. A distance may not, for
   * it is positive by construction; nor may a correlation or cosine, for which no change is 1.
   */
  readonly signed: boolean;
  /** Which end means that the head changed more: 'high' for distances, 'low' for similarities. */
  readonly change: 'high' | 'low' | 'either';
  /** One or two sentences: what the number is. */
  readonly definition: string;
  /** When the number does not exist, and why. */
  readonly undefinedWhen: string;
}

export const METRICS: Readonly<Record<MetricName, MetricDescription>> = {
  max_attention_diff: {
    name: 'max_attention_diff',
    label: 'Max attention difference',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    definition:
      'The largest absolute difference between the two attention patterns, over all pairs of aligned positions.',
    undefinedWhen: 'no positions are aligned',
  },
  mean_attention_diff: {
    name: 'mean_attention_diff',
    label: 'Mean attention difference',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    definition: 'The mean absolute difference between the two attention patterns over aligned positions.',
    undefinedWhen: 'no positions are aligned',
  },
  attention_pattern_correlation: {
    name: 'attention_pattern_correlation',
    label: 'Attention pattern correlation',
    unit: '',
    range: [-1, 1],
    signed: false,
    change: 'low',
    definition: 'Pearson correlation of the two attention patterns, flattened, over aligned positions.',
    undefinedWhen: 'fewer than two values are aligned, or one of the patterns is constant',
  },
  value_output_correlation: {
    name: 'value_output_correlation',
    label: 'Value output correlation',
    unit: '',
    range: [-1, 1],
    signed: false,
    change: 'low',
    definition:
      'Pearson correlation of what the head reads out (z = pattern × values), flattened, over aligned positions.',
    undefinedWhen: 'no positions are aligned, or one of the outputs is constant',
  },
  attention_js_divergence: {
    name: 'attention_js_divergence',
    label: 'JS divergence',
    unit: 'bits',
    range: [0, 1],
    signed: false,
    change: 'high',
    definition:
      'Jensen-Shannon divergence between the two attention rows of each aligned token, averaged. Attention to unaligned tokens (an inserted “not”) is one bin of its own.',
    undefinedWhen: 'no positions are aligned',
  },
  attention_entropy_diff: {
    name: 'attention_entropy_diff',
    label: 'Attention entropy difference',
    unit: 'bits',
    range: [null, null],
    signed: true,
    change: 'either',
    definition:
      'Mean entropy of the counterfactual’s attention rows less that of the original’s: above 0, the head looks more widely in the counterfactual.',
    undefinedWhen: 'a statement has no tokens',
  },
  value_cosine: {
    name: 'value_cosine',
    label: 'Value cosine',
    unit: '',
    range: [-1, 1],
    signed: false,
    change: 'low',
    definition:
      'Cosine similarity of the head’s output (z) at each aligned token in the two statements, averaged over tokens.',
    undefinedWhen: 'no positions are aligned, or an output vector is zero',
  },
  unaligned_mass_original: {
    name: 'unaligned_mass_original',
    label: 'Mass on unaligned, original',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    definition:
      'How much attention aligned tokens of the original give to tokens that have no counterpart, on average.',
    undefinedWhen: 'no positions are aligned',
  },
  unaligned_mass_counterfactual: {
    name: 'unaligned_mass_counterfactual',
    label: 'Mass on unaligned, counterfactual',
    unit: '',
    range: [0, 1],
    signed: false,
    change: 'high',
    definition:
      'How much attention aligned tokens of the counterfactual give to tokens that have no counterpart, on average.',
    undefinedWhen: 'no positions are aligned',
  },
};

/** Position of a metric's value in a row of {@link METRIC_COUNT} values. */
export function metricIndex(name: MetricName): number {
  return METRIC_NAMES.indexOf(name);
}
