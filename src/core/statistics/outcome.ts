/** What is said of a head, made from its q, its q of equivalence, and where the interval of its difference lies. */

export const OUTCOMES = [
  'more',
  'less',
  'does not respond',
  'differs by less than the smallest effect of interest',
  'not enough data',
  'no test',
  'below what the measurement resolves',
] as const;
/** The outcome, and its words after "is" or a count. */
export const UNRESOLVED = 'below what the measurement resolves' satisfies (typeof OUTCOMES)[number];
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

/** A number with its 95 % interval; no limits without spread, or of one unit. */
export interface KnownTo {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How far the measurement alone may be off; null or 0 where that is not known. */
  readonly resolution: number | null;
}

/**
 * Whether a number is found to differ from 0: the one rule for whatever a run is said to find. Its q is small, and the whole
 * interval lies beyond what the measurement resolves. Test and interval are made in two ways, and with few clusters one of them
 * may say what the other does not.
 */
export function isFound({ value, low, high, resolution }: KnownTo, q: number | null): boolean {
  const nearest = resolution ?? 0;
  const [from, to] = [low ?? value ?? 0, high ?? value ?? 0];
  return q !== null && q <= OUTCOME_LEVEL && (from > nearest || to < -nearest);
}

/** Whether the whole interval lies within what the measurement resolves. Numbers that are equal to the last bit are known by that. */
export function isUnresolved({ value, low, high, resolution }: KnownTo): boolean {
  if (resolution === null || value === null || (value === 0 && low === null)) return false;
  return (low ?? value) >= -resolution && (high ?? value) <= resolution;
}

/**
 * The outcome of a head.
 *
 * @param q of the difference, null without a test
 * @param qEquivalent of equivalence within the smallest effect of interest, null where none is set
 * @param margin the smallest effect of interest: one that the measurement does not resolve shows nothing
 * @param difference from the control, in the metric's own unit and sign
 */
export function outcomeOf({
  q,
  qEquivalent,
  margin,
  difference,
  change,
}: {
  readonly q: number | null;
  readonly qEquivalent: number | null;
  readonly margin: number | null;
  readonly difference: KnownTo;
  readonly change: ChangeDirection;
}): Outcome {
  if (q === null && qEquivalent === null) return 'no test';
  const responds = isFound(difference, q);
  const small =
    qEquivalent !== null &&
    qEquivalent <= OUTCOME_LEVEL &&
    (margin === null || margin >= (difference.resolution ?? 0));
  if (responds && small) return 'differs by less than the smallest effect of interest';
  if (responds) return (difference.value ?? 0) * directionSign(change) > 0 ? 'more' : 'less';
  if (small) return 'does not respond';
  return isUnresolved(difference) ? 'below what the measurement resolves' : 'not enough data';
}
