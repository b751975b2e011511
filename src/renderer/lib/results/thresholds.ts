/** The thresholds of a filter, and the ones that flags stand for. */
import { FLAG_NAMES, FLAG_RULES, type FlagName, type FlagThresholds } from '../../../core/metrics/flags.ts';
import type { Threshold } from '../../../shared/entities.ts';

/** What filters by each of the flags. */
export function flagFilters(thresholds: FlagThresholds): { flag: FlagName; threshold: Threshold }[] {
  return FLAG_NAMES.map((flag) => {
    const { metric, minus, comparison, key } = FLAG_RULES[flag];
    const value = thresholds.basis === 'control' ? 'control' : thresholds[key];
    return { flag, threshold: { metric, ...(minus !== undefined && { minus }), comparison, value } };
  });
}

/** The flag that a threshold of a filter stands for, if it does. */
export function flagOfThreshold(threshold: Threshold, thresholds: FlagThresholds): FlagName | undefined {
  const { metric, minus, comparison, value } = threshold;
  return flagFilters(thresholds).find(
    ({ threshold: other }) =>
      metric === other.metric &&
      minus === other.minus &&
      comparison === other.comparison &&
      value === other.value,
  )?.flag;
}

/** The list with one more threshold, which replaces an older one of the same metric and direction. */
export function withThreshold(thresholds: readonly Threshold[], added: Threshold): Threshold[] {
  const direction = ({ metric, minus, comparison }: Threshold): string =>
    `${metric} ${minus ?? ''} ${comparison.charAt(0)}`;
  return [...thresholds.filter((other) => direction(other) !== direction(added)), added];
}
