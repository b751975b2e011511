/**
 * Where the colours of a metric's values end: the one place for it. A value has one colour on every screen, of one pair, of its mean
 * over a set, and of a label, since all of them end where the values of the set do.
 */
import { METRICS, type MetricName } from '../metrics/catalogue.ts';
import { type ColourScale, definedValues, fittedDomain } from './colour-scale.ts';

/** @param range the smallest and the largest value over the pairs of the set and all heads; null: there is none */
export function metricScale(name: MetricName, range: readonly [number, number] | null): ColourScale {
  const { change, unit } = METRICS[name];
  const kind = change === 'either' ? 'diverging' : 'sequential';
  return { kind, domain: fittedDomain(range ?? [], kind), unit };
}

/** The range over heads of which the extremes over pairs are known. */
export function rangeOfRows(
  rows: Iterable<{ readonly min: number | null; readonly max: number | null }>,
): readonly [number, number] | null {
  const values = definedValues([...rows].flatMap(({ min, max }) => [min, max]));
  if (values.length === 0) return null;
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
