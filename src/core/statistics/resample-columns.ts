/** Intervals and tests of columns that share their resamples. */
import { bootstrapMeans, percentileInterval } from './bootstrap.ts';
import type { ColumnSamples } from './column-samples.ts';
import { permutationTests, planArrangements } from './permutation.ts';
import { randomSource } from './random.ts';
import { countResamplingSteps } from './resampling.ts';
import { planSignFlips, signFlipTests } from './sign-flip.ts';
import type { Steps } from './steps.ts';

export interface ResamplingOptions {
  readonly seed: number;
  /** of the bootstrap */
  readonly resamples: number;
  /** Arrangements at most, of permutation and sign-flip tests. */
  readonly permutations: number;
}

/**
 * Fills in intervals and p-values; an interval takes two values at least. Takes {@link countGroupSteps} steps.
 *
 * @param group columns with equally many values, and equally many of the control
 */
export function* resampleGroup(
  group: readonly ColumnSamples[],
  { seed, resamples, permutations }: ResamplingOptions,
): Steps<void> {
  const sets = group.map(({ set }) => set);
  const controls = group.map(({ control }) => control ?? new Float64Array());
  const n = sets[0]?.length ?? 0;
  const m = controls[0]?.length ?? 0;

  if (n >= 2) {
    const means = yield* bootstrapMeans(sets, resamples, randomSource(seed, 'set-bootstrap'));
    means.forEach((meansOfSet, c) => (group[c]!.interval = percentileInterval(meansOfSet)));
    if (m >= 2) {
      const random = randomSource(seed, 'control-bootstrap');
      const controlMeans = yield* bootstrapMeans(controls, resamples, random);
      means.forEach((meansOfSet, c) => {
        const differences = meansOfSet.map((value, r) => value - controlMeans[c]![r]!);
        group[c]!.differenceInterval = percentileInterval(differences);
      });
    }
  }
  if (n >= 1 && m >= 1) {
    const random = randomSource(seed, 'permutation');
    const p = yield* permutationTests(sets, controls, permutations, random);
    p.forEach((value, c) => (group[c]!.p = value));
  }
  const signed = group.filter((sample) => sample.signed);
  if (n >= 1 && signed.length > 0) {
    const random = randomSource(seed, 'sign-flips');
    const pZero = yield* signFlipTests(
      signed.map(({ set }) => set),
      permutations,
      random,
    );
    pZero.forEach((value, c) => (signed[c]!.pZero = value));
  }
}

/** How many steps {@link resampleGroup} takes. */
export function countGroupSteps(
  group: readonly ColumnSamples[],
  { resamples, permutations }: ResamplingOptions,
): number {
  const n = group[0]?.set.length ?? 0;
  const m = group[0]?.control?.length ?? 0;
  const signed = group.filter((sample) => sample.signed).length;
  let steps = 0;
  if (n >= 2) steps += countResamplingSteps(resamples, n, group.length);
  if (n >= 2 && m >= 2) steps += countResamplingSteps(resamples, m, group.length);
  if (n >= 1 && m >= 1) {
    const { arrangements } = planArrangements(n + m, Math.min(n, m), permutations);
    // one more, for what was observed
    steps += countResamplingSteps(1, n + m, group.length);
    steps += countResamplingSteps(arrangements, n + m, group.length);
  }
  if (n >= 1 && signed > 0) {
    steps += countResamplingSteps(planSignFlips(n, permutations).arrangements, n, signed);
  }
  return steps;
}
