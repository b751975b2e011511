/** What a 95 % interval and its test say against the smallest effect that counts. */
import type { Estimate } from './estimate.ts';

/** Of a test, Benjamini-Hochberg over all that are tested together: the largest q at which something is said. */
export const LARGEST_Q = 0.05;

/**
 * 'above' and 'below': the whole interval lies beyond the margin on that side, and q is at most {@link LARGEST_Q}; 'within': the whole
 * of it lies within; 'untested': there is no interval; else 'undecided'.
 */
export type IntervalVerdict = 'above' | 'below' | 'within' | 'undecided' | 'untested';

/** @param margin the smallest effect that counts, on either side of 0 */
export function beyondMargin(
  { low, high }: Pick<Estimate, 'low' | 'high'>,
  q: number | null,
  margin: number,
): IntervalVerdict {
  if (low === null || high === null) return 'untested';
  const isSure = q !== null && q <= LARGEST_Q;
  if (low > margin) return isSure ? 'above' : 'undecided';
  if (high < -margin) return isSure ? 'below' : 'undecided';
  return low > -margin && high < margin ? 'within' : 'undecided';
}
