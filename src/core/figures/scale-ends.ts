/**
 * Where the colours of a metric's values end: the one place for it. The values of single pairs, and each statistic over them, have ends of
 * their own, which are the same wherever they are shown.
 */
import { METRICS, type MetricName } from '../metrics/catalogue.ts';
import { type ColourScale, fittedDomain } from './colour-scale.ts';
import { type ForestMarks, heldRange } from './forest-axis.ts';

/** Intervals are held by the ends of colours up to so many times as far as the values go: half of the colours is left for these. */
const LONGEST = 2;

/**
 * Ends of the colours of numbers whose intervals are drawn along an axis beside the map (forestAxis): they hold both, so that one number
 * has one scale on a screen (docs/decisions/0186). Where the intervals are far longer than what they are of, they hold the values alone.
 * @param marks of all heads
 */
export function endsBesideAxis(
  marks: readonly ForestMarks[],
  kind: ColourScale['kind'],
): readonly [number, number] {
  const values = marks.flatMap(({ set, control }) => [set, control].filter((value) => value !== null));
  const held = heldRange(marks);
  const size = (some: readonly number[]): number =>
    some.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  if (size(held) > LONGEST * size(values)) return fittedDomain(values, kind);
  // What cannot be negative has no colours below 0, whichever way its interval was made.
  const isPositive = kind === 'sequential' && values.every((value) => value >= 0);
  return fittedDomain([...values, ...held.map((end) => (isPositive ? Math.max(0, end) : end))], kind);
}

/**
 * The same of numbers whose colours end at fixed places: there, unless the axis would be left with less than half of it to show.
 * undefined: the axis fits what it holds.
 */
export function fixedEndsBesideAxis(
  [low, high]: readonly [number, number],
  marks: readonly ForestMarks[],
): readonly [number, number] | undefined {
  const [from, to] = heldRange(marks);
  return 2 * Math.max(-from, to) >= Math.max(-low, high) ? [low, high] : undefined;
}

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
