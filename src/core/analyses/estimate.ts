/** A mean with its 95 % interval. */
import { formatValue } from '../figures/figure.ts';

export interface Estimate {
  /** null: undefined. */
  readonly mean: number | null;
  /** null: too few for an interval. */
  readonly low: number | null;
  readonly high: number | null;
}

/** '0.31 [0.22, 0.41]', '0.31' without an interval */
export function formatEstimate({ mean, low, high }: Estimate): string {
  if (mean === null) return formatValue(null);
  return `${formatValue(mean)}${low === null || high === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`}`;
}
