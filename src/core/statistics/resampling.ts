/** The one loop that bootstrap, permutation test and sign flips share: every resample of every sample. */
import { type DrawResample, zeroWeights } from './resample-weights.ts';
import type { Steps } from './steps.ts';
import { subsetTable, TILE, weightedSums } from './weighted-sums.ts';

/** Resamples are held this many at a time, which bounds memory whatever their number. */
const CHUNK = 2048;

/** So many weights are drawn in a step. */
const WEIGHTS_PER_STEP = 2 ** 20;

/** Told the weighted sum of a sample in a resample. */
export type SumVisitor = (sample: number, resample: number, sum: number) => void;

/**
 * Visits the weighted sum of each sample in each of `resamples` resamples; all samples share the weights. Takes
 * {@link countResamplingSteps} steps.
 *
 * @param samples each [n], the items that `draw` weighs
 */
export function* resampleSums(
  draw: DrawResample,
  resamples: number,
  samples: readonly Float64Array[],
  visit: SumVisitor,
): Steps<void> {
  const items = samples[0]?.length ?? 0;
  const table = subsetTable();
  for (let first = 0; first < resamples; first += CHUNK) {
    const weights = zeroWeights(items, Math.min(CHUNK, resamples - first));
    for (let r = 0; r < weights.resamples; r++) {
      draw(weights, r);
      if ((r + 1) % resamplesPerStep(items) === 0) yield;
    }
    const sums = new Float64Array(weights.resamples * TILE);
    for (let tile = 0; tile < samples.length; tile += TILE) {
      const columns = samples.slice(tile, tile + TILE);
      weightedSums(weights, interleave(columns, items), table, sums);
      for (let r = 0; r < weights.resamples; r++) {
        for (let c = 0; c < columns.length; c++) visit(tile + c, first + r, sums[r * TILE + c]!);
      }
      yield;
    }
  }
}

/** How many steps {@link resampleSums} takes for so many samples of so many items. */
export function countResamplingSteps(resamples: number, items: number, samples: number): number {
  const fullChunks = Math.floor(resamples / CHUNK);
  const drawing = (chunk: number): number => Math.floor(chunk / resamplesPerStep(items));
  const tiles = Math.ceil(resamples / CHUNK) * Math.ceil(samples / TILE);
  return fullChunks * drawing(CHUNK) + drawing(resamples % CHUNK) + tiles;
}

function resamplesPerStep(items: number): number {
  return Math.max(1, Math.floor(WEIGHTS_PER_STEP / Math.max(1, items)));
}

/** [n, TILE] row-major out of at most TILE samples of n; columns without a sample are 0. */
function interleave(samples: readonly Float64Array[], items: number): Float64Array {
  const values = new Float64Array(items * TILE);
  samples.forEach((sample, c) => {
    for (let i = 0; i < items; i++) values[i * TILE + c] = sample[i]!;
  });
  return values;
}
