import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSource } from './random.ts';
import {
  bootstrapWeights,
  coinWeights,
  everyCoin,
  everySubset,
  firstItems,
  type ResampleWeights,
  subsetWeights,
} from './resample-weights.ts';
import { subsetTable, TILE, weightedSums } from './weighted-sums.ts';

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

describe('weights', () => {
  test('of a bootstrap resample count as many draws as there are items', () => {
    const weights = weightsOf(bootstrapWeights(19, random())(200));
    expect(weights.every((row) => total(row) === 19)).toBe(true);
    // Each of the 200 × 19 draws takes each item with probability 1 / 19: 200 expected, sd 13.8.
    const drawn = Array.from({ length: 19 }, (_, item) => total(weights.map((row) => row[item]!)));
    expect(drawn.every((count) => Math.abs(count - 200) < 5 * 13.8)).toBe(true);
  });

  test('of a random subset are 1 for as many items as are chosen, each item alike', () => {
    const weights = weightsOf(subsetWeights(10, 3, random())(1000));
    expect(weights.every((row) => total(row) === 3 && row.every((weight) => weight <= 1))).toBe(true);
    // Binomial(1000, 3 / 10): 300 expected, sd 14.5.
    const drawn = Array.from({ length: 10 }, (_, item) => total(weights.map((row) => row[item]!)));
    expect(drawn.every((count) => Math.abs(count - 300) < 5 * 14.5)).toBe(true);
  });

  test('of every subset go through each once', () => {
    const weights = weightsOf(everySubset(4, 2)(6)).map((row) => row.join(''));
    expect(weights).toEqual(['1100', '1010', '1001', '0110', '0101', '0011']);
    expect(new Set(weightsOf(everySubset(12, 5)(792)).map((row) => row.join(''))).size).toBe(792);
  });

  test('of every coin go through each choice once', () => {
    expect(weightsOf(everyCoin(2)(4)).map((row) => row.join(''))).toEqual(['00', '10', '01', '11']);
    expect(new Set(weightsOf(everyCoin(11)(2048)).map((row) => row.join(''))).size).toBe(2048);
  });

  test('of random coins are 1 half of the time', () => {
    const weights = weightsOf(coinWeights(11, random())(1000));
    // Binomial(1000, 1 / 2): sd 15.8
    const drawn = Array.from({ length: 11 }, (_, item) => total(weights.map((row) => row[item]!)));
    expect(drawn.every((count) => Math.abs(count - 500) < 5 * 15.8)).toBe(true);
  });

  test('of what was observed are 1 for the first items', () => {
    expect(weightsOf(firstItems(10, 9))).toEqual([[1, 1, 1, 1, 1, 1, 1, 1, 1, 0]]);
  });

  test('a source goes on where it ended: pieces make the same resamples as one piece', () => {
    const makers = [
      () => bootstrapWeights(9, random()),
      () => subsetWeights(9, 4, random()),
      () => everySubset(9, 4),
      () => coinWeights(9, random()),
      () => everyCoin(9),
    ];
    for (const make of makers) {
      const whole = weightsOf(make()(30));
      const source = make();
      expect([...weightsOf(source(7)), ...weightsOf(source(23))]).toEqual(whole);
    }
  });

  test('the same seed gives the same resamples, another seed others', () => {
    const draw = (seed: number) => weightsOf(bootstrapWeights(20, random(seed))(5));
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
    fc.property(fc.array(item, { minLength: 1, maxLength: 20 }), (items) => {
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
      weightedSums({ resamples: 3, items: items.length, planes }, values, subsetTable(), out);
      // Whole numbers: sums are exact in either order.
      const expected = [0, 1, 2].flatMap((r) =>
        Array.from({ length: TILE }, (_, c) =>
          total(items.map((given) => given.weights[r]! * given.values[c]!)),
        ),
      );
      expect([...out].map((sum) => sum + 0)).toEqual(expected.map((sum) => sum + 0));
    }),
    { seed: 6 },
  );
});
