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

/** The flags that equal one threshold. The third flag compares two metrics, which no filter can. */
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

/** The list with one more threshold, which replaces an older one of the same metric and direction. */
export function withThreshold(thresholds: readonly Threshold[], added: Threshold): Threshold[] {
  const direction = (threshold: Threshold): string => `${threshold.metric}${threshold.comparison.charAt(0)}`;
  return [...thresholds.filter((other) => direction(other) !== direction(added)), added];
}
