/**
 * Two one-sided tests (Schuirmann 1987): is a difference smaller, either way, than the smallest effect of interest?
 * docs/science.md, section 3.
 */
import { studentCdf, studentSurvival } from './distributions.ts';

/**
 * Where the studentised bootstrap t* = (D* - D) / SE* is counted: t* >= `high` speaks for a difference at or below
 * -margin, t* <= `low` for one at or above it.
 */
export interface EquivalenceBounds {
  readonly high: number;
  readonly low: number;
}

/** How many of the bootstrap's t* lie beyond the bounds. */
export interface BootstrapTails {
  /** t* >= high */
  readonly atLeast: number;
  /** t* <= low */
  readonly atMost: number;
  /** All of them. */
  readonly resamples: number;
}

export interface EquivalenceTest {
  /** Against a difference of -margin or less. */
  readonly pLower: number;
  /** Against a difference of margin or more. */
  readonly pUpper: number;
  /** The larger of both. */
  readonly p: number;
}

/**
 * (D + M) / SE and (D - M) / SE.
 *
 * @returns null without spread (SE 0 or null) or without a margin above 0
 */
export function equivalenceBounds(
  difference: number | null,
  se: number | null,
  margin: number | null,
): EquivalenceBounds | null {
  if (difference === null || se === null || !(se > 0)) return null;
  if (margin === null || !(margin > 0)) return null;
  return { high: (difference + margin) / se, low: (difference - margin) / se };
}

/**
 * Each side's p is that of Student's t, raised to the bootstrap's tail where there is one: with t alone, skewed
 * columns are called equivalent at the margin in .12 of runs of 8 pairs.
 *
 * @param dof degrees of freedom of SE
 * @param tails null where there is no bootstrap (fewer than 5 units)
 */
export function equivalenceTest(
  bounds: EquivalenceBounds,
  dof: number,
  tails: BootstrapTails | null,
): EquivalenceTest {
  const shareOf = (count: number) => (tails ? (count + 1) / (tails.resamples + 1) : 0);
  const pLower = Math.max(studentSurvival(bounds.high, dof), shareOf(tails?.atLeast ?? 0));
  const pUpper = Math.max(studentCdf(bounds.low, dof), shareOf(tails?.atMost ?? 0));
  return { pLower, pUpper, p: Math.max(pLower, pUpper) };
}

/**
 * The least p that the test can have with so many resamples; q at it is printed with <=. Null without a bootstrap.
 */
export function leastEquivalenceP(resamples: number | null): number | null {
  return resamples === null ? null : 1 / (resamples + 1);
}
