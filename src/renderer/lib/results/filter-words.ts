/** How thresholds go together, and the name that a set of what passes a filter could have. */
import { LONGEST } from '../../../core/bounds.ts';
import type { ResultFilter } from '../../../shared/entities.ts';

/** The other way of putting thresholds together; undefined for all, as where nothing is said. */
export function turned(match: ResultFilter['match']): ResultFilter['match'] {
  return match === 'any' ? undefined : 'any';
}

/** 'negation: JS divergence ≥ 0.2 bits', or 'negation, as in run 4' without a filter; no longer than a name may be. */
export function suggestedName(set: string, words: string, runId: number): string {
  const name = words === '' ? `${set}, as in run ${runId}` : `${set}: ${words}`;
  return name.length <= LONGEST.name ? name : `${name.slice(0, LONGEST.name - 1).toWellFormed()}…`;
}
