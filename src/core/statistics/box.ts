/** What a box plot draws of some values (Tukey 1977; quartiles of type 7, as everywhere here). */
import { quantile } from './quantile.ts';

export interface Box {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  /** The values farthest out that are within 1.5 interquartile ranges of the box. */
  readonly low: number;
  readonly high: number;
}

/** Reach of the whiskers, in interquartile ranges. */
const REACH = 1.5;

/** @returns null for no values */
export function boxOf(values: readonly number[]): Box | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [
    number,
    number,
    number,
  ];
  const reach = REACH * (q3 - q1);
  // A quartile lies between values: a whisker never ends inside the box.
  const low = Math.min(q1, sorted.find((value) => value >= q1 - reach) ?? q1);
  const high = Math.max(q3, sorted.findLast((value) => value <= q3 + reach) ?? q3);
  return { q1, median, q3, low, high };
}
