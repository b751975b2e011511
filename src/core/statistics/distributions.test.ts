import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fisherSurvival, normalCdf, studentCdf, studentQuantile, studentSurvival } from './distributions.ts';

const tables = JSON.parse(
  readFileSync(new URL('../../../tests/fixtures/statistics/distributions.json', import.meta.url), 'utf8'),
) as Record<'student_survival' | 'student_quantile' | 'fisher_survival' | 'normal_cdf', number[][]>;

/** The largest relative error of `of` over the rows [...arguments, value], with the row where it occurs. */
function worst(rows: number[][], of: (...row: number[]) => number): { error: number; row: number[] } {
  let found = { error: 0, row: [] as number[] };
  for (const row of rows) {
    const value = row[row.length - 1]!;
    const error = Math.abs(of(...row.slice(0, -1)) - value) / Math.abs(value);
    if (!(error <= found.error)) found = { error, row };
  }
  return found;
}

describe('distributions against SciPy', () => {
  it('has the tail of Student t to twelve digits', () => {
    expect(tables.student_survival.length).toBeGreaterThan(150);
    expect(worst(tables.student_survival, (t, dof) => studentSurvival(t, dof)).error).toBeLessThan(1e-12);
  });
  it('has its quantile to twelve digits', () => {
    expect(tables.student_quantile.length).toBeGreaterThan(150);
    expect(worst(tables.student_quantile, (p, dof) => -studentQuantile(p, dof)).error).toBeLessThan(1e-12);
  });
  it('has the tail of F to twelve digits', () => {
    expect(tables.fisher_survival.length).toBeGreaterThan(200);
    expect(
      worst(tables.fisher_survival, (f, above, below) => fisherSurvival(f, above, below)).error,
    ).toBeLessThan(1e-12);
  });
  it('has the normal distribution to twelve digits, far out as well', () => {
    expect(worst(tables.normal_cdf, (z) => normalCdf(z)).error).toBeLessThan(1e-12);
  });
});

describe('properties of the distributions', () => {
  it('turns the sign of t with its tail', () => {
    for (const t of [0.01, 0.7, 3, 80]) expect(studentCdf(t, 4.5) + studentCdf(-t, 4.5)).toBeCloseTo(1, 15);
    expect(studentQuantile(0.9, 4.5)).toBeCloseTo(-studentQuantile(0.1, 4.5), 13);
    expect(studentQuantile(0.5, 4.5)).toBe(0);
  });
  it('knows infinite statistics', () => {
    expect(studentSurvival(Infinity, 3)).toBe(0);
    expect(studentSurvival(-Infinity, 3)).toBe(1);
    expect(fisherSurvival(Infinity, 3, 4)).toBe(0);
    expect(fisherSurvival(0, 3, 4)).toBe(1);
  });
  it('has F of one degree of freedom as the square of t', () => {
    for (const t of [0.2, 1, 2.5, 7])
      expect(fisherSurvival(t * t, 1, 8.5)).toBeCloseTo(2 * studentSurvival(t, 8.5), 14);
  });
  it('refuses degrees of freedom and probabilities that there are not', () => {
    expect(() => studentSurvival(1, 0)).toThrow(RangeError);
    expect(() => studentQuantile(0.975, NaN)).toThrow(RangeError);
    expect(() => studentQuantile(1, 3)).toThrow(RangeError);
  });
});
