/** Two-sided permutation test of a difference of means (Fisher, Pitman). docs/science.md, section 3. */
import { fsum } from 'd3-array';
import { less, mean } from './mean.ts';
import { type ArrangementCounts, roundingBound, twoSidedP } from './p-value.ts';
import type { RandomSource } from './random.ts';
import { everySubset, firstItems, subsetDraw } from './resample-weights.ts';
import { resampleSums } from './resampling.ts';
import type { Steps } from './steps.ts';

export const DEFAULT_PERMUTATIONS = 10_000;

/**
 * p for each pair of samples: could the labels "first" and "second" be exchanged among the values? Exact over all
 * arrangements where there are no more than `permutations` of them, else over that many random ones, which all pairs
 * share.
 *
 * The difference of means grows with the sum of one group when the values stay the same, so the sum of the smaller
 * group is what is compared.
 *
 * @param firsts each [n], n at least 1
 * @param seconds as many samples, each [m], m at least 1
 * @returns [samples]
 */
export function* permutationTests(
  firsts: readonly Float64Array[],
  seconds: readonly Float64Array[],
  permutations: number,
  random: RandomSource,
): Steps<Float64Array> {
  const n = firsts[0]?.length ?? 0;
  const m = seconds[0]?.length ?? 0;
  const items = n + m;
  const chosen = Math.min(n, m);
  const pooled = firsts.map((first, c) => {
    const second = seconds[c]!;
    return Float64Array.from(n <= m ? [...first, ...second] : [...second, ...first]);
  });
  const centred = pooled.map((values) => less(values, mean(values)));
  // By the same additions in the same order as the sums that it is compared with.
  const observed = new Float64Array(pooled.length);
  yield* resampleSums(firstItems(chosen), 1, centred, (sample, _, sum) => (observed[sample] = sum));
  const tolerance = pooled.map((values, c) =>
    roundingBound(items, absoluteSum(values), absoluteSum(centred[c]!)),
  );

  const { arrangements, exact } = planArrangements(items, chosen, permutations);
  const draw = exact ? everySubset(items, chosen) : subsetDraw(chosen, random);
  const counts = pooled.map((): ArrangementCounts => ({ atLeast: 0, atMost: 0 }));
  yield* resampleSums(draw, arrangements, centred, (sample, _, sum) => {
    const count = counts[sample]!;
    if (sum >= observed[sample]! - tolerance[sample]!) count.atLeast++;
    if (sum <= observed[sample]! + tolerance[sample]!) count.atMost++;
  });
  return Float64Array.from(counts, (count) => twoSidedP(count, arrangements, exact));
}

/** How many arrangements the test of groups of n and m goes through, and whether these are all there are. */
export function planArrangements(
  items: number,
  chosen: number,
  permutations: number,
): { arrangements: number; exact: boolean } {
  const all = binomial(items, chosen);
  return all <= permutations
    ? { arrangements: all, exact: true }
    : { arrangements: permutations, exact: false };
}

/** n choose k: exact as long as it is below 2^53, Infinity where it leaves the range of numbers. */
function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}

function absoluteSum(values: Float64Array): number {
  return fsum(values.map(Math.abs));
}
