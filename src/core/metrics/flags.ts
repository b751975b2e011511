import type { MetricName } from './catalogue.ts';

/** Thresholds of the flags; editable by the person and stored with the workspace. */
export interface FlagThresholds {
  /** Local change: max_attention_diff above this. */
  readonly localChange: number;
  /** Substantial reorganisation: attention_pattern_correlation below this. */
  readonly reorganisation: number;
  /** Different semantic processing: |value_output_correlation - attention_pattern_correlation| above this. */
  readonly semanticGap: number;
}

/** Those that earlier work used: conventions, which neutral changes pass too. docs/science.md, section 2. */
export const DEFAULT_FLAG_THRESHOLDS: FlagThresholds = {
  localChange: 0.3,
  reorganisation: 0.7,
  semanticGap: 0.2,
};

export const FLAG_NAMES = ['local_change', 'reorganisation', 'semantic_processing'] as const;
export type FlagName = (typeof FLAG_NAMES)[number];

export const FLAG_LABELS: Readonly<Record<FlagName, string>> = {
  local_change: 'Local change',
  reorganisation: 'Substantial reorganisation',
  semantic_processing: 'Different semantic processing',
};

/** The flags that a head's metrics raise. A metric that is undefined (null) raises none. */
export function raiseFlags(
  metrics: Readonly<Partial<Record<MetricName, number | null>>>,
  thresholds: FlagThresholds = DEFAULT_FLAG_THRESHOLDS,
): FlagName[] {
  const localChange = metrics.max_attention_diff ?? null;
  const pattern = metrics.attention_pattern_correlation ?? null;
  const value = metrics.value_output_correlation ?? null;
  const flags: FlagName[] = [];
  if (localChange !== null && localChange > thresholds.localChange) flags.push('local_change');
  if (pattern !== null && pattern < thresholds.reorganisation) flags.push('reorganisation');
  if (pattern !== null && value !== null && Math.abs(value - pattern) > thresholds.semanticGap)
    flags.push('semantic_processing');
  return flags;
}
