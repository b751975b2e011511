/** Two-sided sign-flip test of mean = 0 for values that go either way from 0. docs/science.md, section 3. */
import { fsum } from 'd3-array';
import { type ArrangementCounts, roundingBound, twoSidedP } from './p-value.ts';
import type { RandomSource } from './random.ts';
import { coinDraw, everyCoin } from './resample-weights.ts';
import { resampleSums } from './resampling.ts';
import type { Steps } from './steps.ts';

/**
 * p for each sample: could each value as well have had the other sign? Exact over all 2^n choices of signs where these
 * are no more than `permutations`, else over that many random ones, which all samples share.
 *
 * Turning the signs of values whose sum is F takes 2F from the statistic: it is at least the observed one where F is at
 * most 0.
 *
 * @param samples each [n], n at least 1
 * @returns [samples]
 */
export function* signFlipTests(
  samples: readonly Float64Array[],
  permutations: number,
  random: RandomSource,
): Steps<Float64Array> {
  const items = samples[0]?.length ?? 0;
  const tolerance = samples.map((values) => {
    const magnitude = fsum(values.map(Math.abs));
    return roundingBound(items, magnitude, magnitude);
  });
  const { arrangements, exact } = planSignFlips(items, permutations);
  const draw = exact ? everyCoin() : coinDraw(random);
  const counts = samples.map((): ArrangementCounts => ({ atLeast: 0, atMost: 0 }));
  yield* resampleSums(draw, arrangements, samples, (sample, _, flipped) => {
    const count = counts[sample]!;
    if (flipped <= tolerance[sample]!) count.atLeast++;
    if (flipped >= -tolerance[sample]!) count.atMost++;
  });
  return Float64Array.from(counts, (count) => twoSidedP(count, arrangements, exact));
}

/** How many choices of signs the test of n values goes through, and whether these are all there are. */
export function planSignFlips(items: number, permutations: number): { arrangements: number; exact: boolean } {
  const all = 2 ** items;
  return all <= permutations
    ? { arrangements: all, exact: true }
    : { arrangements: permutations, exact: false };
}
