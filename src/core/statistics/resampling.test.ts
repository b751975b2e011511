import { describe, expect, test } from 'vitest';
import { percentileInterval } from './bootstrap.ts';
import { RANDOM_STREAMS, randomSource } from './random.ts';
import { coinDraw, zeroWeights } from './resample-weights.ts';
import { countResamplingSteps, resampleSums } from './resampling.ts';

/** [n] whole numbers, so that sums are exact in any order. */
const sample = (n: number, factor: number) => Float64Array.from({ length: n }, (_, i) => (i - 3) * factor);

// More resamples than are held at once, and more samples than a tile has.
test('every resample of every sample is visited once, in order, with its sum', () => {
  const items = 10;
  const resamples = 5000;
  const samples = Array.from({ length: 9 }, (_, c) => sample(items, c + 1));
  const sums = samples.map((): number[] => []);
  const steps = resampleSums(
    coinDraw(randomSource(3, 'sign-flips')),
    resamples,
    samples,
    (of, resample, sum) => {
      expect(resample).toBe(sums[of]!.length);
      sums[of]!.push(sum);
    },
  );
  expect([...steps]).toHaveLength(countResamplingSteps(resamples, items, samples.length));

  const weights = zeroWeights(items, resamples);
  const draw = coinDraw(randomSource(3, 'sign-flips'));
  for (let r = 0; r < resamples; r++) draw(weights, r);
  const [plane] = weights.planes;
  const isIn = (item: number, r: number) => (plane![Math.floor(item / 8) * resamples + r]! >> (item % 8)) & 1;
  samples.forEach((values, c) => {
    const expected = Array.from({ length: resamples }, (_, r) =>
      values.reduce((sum, value, item) => sum + isIn(item, r) * value, 0),
    );
    expect(sums[c]!.map((sum) => sum + 0)).toEqual(expected.map((sum) => sum + 0));
  });
});

describe('steps are counted as they are taken', () => {
  const cases: [resamples: number, items: number, samples: number][] = [
    [1, 1, 1],
    [2048, 5, 8],
    [2049, 5, 17],
    [300, 9000, 1], // drawn in more than one step
    [0, 5, 3],
  ];
  test.each(cases)('%i resamples of %i items in %i samples', (resamples, items, samples) => {
    const draw = coinDraw(randomSource(1, 'sign-flips'));
    const given = Array.from({ length: samples }, () => sample(items, 1));
    expect([...resampleSums(draw, resamples, given, () => undefined)]).toHaveLength(
      countResamplingSteps(resamples, items, samples),
    );
  });
});

test('a 95 % interval goes from the 2.5th to the 97.5th percentile', () => {
  const statistics = Float64Array.from({ length: 1001 }, (_, i) => 1000 - i);
  expect(percentileInterval(statistics)).toEqual([25, 975]);
});

test('each use draws from a stream of its own, the same for the same seed', () => {
  const draws = (seed: number) =>
    RANDOM_STREAMS.map((stream) => {
      const random = randomSource(seed, stream);
      return Array.from({ length: 4 }, () => random.bits()).join(' ');
    });
  expect(new Set([...draws(0), ...draws(1)]).size).toBe(2 * RANDOM_STREAMS.length);
  expect(draws(1)).toEqual(draws(1));
});
