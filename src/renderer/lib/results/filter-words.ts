/** How thresholds go together, and the name that a set of what passes a filter could have. */
import { LONGEST } from '../../../core/bounds.ts';
import type { ResultFilter } from '../../../shared/entities.ts';

/** The other way of putting thresholds together; undefined for all, as where nothing is said. */
export function turned(match: ResultFilter['match']): ResultFilter['match'] {
  return match === 'any' ? undefined : 'any';
}

/** 'negation: JS divergence ≥ 0.2 bits', no longer than a name may be. */
export function suggestedName(set: string, words: string): string {
  const name = words === '' ? `${set}, of a run` : `${set}: ${words}`;
  return name.length <= LONGEST.name ? name : `${name.slice(0, LONGEST.name - 1).toWellFormed()}…`;
}
