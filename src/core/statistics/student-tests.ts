/**
 * Two-sided tests by Student's t, for so many pairs that arrangements of them cannot be gone through: the arrangement distribution
 * of an estimate over its standard error comes to a normal one (Janssen 1997; Chung and Romano 2013), with 100,000 pairs closer than
 * 10,000 arrangements could tell. docs/decisions/0124-bootstrap-of-very-many-pairs.md.
 */
import type { Estimate } from './cr2.ts';
import { studentSurvival } from './distributions.ts';
import type { ArrangementTest } from './tail-counts.ts';

/** Without spread p is 1 where there is no difference, and 0 where there is one. No arrangement is counted. */
export function studentTest({ estimate, se, dof }: Estimate): ArrangementTest {
  const none = { leastP: 0, arrangements: 0, exact: true };
  if (se === null || se === 0 || dof === null) return { p: estimate === 0 ? 1 : 0, ...none };
  return { p: Math.min(1, 2 * studentSurvival(Math.abs(estimate) / se, dof)), ...none };
}
