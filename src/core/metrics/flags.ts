import type { MetricName } from './catalogue.ts';

export const FLAG_NAMES = ['local_change', 'reorganisation', 'semantic_processing'] as const;
export type FlagName = (typeof FLAG_NAMES)[number];

/** Where thresholds are from: the same numbers for all heads, or, at each head, 95 % of what its control does. */
export const FLAG_BASES = ['fixed', 'control'] as const;

/** Thresholds of the flags; editable by the person and stored with the workspace. */
export interface FlagThresholds {
  readonly basis: (typeof FLAG_BASES)[number];
  /** Where the basis is 'control', these wait to be chosen again. */
  readonly localChange: number;
  readonly reorganisation: number;
  readonly semanticGap: number;
}

/** Those that earlier work used: conventions, which neutral changes pass too. docs/science.md, section 2. */
export const DEFAULT_FLAG_THRESHOLDS: FlagThresholds = {
  basis: 'fixed',
  localChange: 0.3,
  reorganisation: 0.7,
  semanticGap: 0.2,
};

/** What raises a flag: a metric, or how far it is from another one either way, strictly beyond a threshold. */
export interface FlagRule {
  readonly label: string;
  /** Goes before the threshold: 'pattern correlation below' */
  readonly words: string;
  readonly metric: MetricName;
  readonly minus?: MetricName;
  readonly comparison: '>' | '<';
  readonly key: Exclude<keyof FlagThresholds, 'basis'>;
}

export const FLAG_RULES: Readonly<Record<FlagName, FlagRule>> = {
  local_change: {
    label: 'Local change',
    words: 'max attention difference above',
    metric: 'max_attention_diff',
    comparison: '>',
    key: 'localChange',
  },
  reorganisation: {
    label: 'Substantial reorganisation',
    words: 'pattern correlation below',
    metric: 'attention_pattern_correlation',
    comparison: '<',
    key: 'reorganisation',
  },
  semantic_processing: {
    label: 'Different semantic processing',
    words: 'value and pattern correlation apart by more than',
    metric: 'value_output_correlation',
    minus: 'attention_pattern_correlation',
    comparison: '>',
    key: 'semanticGap',
  },
};

/** The threshold of each flag at one head; null where there is none, as where the control has no value. */
export type HeadThresholds = Readonly<Record<FlagName, number | null>>;

/** The same at every head. */
export function fixedThresholds(thresholds: FlagThresholds): HeadThresholds {
  const { local_change, reorganisation, semantic_processing } = FLAG_RULES;
  return {
    local_change: thresholds[local_change.key],
    reorganisation: thresholds[reorganisation.key],
    semantic_processing: thresholds[semantic_processing.key],
  };
}

/** The flags that a head's metrics raise. What is undefined (null), metric or threshold, raises none. */
export function raiseFlags(
  metrics: Readonly<Partial<Record<MetricName, number | null>>>,
  thresholds: HeadThresholds,
): FlagName[] {
  return FLAG_NAMES.filter((flag) => {
    const { metric, minus, comparison } = FLAG_RULES[flag];
    const threshold = thresholds[flag];
    const one = metrics[metric] ?? null;
    const other = minus === undefined ? 0 : (metrics[minus] ?? null);
    if (threshold === null || one === null || other === null) return false;
    const value = minus === undefined ? one : Math.abs(one - other);
    return comparison === '>' ? value > threshold : value < threshold;
  });
}
