/** Which metrics are marked where flags are raised. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { FlagName } from '../../../core/metrics/flags.ts';

/** The metrics whose values raise a flag. */
const METRICS_OF_FLAG: Readonly<Record<FlagName, readonly MetricName[]>> = {
  local_change: ['max_attention_diff'],
  reorganisation: ['attention_pattern_correlation'],
  semantic_processing: ['value_output_correlation'],
};

/** Those of a row's flags that this metric raised. Its cell is marked when there are any. */
export function flaggedBy(metric: MetricName, flags: readonly FlagName[]): FlagName[] {
  return flags.filter((flag) => METRICS_OF_FLAG[flag].includes(metric));
}
