/** The number of a metric on one pair, as it is read. */
import { formatFixed } from '../../../core/figures/fixed-numbers.ts';
import { formatValue, withUnit } from '../../../core/figures/figure.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import { resolutionOf } from '../../../core/metrics/resolution.ts';

/**
 * What is nearer to 0 than errors of the weights make it is 0, to as many decimals as its neighbours have: of differences and
 * sums of weights. A divergence is the square of a distance, and holds far smaller numbers.
 */
export function shownValue(metric: MetricName, value: number): string {
  const { unit } = METRICS[metric];
  const resolution = resolutionOf(metric);
  return resolution?.kind === 'linear' && value !== 0 && Math.abs(value) < resolution.error
    ? withUnit(formatFixed(0, 3), unit)
    : formatValue(value, unit);
}
