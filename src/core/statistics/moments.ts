/**
 * Estimates and their variances in many resamples or arrangements at once, for up to TILE columns: what the studentised
 * bootstrap and the studentised permutation test are made of. R resamples.
 */
import { NO_SPREAD } from './cr2.ts';
import { TILE } from './weighted-sums.ts';

export interface Moments {
  /** [R, TILE] row-major: the mean or the difference, less a constant of the column */
  readonly estimate: Float64Array;
  /** [R, TILE] its CR2 variance in this resample */
  readonly variance: Float64Array;
}

export function emptyMoments(resamples: number): Moments {
  return { estimate: new Float64Array(resamples * TILE), variance: new Float64Array(resamples * TILE) };
}

/** [items, TILE] row-major out of at most TILE columns of `items` values; places without a column are 0. */
export function interleave(columns: readonly Float64Array[], items: number): Float64Array {
  const tile = new Float64Array(items * TILE);
  columns.forEach((column, c) => {
    for (let i = 0; i < items; i++) tile[i * TILE + c] = column[i]!;
  });
  return tile;
}

/** A cell as a resample has it: its units, how often each was drawn, and the weight of the cell, negative for a control. */
export interface ResampledCell {
  readonly weight: number;
  /** [units] sum of the values of each */
  readonly sums: Float64Array;
  /** [units] pairs */
  readonly sizes: Float64Array;
  /** [units] two at least in all */
  readonly times: Float64Array;
}

/**
 * Estimate and variance of cells in two passes, where sums of squares would leave rounding alone. A standard error at or below
 * 1e-10 of the range of the units' means is 0.
 */
export function momentsInTwoPasses(cells: readonly ResampledCell[]): { estimate: number; variance: number } {
  let estimate = 0;
  let variance = 0;
  let [lowest, highest] = [Infinity, -Infinity];
  for (const { weight, sums, sizes, times } of cells) {
    let [sum, pairs, low, high] = [0, 0, Infinity, -Infinity];
    for (let unit = 0; unit < sums.length; unit++) {
      if (times[unit] === 0) continue;
      sum += times[unit]! * sums[unit]!;
      pairs += times[unit]! * sizes[unit]!;
      low = Math.min(low, sums[unit]! / sizes[unit]!);
      high = Math.max(high, sums[unit]! / sizes[unit]!);
    }
    // A mean of equal values is that value, whatever the quotient rounds to.
    const mean = Math.min(high, Math.max(low, sum / pairs));
    let squares = 0;
    for (let unit = 0; unit < sums.length; unit++) {
      const size = sizes[unit]!;
      if (times[unit]! > 0) squares += (times[unit]! * (sums[unit]! - size * mean) ** 2) / (1 - size / pairs);
    }
    estimate += weight * mean;
    variance += (weight / pairs) ** 2 * squares;
    [lowest, highest] = [Math.min(lowest, low), Math.max(highest, high)];
  }
  return { estimate, variance: Math.sqrt(variance) <= NO_SPREAD * (highest - lowest) ? 0 : variance };
}
