import { describe, expect, test } from 'vitest';
import { studentQuantile, studentSurvival } from './distributions.ts';
import { goldenCases } from './golden.example.ts';
import { detectableDifference, neededFor, powerOf } from './power.ts';

interface Input {
  readonly d: number;
  readonly se: number;
  readonly dof: number;
  readonly alpha?: number;
  readonly units: number;
  readonly pairs: number;
}
interface Needed {
  readonly units: number | null;
  readonly pairs: number | null;
  readonly power_now: number;
}

// The golden cases' own integral is good to 1e-7.
const close = (value: number | null, expected: number | null) =>
  value === null || expected === null
    ? expect(value).toBe(expected)
    : expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(expected)));

describe('power', () => {
  test.each(goldenCases<Input, number>('power_of'))('$name', ({ input, expected }) => {
    close(powerOf(input.d, input, input.alpha ?? 0.05), expected);
  });
  test.each(goldenCases<Input, Needed>('needed'))('$name', ({ input, expected }) => {
    const alpha = input.alpha ?? 0.05;
    const needed = neededFor(input.d, input, input, alpha);
    expect({ units: needed?.units ?? null, pairs: needed?.pairs ?? null }).toEqual({
      units: expected.units,
      pairs: expected.pairs,
    });
    close(powerOf(input.d, input, alpha), expected.power_now);
  });
  test.each(goldenCases<Input, number | null>('detectable'))('$name', ({ input, expected }) => {
    close(detectableDifference(input, input.alpha ?? 0.05), expected);
  });
});

describe('properties of power', () => {
  test('without a difference it is alpha, whatever the degrees of freedom', () => {
    for (const dof of [0.5, 1, 3.3, 40, 1e4]) {
      expect(powerOf(0, { se: 1, dof }, 0.05)).toBeCloseTo(0.05, 11);
      expect(powerOf(0, { se: 1, dof }, 0.05 / 72)).toBeCloseTo(0.05 / 72, 11);
    }
  });

  test('it grows with the difference and does not depend on its sign', () => {
    for (const dof of [0.5, 2, 30]) {
      const powers = [0, 0.5, 1, 2, 5, 12, 29].map((d) => powerOf(d, { se: 1, dof }, 0.01)!);
      expect(powers).toEqual(powers.toSorted((a, b) => a - b));
      expect(powerOf(-2, { se: 1, dof }, 0.01)).toBe(powers[3]);
    }
  });

  test('with very many degrees of freedom it is that of the normal distribution', () => {
    // Phi(shift - z) + Phi(-shift - z); t of so many degrees stands for the normal
    const [dof, shift] = [1e6, 2.5];
    const z = studentQuantile(0.975, dof);
    const normal = studentSurvival(z - shift, dof) + studentSurvival(z + shift, dof);
    expect(powerOf(shift, { se: 1, dof }, 0.05)).toBeCloseTo(normal, 5);
  });

  test('what is detectable is seen with the power that was asked for', () => {
    for (const dof of [1.7, 6, 21.4, 300]) {
      for (const power of [0.5, 0.8, 0.95]) {
        const d = detectableDifference({ se: 0.03, dof }, 0.05, power)!;
        expect(powerOf(d, { se: 0.03, dof }, 0.05)).toBeCloseTo(power, 10);
      }
    }
  });

  test('with what is needed the power is there, with a unit less it is not', () => {
    const run = { se: 0.03, dof: 21.4 };
    const size = { units: 48, pairs: 96 };
    const needed = neededFor(0.05, run, size, 0.01)!;
    const at = (units: number) =>
      powerOf(0.05, { se: 0.03 * Math.sqrt(48 / units), dof: 21.4 + ((units - 48) * 22.4) / 48 }, 0.01)!;
    expect(at(needed.units)).toBeGreaterThanOrEqual(0.8);
    expect(at(needed.units - 1)).toBeLessThan(0.8);
    expect(needed.pairs).toBe(2 * needed.units);
  });
});

test('nothing is known without a standard error', () => {
  for (const se of [0, null]) {
    expect(powerOf(0.1, { se, dof: null }, 0.05)).toBeNull();
    expect(neededFor(0.1, { se, dof: null }, { units: 4, pairs: 4 }, 0.05)).toBeNull();
    expect(detectableDifference({ se, dof: null }, 0.05)).toBeNull();
  }
});

test('more than a million units is not an answer, up to a million is', () => {
  const run = { se: 1, dof: 99 };
  const size = { units: 100, pairs: 100 };
  // (1.96 + 0.84)² × 100 / d² units
  expect(neededFor(0.0281, run, size, 0.05)!.units).toBeGreaterThan(900_000);
  expect(neededFor(0.0279, run, size, 0.05)).toBeNull();
});
