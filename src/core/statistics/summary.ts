/** Summaries of one metric at one head over many pairs. docs/science.md, section 3. */
import { deviation } from 'd3-array';
import { mean } from './mean.ts';
import { quantile } from './quantile.ts';

/** What describes the values themselves; null where the statistic is undefined (no values; sd of one value). */
export interface Summary {
  /** Values that exist. */
  readonly n: number;
  /** Values that are undefined (null). */
  readonly undefined: number;
  readonly mean: number | null;
  /** Sample standard deviation (n - 1). */
  readonly sd: number | null;
  readonly median: number | null;
  readonly q25: number | null;
  readonly q75: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** 95 % interval of the mean, by the number of units: interval.ts. */
  readonly ci_low: number | null;
  readonly ci_high: number | null;
}

/** What the comparison with a control adds. */
export interface ControlComparison {
  readonly control_mean: number | null;
  /** of the pairs that are compared: their mean - control_mean */
  readonly difference: number | null;
  readonly difference_ci_low: number | null;
  readonly difference_ci_high: number | null;
  readonly cliffs_delta: number | null;
  /** Two-sided test of the difference over its standard error: permutation of units, or sign flips of differences of pairs. */
  readonly p: number | null;
  /** Benjamini-Hochberg over all heads of the metric. */
  readonly q: number | null;
}

/** For signed metrics only: sign-flip test of the mean over its standard error, and its q over all heads. */
export interface ZeroTest {
  readonly p_zero: number | null;
  readonly q_zero: number | null;
}

/** The parts of a summary that need no resampling. */
export type Description = Omit<Summary, 'undefined' | 'ci_low' | 'ci_high'>;

/**
 * Count, mean, sample standard deviation, quartiles (type 7, NumPy's default) and extremes of values that all exist.
 *
 * @param sorted [n] ascending, no NaN
 */
export function describeValues(sorted: Float64Array): Description {
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) {
    return { n: 0, mean: null, sd: null, median: null, q25: null, q75: null, min: null, max: null };
  }
  return {
    n: sorted.length,
    mean: mean(sorted),
    sd: deviation(sorted) ?? null,
    median: quantile(sorted, 0.5),
    q25: quantile(sorted, 0.25),
    q75: quantile(sorted, 0.75),
    min,
    max,
  };
}
