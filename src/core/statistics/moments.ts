/**
 * Estimates and their variances in many resamples or arrangements at once, for up to TILE columns: what the studentised
 * bootstrap and the studentised permutation test are made of. R resamples.
 */
import { NO_SPREAD } from './cr2.ts';
import { mean } from './mean.ts';
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

/** Pairs of a cell as a resample has them, each its own unit, and the weight of the cell, negative for a control. */
export interface ResampledCell {
  readonly weight: number;
  /** [N] N at least 2 */
  readonly values: Float64Array;
}

/**
 * Estimate and variance of cells whose units are pairs, in two passes: where sums of squares would leave rounding alone.
 * A standard error at or below 1e-10 of the range of the values is 0.
 */
export function momentsInTwoPasses(cells: readonly ResampledCell[]): { estimate: number; variance: number } {
  let estimate = 0;
  let variance = 0;
  let low = Infinity;
  let high = -Infinity;
  for (const { weight, values } of cells) {
    const centre = mean(values);
    let squares = 0;
    for (const value of values) {
      squares += (value - centre) ** 2;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    estimate += weight * centre;
    variance += (weight * weight * squares) / (values.length * (values.length - 1));
  }
  return { estimate, variance: Math.sqrt(variance) <= NO_SPREAD * (high - low) ? 0 : variance };
}
