/**
 * Where the colours of a metric's values end: the one place for it. The values of single pairs, and each statistic over them, have ends of
 * their own, which are the same wherever they are shown.
 */
import { METRICS, type MetricName } from '../metrics/catalogue.ts';
import { type ColourScale, fittedDomain } from './colour-scale.ts';

/**
 * @param values all that may be shown in these colours: the smallest and the largest value over the pairs of the set and all heads, or
 *   those of a statistic over all heads; null: undefined there
 */
export function metricScale(name: MetricName, values: Iterable<number | null>): ColourScale {
  const { change, unit } = METRICS[name];
  const kind = change === 'either' ? 'diverging' : 'sequential';
  return { kind, domain: fittedDomain(values, kind), unit };
}

/**
 * Of a difference of a metric, between set and control or between two runs: a larger change is red whichever way the metric goes.
 * @param values of all heads that are shown in these colours
 */
export function differenceScale(name: MetricName, values: Iterable<number | null>): ColourScale {
  const { unit } = METRICS[name];
  return { kind: 'diverging', domain: fittedDomain(values, 'diverging'), unit, ...warmEnd(name) };
}

/** Of a diverging scale where the change is larger at the low end, as of a correlation; nothing where it is at the high one. */
export function warmEnd(name: MetricName): Pick<ColourScale, 'warm'> {
  return METRICS[name].change === 'low' ? { warm: 'low' } : {};
}
