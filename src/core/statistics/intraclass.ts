/**
 * How alike the values of one cluster are, and what that does to an interval that takes every pair as a unit.
 * docs/science.md, section 3.
 */
import { fisherSurvival } from './distributions.ts';
import { quantile } from './quantile.ts';

export interface IntraclassCorrelation {
  /**
   * ICC(1) of one-way analysis of variance, as it is: below 0 where values of a cluster are less alike than others.
   */
  readonly icc: number | null;
  /** Mean square between over mean square within; null where nothing varies inside clusters, with p 0. */
  readonly f: number | null;
  readonly p: number | null;
  /** The size of cluster that the analysis of variance of unequal clusters stands for. */
  readonly n0: number | null;
  /** Kish's 1 + (n' - 1) max(0, ICC), for a mean over pairs. */
  readonly designEffect: number | null;
  /** Its root: by this factor intervals that ignore the clusters are too narrow. */
  readonly widthFactor: number | null;
  /** Clusters with a value. */
  readonly clusters: number;
  /** n' = sum of squared sizes / n: the size of the cluster of a pair taken at random. Null without values. */
  readonly meanSize: number | null;
}

/**
 * ICC and design effect of one column. Undefined (null) with fewer than two clusters, with clusters of one pair only,
 * and when all values are equal.
 *
 * @param values [n], NaN where undefined
 * @param cluster [n] numbers of clusters, from 0
 */
export function intraclassCorrelation(values: Float64Array, cluster: Int32Array): IntraclassCorrelation {
  const { sizes, means, within, low, high } = summariseClusters(values, cluster);
  const present = sizes.filter((size) => size > 0);
  const clusters = present.length;
  const n = present.reduce((sum, size) => sum + size, 0);
  const meanSize = n === 0 ? null : present.reduce((sum, size) => sum + size * size, 0) / n;
  const undefinedResult = {
    icc: null,
    f: null,
    p: null,
    n0: null,
    designEffect: null,
    widthFactor: null,
    clusters,
    meanSize,
  };
  if (meanSize === null || clusters < 2 || n === clusters || low === high) return undefinedResult;

  let grand = 0;
  sizes.forEach((size, c) => (grand += (size * means[c]!) / n));
  let between = 0;
  sizes.forEach((size, c) => (between += size * (means[c]! - grand) ** 2));
  const n0 = (n - meanSize) / (clusters - 1);
  const meanBetween = between / (clusters - 1);
  const meanWithin = within / (n - clusters);
  const divisor = meanBetween + (n0 - 1) * meanWithin;
  if (!(divisor > 0)) return undefinedResult;
  const icc = (meanBetween - meanWithin) / divisor;
  const f = meanWithin > 0 ? meanBetween / meanWithin : null;
  const designEffect = 1 + (meanSize - 1) * Math.max(0, icc);
  return {
    icc,
    f,
    p: f === null ? 0 : fisherSurvival(f, clusters - 1, n - clusters),
    n0,
    designEffect,
    widthFactor: Math.sqrt(designEffect),
    clusters,
    meanSize,
  };
}

/**
 * Sizes and means by cluster, in units of the range of all values (0 to 1), and the sum of squares within clusters.
 */
function summariseClusters(
  values: Float64Array,
  cluster: Int32Array,
): { sizes: Float64Array; means: Float64Array; within: number; low: number; high: number } {
  let count = 0;
  let low = Infinity;
  let high = -Infinity;
  values.forEach((value, i) => {
    count = Math.max(count, cluster[i]! + 1);
    if (Number.isNaN(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  const sizes = new Float64Array(count);
  const means = new Float64Array(count);
  const lowest = new Float64Array(count).fill(Infinity);
  const highest = new Float64Array(count).fill(-Infinity);
  const scale = high > low ? high - low : 1;
  const scaled = values.map((value) => (value - low) / scale);
  scaled.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const c = cluster[i]!;
    sizes[c]!++;
    means[c]! += value;
    lowest[c] = Math.min(lowest[c]!, value);
    highest[c] = Math.max(highest[c]!, value);
  });
  // Where a cluster's values are all equal, its mean is that value and not what a quotient rounds to.
  means.forEach((sum, c) => (means[c] = lowest[c] === highest[c] ? lowest[c]! : sum / sizes[c]!));
  let within = 0;
  scaled.forEach((value, i) => {
    if (!Number.isNaN(value)) within += (value - means[cluster[i]!]!) ** 2;
  });
  means.forEach((mean, c) => (means[c] = sizes[c]! > 0 ? mean : 0));
  return { sizes, means, within, low, high };
}

/**
 * By what factor the interval of a difference is too narrow: of the two sides' design effects, each weighted by the
 * variance that its mean has with pairs as units. A side whose effect is undefined counts as 1; null where both are,
 * or without variance.
 */
export function differenceWidthFactor(
  set: { readonly variance: number; readonly designEffect: number | null },
  control: { readonly variance: number; readonly designEffect: number | null },
): number | null {
  const variance = set.variance + control.variance;
  if ((set.designEffect === null && control.designEffect === null) || !(variance > 0)) return null;
  const widened = set.variance * (set.designEffect ?? 1) + control.variance * (control.designEffect ?? 1);
  return Math.sqrt(widened / variance);
}

const WARN_FACTOR = 1.25;
const WARN_P = 0.05;

/** What labels would do as clusters, over all heads of a metric. */
export interface ClusterAdvice {
  /** Median over heads; null where it is undefined for all. */
  readonly widthFactor: number | null;
  readonly p: number | null;
  readonly icc: number | null;
  /** Whether intervals are likely too narrow by enough to say so, and to offer the labels as clusters. */
  readonly warn: boolean;
}

/**
 * The rule when a run without clusters is told that its labels look like some: median factor 1.25 and more, median p
 * .05 and less.
 */
export function adviseClusters(
  heads: readonly Pick<IntraclassCorrelation, 'icc' | 'p' | 'widthFactor'>[],
): ClusterAdvice {
  const widthFactor = median(heads.map((head) => head.widthFactor));
  const p = median(heads.map((head) => head.p));
  const icc = median(heads.map((head) => head.icc));
  return {
    widthFactor,
    p,
    icc,
    warn: widthFactor !== null && p !== null && widthFactor >= WARN_FACTOR && p <= WARN_P,
  };
}

function median(values: readonly (number | null)[]): number | null {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  return sorted.length === 0 ? null : quantile(sorted, 0.5);
}
