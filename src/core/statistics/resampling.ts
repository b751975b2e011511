/** The one loop that bootstrap, permutation test and sign flips share: every resample of every sample. */
import type { ResampleWeights, WeightSource } from './resample-weights.ts';
import type { Steps } from './steps.ts';
import { subsetTable, TILE, weightedSums } from './weighted-sums.ts';

/** Resamples are made this many at a time, which bounds memory whatever their number. */
const CHUNK = 2048;

/** Told the weighted sum of a sample in a resample. */
export type SumVisitor = (sample: number, resample: number, sum: number) => void;

/**
 * Visits the weighted sum of each sample in each of `resamples` resamples; all samples share the weights. One step for
 * each tile of samples in each chunk of resamples: {@link resamplingSteps} in all.
 *
 * @param samples each [n], the items that `source` weighs
 */
export function* resampleSums(
  source: WeightSource,
  resamples: number,
  samples: readonly Float64Array[],
  visit: SumVisitor,
): Steps<void> {
  const table = subsetTable();
  for (let first = 0; first < resamples; first += CHUNK) {
    const weights = source(Math.min(CHUNK, resamples - first));
    const sums = new Float64Array(weights.resamples * TILE);
    for (let tile = 0; tile < samples.length; tile += TILE) {
      const columns = samples.slice(tile, tile + TILE);
      weightedSums(weights, interleave(columns, weights.items), table, sums);
      for (let r = 0; r < weights.resamples; r++) {
        for (let c = 0; c < columns.length; c++) visit(tile + c, first + r, sums[r * TILE + c]!);
      }
      yield;
    }
  }
}

/** The sums of one resample, by the same additions in the same order as {@link resampleSums} makes them. */
export function sumsOf(weights: ResampleWeights, samples: readonly Float64Array[]): Float64Array {
  const table = subsetTable();
  const sums = new Float64Array(samples.length);
  const tileSums = new Float64Array(TILE);
  for (let tile = 0; tile < samples.length; tile += TILE) {
    const columns = samples.slice(tile, tile + TILE);
    weightedSums(weights, interleave(columns, weights.items), table, tileSums);
    sums.set(tileSums.subarray(0, columns.length), tile);
  }
  return sums;
}

/** How many steps {@link resampleSums} takes. */
export function resamplingSteps(resamples: number, samples: number): number {
  return Math.ceil(resamples / CHUNK) * Math.ceil(samples / TILE);
}

/** [n, TILE] row-major out of at most TILE samples of n; columns without a sample are 0. */
function interleave(samples: readonly Float64Array[], items: number): Float64Array {
  const values = new Float64Array(items * TILE);
  samples.forEach((sample, c) => {
    for (let i = 0; i < items; i++) values[i * TILE + c] = sample[i]!;
  });
  return values;
}
