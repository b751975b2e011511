/** How the values of a set, and of its control set, are spread: counts in the same bins. */
import { bisectLeft, range, tickIncrement } from 'd3-array';
import { quantile } from './quantile.ts';

export interface Histogram {
  /** [bins + 1] ascending; a bin holds edge ≤ value < next edge, the last bin its upper edge too. */
  readonly edges: readonly number[];
  /** [bins] */
  readonly set: readonly number[];
  /** [bins]; null without a control set */
  readonly control: readonly number[] | null;
  /** Values left out because they are undefined. */
  readonly undefined: { readonly set: number; readonly control: number };
}

const MOST_BINS = 60;

/** Steps between round numbers would underflow below. */
const LEAST_SPREAD = 1e-300;

/**
 * Counts in bins at round numbers, their width about that of Freedman and Diaconis (1981) for both sets together, no
 * more than some 60 of them. Where all values are equal (up to rounding) there is one bin around them; where there are none, no bins
 * and no edges.
 *
 * @param set values, null where undefined
 * @param control the same of the control set, or null without one
 */
export function histogram(
  set: readonly (number | null)[],
  control: readonly (number | null)[] | null,
): Histogram {
  const setValues = ascending(set);
  const controlValues = ascending(control ?? []);
  const both = new Float64Array(setValues.length + controlValues.length);
  both.set(setValues);
  both.set(controlValues, setValues.length);
  const edges = binEdges(both.sort());
  return {
    edges,
    set: countInBins(setValues, edges),
    control: control && countInBins(controlValues, edges),
    undefined: {
      set: set.length - setValues.length,
      control: (control?.length ?? 0) - controlValues.length,
    },
  };
}

/** @param sorted values, ascending */
function binEdges(sorted: Float64Array): number[] {
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) return [];
  if (high - low <= Math.max(LEAST_SPREAD, Number.EPSILON * Math.max(Math.abs(low), Math.abs(high)))) {
    const margin = 0.05 * Math.max(1, Math.abs(low));
    return [low - margin, high + margin];
  }
  const bins = Math.min(MOST_BINS, freedmanDiaconis(sorted, high - low));
  // A step below 1 comes as minus its inverse, so that 3 steps of a tenth make 0.3.
  const increment = tickIncrement(low, high, bins);
  const steps = (value: number): number => (increment > 0 ? value / increment : value * -increment);
  const edge = (step: number): number => (increment > 0 ? step * increment : step / -increment);
  return range(Math.floor(steps(low)), Math.ceil(steps(high)) + 1).map(edge);
}

/** How many bins; where half of the values are equal their rule has no width, and there is one bin. d3-array's would sort twice. */
function freedmanDiaconis(sorted: Float64Array, spread: number): number {
  const quarters = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  return quarters > 0 ? Math.ceil((spread * Math.cbrt(sorted.length)) / (2 * quarters)) : 1;
}

/** Those that are defined. */
function ascending(values: readonly (number | null)[]): Float64Array {
  return new Float64Array(values.filter((value) => value !== null)).sort();
}

/** @param sorted values, ascending */
function countInBins(sorted: Float64Array, edges: readonly number[]): number[] {
  const bins = Math.max(0, edges.length - 1);
  const before = edges.map((edge, index) => (index === bins ? sorted.length : bisectLeft(sorted, edge)));
  return before.slice(1).map((end, bin) => end - (before[bin] ?? 0));
}
