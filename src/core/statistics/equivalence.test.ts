import { describe, expect, test } from 'vitest';
import { equivalenceBounds, equivalenceTest, leastEquivalenceP } from './equivalence.ts';
import { goldenCases, isGolden } from './golden.example.ts';

interface Input {
  readonly d: number;
  readonly se: number | null;
  readonly dof: number | null;
  readonly margin: number;
  readonly t_star?: number[] | null;
}
type Expected = Record<'p_lower' | 'p_upper' | 'p', number | null>;

describe('two one-sided tests', () => {
  test.each(goldenCases<Input, Expected>('tost'))('$name', ({ input, expected }) => {
    const bounds = equivalenceBounds(input.d, input.se, input.margin);
    if (bounds === null || input.dof === null) {
      expect(expected).toEqual({ p_lower: null, p_upper: null, p: null });
      return;
    }
    const drawn = input.t_star;
    const tails = drawn
      ? {
          atLeast: drawn.filter((t) => t >= bounds.high).length,
          atMost: drawn.filter((t) => t <= bounds.low).length,
          resamples: drawn.length,
        }
      : null;
    const { pLower, pUpper, p } = equivalenceTest(bounds, input.dof, tails);
    expect(pLower).toSatisfy((value: number) => isGolden(value, expected.p_lower));
    expect(pUpper).toSatisfy((value: number) => isGolden(value, expected.p_upper));
    expect(p).toSatisfy((value: number) => isGolden(value, expected.p));
  });
});

test('a sign turned turns the sides', () => {
  const plain = equivalenceTest(equivalenceBounds(0.1, 0.2, 0.3)!, 7.5, null);
  const turned = equivalenceTest(equivalenceBounds(-0.1, 0.2, 0.3)!, 7.5, null);
  expect(turned.pLower).toBeCloseTo(plain.pUpper, 14);
  expect(turned.pUpper).toBeCloseTo(plain.pLower, 14);
  expect(turned.p).toBeCloseTo(plain.p, 14);
});

test('a bootstrap only ever raises p, and never leaves it at 0', () => {
  const bounds = equivalenceBounds(0, 0.001, 5)!;
  const none = equivalenceTest(bounds, 20, { atLeast: 0, atMost: 0, resamples: 1999 });
  expect(none.p).toBe(1 / 2000);
  expect(leastEquivalenceP(1999)).toBe(none.p);
  expect(equivalenceTest(bounds, 20, null).p).toBeLessThan(none.p);
  expect(leastEquivalenceP(null)).toBeNull();
});

test('nothing to test without spread, without a margin, without a difference', () => {
  expect(equivalenceBounds(0.1, 0, 0.3)).toBeNull();
  expect(equivalenceBounds(0.1, null, 0.3)).toBeNull();
  expect(equivalenceBounds(null, 0.1, 0.3)).toBeNull();
  for (const margin of [0, -1, NaN, null]) expect(equivalenceBounds(0.1, 0.1, margin)).toBeNull();
});
