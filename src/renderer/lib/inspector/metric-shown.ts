/** The number of a metric on one pair, as it is read. */
import { formatFixed } from '../../../core/figures/fixed-numbers.ts';
import { formatValue, withUnit } from '../../../core/figures/figure.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';

/** By what share of itself an attention weight, which is 1 at most, may be off: docs/science.md, section 3. */
const WEIGHT_ERROR = 1e-5;

/**
 * What is nearer to 0 than weights are sure is 0, to as many decimals as its neighbours have: of differences and sums of
 * weights. A divergence is the square of a distance, and holds far smaller numbers.
 */
export function shownValue(metric: MetricName, value: number): string {
  const { unit, rounding } = METRICS[metric];
  return rounding?.kind === 'linear' && value !== 0 && Math.abs(value) < WEIGHT_ERROR
    ? withUnit(formatFixed(0, 3), unit)
    : formatValue(value, unit);
}
