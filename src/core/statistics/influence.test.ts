import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goldenCases, isGolden } from './golden.example.ts';
import { influence, RESTS_ON_ONE_PAIR } from './influence.ts';

test.each(goldenCases<{ values: (number | null)[] }, number | null>('influence'))(
  '$name',
  ({ input, expected }) => {
    const values = Float64Array.from(input.values, (value) => value ?? NaN);
    expect(influence(values)).toSatisfy((share: number | null) => isGolden(share, expected));
  },
);

test('too few or equal values rest on none', () => {
  expect(influence(new Float64Array())).toBeNull();
  expect(influence(Float64Array.of(0.3))).toBeNull();
  expect(influence(Float64Array.of(NaN, NaN))).toBeNull();
  expect(influence(new Float64Array(7).fill(0.1))).toBeNull();
});

test('neither shift nor scale change it, and it is at least 1/n', () => {
  const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(values, fc.integer({ min: -300, max: 290 }), (whole, exponent) => {
      const plain = influence(Float64Array.from(whole));
      const moved = influence(Float64Array.from(whole, (value) => (value + 7) * 10 ** exponent));
      if (plain === null) {
        expect(moved).toBeNull();
        return;
      }
      expect(moved).toBeCloseTo(plain, 9);
      expect(plain).toBeGreaterThanOrEqual(1 / whole.length - 1e-12);
      expect(plain).toBeLessThanOrEqual(1);
    }),
    { seed: 3 },
  );
});

test('two equal extremes share what one would hold', () => {
  expect(influence(Float64Array.of(0.1, 0.1, 0.1, 0.9))).toBeGreaterThan(RESTS_ON_ONE_PAIR);
  expect(influence(Float64Array.of(0.1, 0.1, 0.1, 0.1, 0.9, 0.9))).toBeLessThan(RESTS_ON_ONE_PAIR);
});
