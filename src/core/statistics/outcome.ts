/** What is said of a head, made from its q, its q of equivalence and the sign of its difference. */

export const OUTCOMES = [
  'more',
  'less',
  'does not respond',
  'differs by less than the smallest effect of interest',
  'not enough data',
  'no test',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The q up to which something is said. */
export const OUTCOME_LEVEL = 0.05;

/**
 * Where a change shows in a metric: as high values, as low ones (similarities, 1 without a change), on either side of 0, or
 * nowhere (quantities of one statement).
 */
export type ChangeDirection = 'high' | 'low' | 'either' | 'none';

/** 1 where a larger difference from the control means "changes more", -1 where a smaller one does. */
export function directionSign(change: ChangeDirection): 1 | -1 {
  return change === 'low' ? -1 : 1;
}

/**
 * The outcome of a head.
 *
 * @param q of the difference, null without a test
 * @param qEquivalent of equivalence within the smallest effect of interest, null where none is set
 * @param difference from the control, in the metric's own unit and sign
 */
export function outcomeOf({
  q,
  qEquivalent,
  difference,
  change,
}: {
  readonly q: number | null;
  readonly qEquivalent: number | null;
  readonly difference: number | null;
  readonly change: ChangeDirection;
}): Outcome {
  if (q === null && qEquivalent === null) return 'no test';
  const responds = q !== null && q <= OUTCOME_LEVEL;
  const small = qEquivalent !== null && qEquivalent <= OUTCOME_LEVEL;
  if (responds && small) return 'differs by less than the smallest effect of interest';
  if (responds) return (difference ?? 0) * directionSign(change) > 0 ? 'more' : 'less';
  return small ? 'does not respond' : 'not enough data';
}
