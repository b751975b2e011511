import fc from 'fast-check';
import { expect, test } from 'vitest';
import reference from '../../../tests/fixtures/statistics/reference.json' with { type: 'json' };
import { cliffsDelta } from './cliffs-delta.ts';

function delta(first: readonly number[], second: readonly number[]): number {
  return cliffsDelta(Float64Array.from(first).sort(), Float64Array.from(second).sort());
}

// 2U / (n m) - 1 with U of scipy.stats.mannwhitneyu, by scripts/statistics/reference.py
test.each(reference.cliffs_delta)('by Mann and Whitney’s U: $delta', ({ first, second, delta: expected }) => {
  expect(delta(first, second)).toBeCloseTo(expected, 14);
});

test('by hand, with ties', () => {
  // 2 > 1, 2 = 2, 2 < 3; 3 > 1, 3 > 2, 3 = 3: (3 - 1) / 6
  expect(delta([2, 3], [1, 2, 3])).toBeCloseTo(1 / 3, 14);
});

test('is undefined for an empty sample', () => {
  expect(delta([], [1])).toBeNaN();
  expect(delta([1], [])).toBeNaN();
});

test('is what counting all pairs gives, and turns round with the samples', () => {
  const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(sample, sample, (first, second) => {
      const signs = first.flatMap((x) => second.map((y) => Math.sign(x - y)));
      const counted = signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
      expect(delta(first, second)).toBeCloseTo(counted, 14);
      expect(delta(second, first)).toBeCloseTo(-counted, 14);
    }),
    { seed: 8 },
  );
});
