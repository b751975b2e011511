/** The thresholds of flags at a head, and in words how often they are raised. */
import { formatValue } from '../../../core/figures/figure.ts';
import {
  FLAG_RULES,
  fixedThresholds,
  type FlagName,
  type FlagThresholds,
  type HeadThresholds,
} from '../../../core/metrics/flags.ts';
import type { RunFlagRates } from '../../../shared/entities.ts';
import { formatCount } from '../format/format.ts';

/** @param rates undefined while they are fetched; thresholds by head are not known before */
export function thresholdsAt(
  thresholds: FlagThresholds,
  rates: RunFlagRates | undefined,
  layer: number,
  head: number,
): HeadThresholds {
  if (thresholds.basis === 'fixed') return fixedThresholds(thresholds);
  const at = (flag: FlagName) => rates?.flags[flag].threshold[layer]?.[head] ?? null;
  return {
    local_change: at('local_change'),
    reorganisation: at('reorganisation'),
    semantic_processing: at('semantic_processing'),
  };
}

/** 'max attention difference above 0.412 at this head' */
export function ruleWords(flag: FlagName, thresholds: FlagThresholds, atHead: number | null): string {
  const { words, key } = FLAG_RULES[flag];
  if (thresholds.basis === 'fixed') return `${words} ${thresholds[key]}`;
  return atHead === null
    ? `${words} what 95 % of the control do; the control has no value at this head`
    : `${words} ${formatValue(atHead)} at this head`;
}

/** At one head: 'raised at L5 H9 in 62 % of pairs, in 21 % of neutral changes' */
export function rateWordsAt(flag: FlagName, rates: RunFlagRates, layer: number, head: number): string {
  const { set, control } = rates.flags[flag];
  return rateWords(rates, set[layer]?.[head] ?? null, control[layer]?.[head] ?? null, {
    place: ` at L${layer} H${head}`,
    ofSet: 'pairs',
    ofControl: CONTROL_WORDS[rates.control ?? 'control'],
  });
}

/** Whether every pair raises it at this head, and everything that pairs are compared with as well: then it says nothing of a pair. */
export function tellsNothing(
  flag: FlagName,
  rates: RunFlagRates | undefined,
  layer: number,
  head: number,
): boolean {
  if (rates === undefined || rates.control === null) return false;
  const { set, control } = rates.flags[flag];
  return set[layer]?.[head] === 1 && control[layer]?.[head] === 1;
}

/** Over all heads: 'raised in 62 % of rows, in 21 % of those of neutral changes' */
export function overallRateWords(flag: FlagName, rates: RunFlagRates): string {
  const { set, control } = rates.flags[flag].overall;
  return rateWords(rates, set, control, {
    place: '',
    ofSet: 'the set’s rows',
    ofControl: `rows of ${CONTROL_WORDS[rates.control ?? 'control']}`,
  });
}

/** '21 % of neutral changes', as short as a chip wants it; null where there is nothing to compare with. */
export function controlRateWords(flag: FlagName, rates: RunFlagRates): string | null {
  const share = rates.flags[flag].overall.control;
  return rates.control === null || share === null
    ? null
    : `${shareWords(share)} of ${CONTROL_WORDS[rates.control]}`;
}

/** '547 neutral changes' */
export function controlCountWords({ control, pairs }: RunFlagRates): string {
  return control === null ? NO_CONTROL : `${formatCount(pairs.control)} ${CONTROL_WORDS[control]}`;
}

export const NO_CONTROL = 'no control to compare with';

/** Up to so much no weight is said to change. */
const NO_CHANGE = 0.001;

/** Why a flag of a correlation says little where attention hardly changes, as where it is even; null where it says something. */
export function littleChangeWords(
  flags: readonly FlagName[],
  largest: number | null | undefined,
): string | null {
  const isOfCorrelation = flags.some((flag) =>
    [FLAG_RULES[flag].metric, FLAG_RULES[flag].minus].includes('attention_pattern_correlation'),
  );
  if (!isOfCorrelation || largest == null || largest > NO_CHANGE) return null;
  return `No weight changes by more than ${formatValue(largest)}: the correlation of two patterns as even as that is of their rounding, and its flags say nothing.`;
}

const CONTROL_WORDS = { neutral: 'neutral changes', control: 'control pairs' } as const;

function rateWords(
  { control: kind }: RunFlagRates,
  set: number | null,
  control: number | null,
  { place, ofSet, ofControl }: { place: string; ofSet: string; ofControl: string },
): string {
  if (set === null) return kind === null ? NO_CONTROL : `undefined${place} on every pair`;
  if (kind !== null && set === 1 && control === 1)
    return `raised${place} in all ${ofSet} and all ${ofControl}: it tells nothing`;
  const raised = `raised${place} in ${shareWords(set)} of ${ofSet}`;
  if (kind === null) return `${raised}; ${NO_CONTROL}`;
  return control === null
    ? `${raised}; undefined in ${ofControl}`
    : `${raised}, in ${shareWords(control)} of ${ofControl}`;
}

/** Whole percents that say neither none nor all where some are. */
function shareWords(share: number): string {
  if (share > 0 && share < 0.005) return 'under 1 %';
  if (share < 1 && share >= 0.995) return 'over 99 %';
  return `${Math.round(100 * share)} %`;
}
