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

/** 'JS divergence ≥ 0.2 bits' */
export function thresholdWords({ metric, comparison, value }: Threshold): string {
  const { label, unit } = METRICS[metric];
  return `${label} ${COMPARISON_SIGNS[comparison]} ${value}${unit === '' ? '' : ` ${unit}`}`;
}

/** Flags that one threshold says; the third compares two metrics with each other, which no filter does. */
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
  ];
}

/** The list with one more threshold; one that says the same of the same metric in the same direction gives way. */
export function withThreshold(thresholds: readonly Threshold[], added: Threshold): Threshold[] {
  const direction = (threshold: Threshold): string => `${threshold.metric}${threshold.comparison.charAt(0)}`;
  return [...thresholds.filter((other) => direction(other) !== direction(added)), added];
}
