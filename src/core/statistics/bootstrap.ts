/** Percentile bootstrap intervals (Efron 1979). docs/science.md, section 3. */
import { less, mean } from './mean.ts';
import { quantile } from './quantile.ts';
import type { RandomSource } from './random.ts';
import { bootstrapDraw } from './resample-weights.ts';
import { resampleSums } from './resampling.ts';
import type { Steps } from './steps.ts';

export const DEFAULT_BOOTSTRAP_RESAMPLES = 2000;

/** What lies outside a 95 % interval, half on either side. */
const OUTSIDE = 0.05;

/**
 * The mean of each sample in each bootstrap resample. All samples share the resamples.
 *
 * @param samples each [n], n at least 1
 * @returns for each sample, its means [resamples], in the order of the resamples; inside [min, max] of the sample, which
 *   rounding could leave
 */
export function* bootstrapMeans(
  samples: readonly Float64Array[],
  resamples: number,
  random: RandomSource,
): Steps<Float64Array[]> {
  const means = samples.map(() => new Float64Array(resamples));
  const items = samples[0]?.length ?? 0;
  // Sums of deviations round less than sums of values, and give a constant sample its own value back.
  const centres = samples.map(mean);
  const centred = samples.map((sample, c) => less(sample, centres[c]!));
  const lows = samples.map((sample) => sample.reduce((low, value) => Math.min(low, value), Infinity));
  const highs = samples.map((sample) => sample.reduce((high, value) => Math.max(high, value), -Infinity));
  yield* resampleSums(bootstrapDraw(random), resamples, centred, (sample, resample, sum) => {
    const mean = centres[sample]! + sum / items;
    means[sample]![resample] = Math.min(highs[sample]!, Math.max(lows[sample]!, mean));
  });
  return means;
}

/** The 2.5th and 97.5th percentile of bootstrap statistics, with linear interpolation (type 7). */
export function percentileInterval(statistics: Float64Array): [number, number] {
  const sorted = statistics.toSorted();
  return [quantile(sorted, OUTSIDE / 2), quantile(sorted, 1 - OUTSIDE / 2)];
}
