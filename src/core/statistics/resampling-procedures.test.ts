/** Intervals and tests against SciPy and statsmodels. The values are made by scripts/statistics/reference.py. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reference from '../../../tests/fixtures/statistics/reference.json' with { type: 'json' };
import { bootstrapMeans, percentileInterval } from './bootstrap.ts';
import { permutationTests } from './permutation.ts';
import { randomSource } from './random.ts';
import { signFlipTests } from './sign-flip.ts';
import { finish } from './steps.ts';

const RESAMPLES = 2000;
const PERMUTATIONS = 10_000;

function permutationP(first: readonly number[], second: readonly number[], seed = 0): number {
  const random = randomSource(seed, 'permutation');
  const samples = [[Float64Array.from(first)], [Float64Array.from(second)]] as const;
  return finish(permutationTests(...samples, PERMUTATIONS, random))[0]!;
}

function signFlipP(values: readonly number[], seed = 0): number {
  const random = randomSource(seed, 'sign-flips');
  return finish(signFlipTests([Float64Array.from(values)], PERMUTATIONS, random))[0]!;
}

function meansOf(
  values: readonly number[],
  stream: 'set-bootstrap' | 'control-bootstrap',
  seed: number,
): Float64Array {
  return finish(bootstrapMeans([Float64Array.from(values)], RESAMPLES, randomSource(seed, stream)))[0]!;
}

describe('exact tests equal scipy.stats.permutation_test', () => {
  test.each(reference.permutation)('$arrangements arrangements of two groups', ({ first, second, p }) => {
    expect(permutationP(first, second)).toBeCloseTo(p, 14);
    // The groups exchanged, and another seed: an exact test does not know either.
    expect(permutationP(second, first, 5)).toBeCloseTo(p, 14);
  });

  test.each(reference.sign_flip)('$arrangements choices of signs', ({ values, p }) => {
    expect(signFlipP(values)).toBeCloseTo(p, 14);
    expect(signFlipP(values.map((value) => -value), 5)).toBeCloseTo(p, 14); // prettier-ignore
  });

  test('groups of one, which SciPy refuses, by hand', () => {
    // Two arrangements, each as extreme as the other.
    expect(permutationP([1], [2])).toBe(1);
    // 9 is the greatest of four: 1 of 4 arrangements puts it alone, twice that for two sides.
    expect(permutationP([9], [1, 2, 3])).toBe(0.5);
  });

  test('one value alone can not tell its sign from chance', () => {
    expect(signFlipP([0.4])).toBe(1);
  });
});

describe('sampled tests', () => {
  const { first, second, permutation_p, sign_flip_p, sign_flip_values } = reference.sampled;

  /**
   * Both p are twice a tail estimated by counting: the standard error is 2 sqrt(t (1 - t) / N) with the tail t = p / 2.
   * SciPy's 400,000 arrangements add a hundredth of the variance. Six standard errors.
   */
  const bound = (p: number) => 6 * 2 * Math.sqrt(((p / 2) * (1 - p / 2)) / PERMUTATIONS);

  test.each([1, 2, 3])('agree with SciPy within Monte-Carlo error, seed %i', (seed) => {
    expect(Math.abs(permutationP(first, second, seed) - permutation_p)).toBeLessThan(bound(permutation_p));
    expect(Math.abs(signFlipP(sign_flip_values, seed) - sign_flip_p)).toBeLessThan(bound(sign_flip_p));
  });

  test('the least p of 10,000 arrangements is 2 / 10,001', () => {
    const low = Array.from({ length: 30 }, (_, i) => i / 100);
    expect(permutationP(low, low.map((value) => value + 9))).toBeCloseTo(2 / 10_001, 14); // prettier-ignore
    expect(signFlipP(low.map((value) => value + 9))).toBeCloseTo(2 / 10_001, 14);
  });

  test('equal values do not differ: p is 1, however they round', () => {
    const equal = Array<number>(40).fill(0.1);
    expect(permutationP(equal, equal.slice(7))).toBe(1);
    expect(signFlipP(Array<number>(40).fill(0))).toBe(1);
  });

  test('under the null hypothesis p is below 0.1 a tenth of the time', () => {
    const random = randomSource(9, 'set-bootstrap');
    const sample = (n: number) => Float64Array.from({ length: n }, () => random.below(1_000_000));
    const firsts = Array.from({ length: 400 }, () => sample(25));
    const seconds = Array.from({ length: 400 }, () => sample(15));
    const p = finish(permutationTests(firsts, seconds, 1000, randomSource(9, 'permutation')));
    const called = p.filter((value) => value < 0.1).length;
    // Binomial(400, 0.1): 40 expected, sd 6.
    expect(Math.abs(called - 40)).toBeLessThan(4 * 6);
  });
});

describe('bootstrap intervals', () => {
  const { first, second, bootstrap_mean, bootstrap_difference } = reference.sampled;

  /**
   * The standard error of a quantile q estimated from R draws is sqrt(q (1 - q) / R) / density there; SciPy's 400,000
   * resamples add half a hundredth of the variance. Six standard errors.
   */
  const bound = (density: number) => (6 * Math.sqrt((0.025 * 0.975) / RESAMPLES)) / density;

  test.each([1, 2, 3])('of the mean agree with scipy.stats.bootstrap, seed %i', (seed) => {
    const [low, high] = percentileInterval(meansOf(first, 'set-bootstrap', seed));
    expect(Math.abs(low - bootstrap_mean.low)).toBeLessThan(bound(bootstrap_mean.density_low));
    expect(Math.abs(high - bootstrap_mean.high)).toBeLessThan(bound(bootstrap_mean.density_high));
  });

  test.each([1, 2, 3])('of a difference agree with scipy.stats.bootstrap, seed %i', (seed) => {
    const controlMeans = meansOf(second, 'control-bootstrap', seed);
    const differences = meansOf(first, 'set-bootstrap', seed).map((mean, r) => mean - controlMeans[r]!);
    const [low, high] = percentileInterval(differences);
    expect(Math.abs(low - bootstrap_difference.low)).toBeLessThan(bound(bootstrap_difference.density_low));
    expect(Math.abs(high - bootstrap_difference.high)).toBeLessThan(bound(bootstrap_difference.density_high));
  });

  test('of equal values have no width', () => {
    expect(percentileInterval(meansOf(Array<number>(11).fill(0.1), 'set-bootstrap', 1))).toEqual([0.1, 0.1]);
  });

  test('every resampled mean lies inside the values', () => {
    const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.nat(100), (sample, seed) => {
        const means = meansOf(sample, 'set-bootstrap', seed);
        expect(Math.min(...means)).toBeGreaterThanOrEqual(Math.min(...sample));
        expect(Math.max(...means)).toBeLessThanOrEqual(Math.max(...sample));
      }),
      { seed: 7, numRuns: 30 },
    );
  });

  test('nor does an interval, or that of a difference, leave what the values allow by a rounding', () => {
    const few = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(few, few, fc.nat(100), (first, second, seed) => {
        const means = meansOf(first, 'set-bootstrap', seed);
        const [low, high] = percentileInterval(means);
        expect(low).toBeGreaterThanOrEqual(Math.min(...first));
        expect(high).toBeLessThanOrEqual(Math.max(...first));
        const controlMeans = meansOf(second, 'control-bootstrap', seed);
        const [lowest, highest] = percentileInterval(means.map((mean, r) => mean - controlMeans[r]!));
        expect(lowest).toBeGreaterThanOrEqual(Math.min(...first) - Math.max(...second));
        expect(highest).toBeLessThanOrEqual(Math.max(...first) - Math.min(...second));
      }),
      { seed: 7, numRuns: 30 },
    );
  });
});
