import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSource } from './random.ts';
import {
  bootstrapDraw,
  coinDraw,
  type DrawResample,
  everyCoin,
  everySubset,
  type ResampleWeights,
  subsetDraw,
  zeroWeights,
} from './resample-weights.ts';
import { addWeightedSums, subsetTable, TILE } from './weighted-sums.ts';

/** [R][n] the weights of the first R resamples. */
function drawn(draw: DrawResample, items: number, resamples: number): number[][] {
  const weights = zeroWeights(items, resamples);
  for (let r = 0; r < resamples; r++) draw(weights, r);
  return weightsOf(weights);
}

/** [R][n] what the planes say. */
function weightsOf({ resamples, items, planes }: ResampleWeights): number[][] {
  return Array.from({ length: resamples }, (_, r) =>
    Array.from({ length: items }, (_, i) =>
      planes.reduce((weight, plane, k) => {
        const byte = plane[Math.floor(i / 8) * resamples + r] ?? 0;
        return weight + ((byte >> (i % 8)) & 1) * 2 ** k;
      }, 0),
    ),
  );
}

const random = (seed = 1) => randomSource(seed, 'permutation');
const total = (weights: number[]) => weights.reduce((sum, weight) => sum + weight, 0);
const asText = (rows: number[][]) => rows.map((row) => row.join(''));

/** Over all resamples, how often each item was taken. */
const taken = (rows: number[][]) => (rows[0] ?? []).map((_, item) => total(rows.map((row) => row[item]!)));

describe('weights', () => {
  test('of a bootstrap resample count as many draws as there are items', () => {
    const rows = drawn(bootstrapDraw(random()), 19, 200);
    expect(rows.every((row) => total(row) === 19)).toBe(true);
    // Each of the 200 × 19 draws takes each item with probability 1 / 19: 200 expected, sd 13.8.
    expect(taken(rows).every((count) => Math.abs(count - 200) < 5 * 13.8)).toBe(true);
  });

  test.each([2, 5, 8])('of a random subset are 1 for %i of 10 items, each alike', (chosen) => {
    const rows = drawn(subsetDraw(chosen, random()), 10, 1000);
    expect(rows.every((row) => total(row) === chosen && row.every((weight) => weight <= 1))).toBe(true);
    // Binomial(1000, chosen / 10): sd 15.8 at most.
    expect(taken(rows).every((count) => Math.abs(count - 100 * chosen) < 5 * 15.8)).toBe(true);
  });

  test.each([
    [1, 5],
    [2, 6],
    [3, 6],
  ])('of %i of %i items take every subset equally often', (chosen, items) => {
    const subsets = asText(
      drawn(everySubset(items, chosen), items, items === 5 ? 5 : chosen === 2 ? 15 : 20),
    );
    const draws = asText(drawn(subsetDraw(chosen, random()), items, 20_000));
    const expected = draws.length / subsets.length;
    const chiSquare = total(
      subsets.map((subset) => (draws.filter((draw) => draw === subset).length - expected) ** 2 / expected),
    );
    // scipy.stats.chi2.isf(1e-5, 19) = 57.4; fewer degrees of freedom have less.
    expect(chiSquare).toBeLessThan(57.4);
  });

  test('of every subset go through each once', () => {
    const rows = asText(drawn(everySubset(4, 2), 4, 6));
    expect(rows).toEqual(['1100', '1010', '1001', '0110', '0101', '0011']);
    expect(new Set(asText(drawn(everySubset(12, 5), 12, 792))).size).toBe(792);
  });

  test('of every coin go through each choice once', () => {
    expect(asText(drawn(everyCoin(), 2, 4))).toEqual(['00', '10', '01', '11']);
    expect(new Set(asText(drawn(everyCoin(), 11, 2048))).size).toBe(2048);
  });

  test('of random coins are 1 half of the time', () => {
    // More than four blocks, the last one not full. Binomial(1000, 1 / 2): sd 15.8.
    const rows = drawn(coinDraw(random()), 43, 1000);
    expect(taken(rows).every((count) => Math.abs(count - 500) < 5 * 15.8)).toBe(true);
  });

  test('of every subset go on with the first after the last, each as many times as wanted', () => {
    const rows = asText(drawn(everySubset(3, 1, 2), 3, 8));
    expect(rows).toEqual(['100', '100', '010', '010', '001', '001', '100', '100']);
  });

  test('the same seed gives the same resamples, another seed others', () => {
    const draw = (seed: number) => drawn(bootstrapDraw(random(seed)), 20, 5);
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4)).not.toEqual(draw(5));
  });
});

test('the sums are those of weight × value, whatever the weights', () => {
  const item = fc.record({
    weights: fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }),
    values: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: TILE, maxLength: TILE }),
  });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 80 }), (items) => {
      const planes = Array.from({ length: 5 }, (_, k) => {
        const plane = new Uint8Array(Math.ceil(items.length / 8) * 3);
        items.forEach(({ weights }, i) =>
          weights.forEach((weight, r) => {
            plane[Math.floor(i / 8) * 3 + r]! |= ((weight >> k) & 1) << (i % 8);
          }),
        );
        return plane;
      });
      const values = Float64Array.from(items.flatMap((given) => given.values));
      const out = new Float64Array(3 * TILE).fill(99);
      addWeightedSums({ resamples: 3, items: items.length, planes }, values, subsetTable(), out);
      // Whole numbers: sums are exact in either order.
      const expected = [0, 1, 2].flatMap((r) =>
        Array.from(
          { length: TILE },
          (_, c) => 99 + total(items.map((given) => given.weights[r]! * given.values[c]!)),
        ),
      );
      expect([...out].map((sum) => sum + 0)).toEqual(expected.map((sum) => sum + 0));
    }),
    { seed: 6 },
  );
});
