/** Which heads are called by their attention to a cue. */
import { OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import type { HeadOutcome } from '../of-heads.ts';
import type { HeadRow } from './rows.ts';

/** By so much the whole interval of the difference has to lie above 0 for a head to be called: half of a share. */
export const LEAST_RATIO = 0.5;

export function outcomeOf({ q, difference_ci_low: low, difference_ci_high: high }: HeadRow): HeadOutcome {
  if (q === null || low === null || high === null) return 'untested';
  if (low > LEAST_RATIO && q <= OUTCOME_LEVEL) return 'called';
  return high < LEAST_RATIO ? 'none' : 'undecided';
}
