import { distance } from 'fastest-levenshtein';
import { PairlensError } from '../../../shared/errors.ts';

const SUGGESTIONS = 3;

/** @throws PairlensError HOOK_UNKNOWN naming the nearest hook points */
export function checkHooks(asked: Iterable<string>, known: readonly string[]): void {
  for (const hook of asked) {
    if (known.includes(hook)) continue;
    const nearest = known.toSorted((a, b) => remoteness(hook, a) - remoteness(hook, b)).slice(0, SUGGESTIONS);
    throw new PairlensError(
      'HOOK_UNKNOWN',
      `unknown hook point "${hook}"; the nearest are ${nearest.join(', ')}`,
      { hook, nearest, known },
    );
  }
}

/** 0 for a name that lacks only its beginning, else the number of edits between the two. */
function remoteness(asked: string, known: string): number {
  return known.endsWith(`.${asked}`) ? 0 : distance(asked, known);
}
