/** Thresholds in words, and the ones that flags stand for. */
import { FLAG_LABELS, type FlagThresholds } from '../../../core/metrics/flags.ts';
import { METRICS } from '../../../core/metrics/catalogue.ts';
import type { Threshold } from '../../../shared/entities.ts';

export const COMPARISON_SIGNS: Readonly<Record<Threshold['comparison'], string>> = {
  '>': '>',
  '>=': '≥',
  '<': '<',
  '<=': '≤',
};

/** 'JS divergence ≥ 0.2 bits', '|Value output correlation − Attention pattern correlation| > 0.2' */
export function thresholdWords({ metric, minus, comparison, value }: Threshold): string {
  const { label, unit } = METRICS[metric];
  const what = minus === undefined ? label : `|${label} − ${METRICS[minus].label}|`;
  return `${what} ${COMPARISON_SIGNS[comparison]} ${value}${unit === '' ? '' : ` ${unit}`}`;
}

/** What filters by each of the flags. */
export function flagFilters(thresholds: FlagThresholds): { label: string; threshold: Threshold }[] {
  return [
    {
      label: FLAG_LABELS.local_change,
      threshold: { metric: 'max_attention_diff', comparison: '>', value: thresholds.localChange },
    },
    {
      label: FLAG_LABELS.reorganisation,
      threshold: {
        metric: 'attention_pattern_correlation',
        comparison: '<',
        value: thresholds.reorganisation,
      },
    },
    {
      label: FLAG_LABELS.semantic_processing,
      threshold: {
        metric: 'value_output_correlation',
        minus: 'attention_pattern_correlation',
        comparison: '>',
        value: thresholds.semanticGap,
      },
    },
  ];
}

/** The list with one more threshold, which replaces an older one of the same metric and direction. */
export function withThreshold(thresholds: readonly Threshold[], added: Threshold): Threshold[] {
  const direction = ({ metric, minus, comparison }: Threshold): string =>
    `${metric} ${minus ?? ''} ${comparison.charAt(0)}`;
  return [...thresholds.filter((other) => direction(other) !== direction(added)), added];
}
