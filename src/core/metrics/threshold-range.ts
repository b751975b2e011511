/** What values a metric can have, and whether a threshold says anything of it. */
import { inSentence } from '../capitalised.ts';
import { METRICS, type MetricName } from './catalogue.ts';
import { FLAG_NAMES, FLAG_RULES, type FlagThresholds } from './flags.ts';

export interface ThresholdOf {
  readonly metric: MetricName;
  /** How far the metric is from this one is compared. */
  readonly minus?: MetricName | undefined;
  readonly comparison: '>' | '>=' | '<' | '<=';
  /** Where the limit is that of a control, any says something. */
  readonly value: number | 'control';
}

/** The smallest and the largest value that the definition allows; null where a side has no bound. */
export function rangeOf(
  metric: MetricName,
  minus?: MetricName,
): readonly [low: number | null, high: number | null] {
  const { range } = METRICS[metric];
  if (minus === undefined) return range;
  const [low, high] = range;
  const [otherLow, otherHigh] = METRICS[minus].range;
  if (low === null || high === null || otherLow === null || otherHigh === null) return [0, null];
  return [0, Math.max(high - otherLow, otherHigh - low)];
}

/** In words, why a threshold is none: its value lies where the metric never is, or only at its end. null: it is one. */
export function whyImpossible({ metric, minus, comparison, value }: ThresholdOf): string | null {
  if (value === 'control') return null;
  const [low, high] = rangeOf(metric, minus);
  const isPast = (low !== null && value < low) || (high !== null && value > high);
  const isAboveAll = comparison === '>' && value === high;
  const isBelowAll = comparison === '<' && value === low;
  if (!isPast && !isAboveAll && !isBelowAll) return null;
  const { label, unit } = METRICS[metric];
  const what = minus === undefined ? label : `The distance of the two`;
  const inUnit = unit === '' ? '' : ` ${unit}`;
  if (low === null || isAboveAll) return `${what} is never above ${String(high)}${inUnit}`;
  if (high === null || isBelowAll) return `${what} is never below ${String(low)}${inUnit}`;
  return `${what} lies between ${low} and ${high}${inUnit}`;
}

/** In words, which flag of the same thresholds at all heads could never be raised or always would be. null: none. */
export function whyFlagsImpossible(thresholds: FlagThresholds): string | null {
  if (thresholds.basis === 'control') return null;
  for (const flag of FLAG_NAMES) {
    const { label, key, ...rule } = FLAG_RULES[flag];
    const why = whyImpossible({ ...rule, value: thresholds[key] });
    if (why !== null) return `${label}: ${inSentence(why)}`;
  }
  return null;
}

/**
 * In words, why a smallest effect of interest is none: no two means of the metric are further apart, so that no head could respond.
 * null: it is one.
 * @param margin in the unit of the metric
 * @param ofDifferences whether it is of differences from a control that are compared with each other, as of two runs
 */
export function whyEffectImpossible(
  metric: MetricName,
  margin: number,
  ofDifferences = false,
): string | null {
  const [low, high] = rangeOf(metric);
  if (low === null || high === null) return null;
  const most = (ofDifferences ? 2 : 1) * (high - low);
  if (margin < most) return null;
  const { label, unit } = METRICS[metric];
  const apart = ofDifferences ? 'no two differences from a control' : 'no two means';
  return `${label} lies between ${low} and ${high}${unit === '' ? '' : ` ${unit}`}: ${apart} are more than ${most} apart`;
}
