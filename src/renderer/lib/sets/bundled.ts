/** The sets that come with Pairlens. */
import type { SentenceSet } from '../../../shared/entities.ts';

const NEGATION_SET = 'negation';

/** Pairs whose change should not matter, with the lengths of the negation pairs: the control set of a run. */
export const CONTROL_SET = 'negation-control';

/** What a study of negation starts from. */
export const DEFAULT_BUNDLED: readonly string[] = [NEGATION_SET, CONTROL_SET];

/** How a stored set says that it came from a bundled one. */
const BUNDLED_SOURCE = 'bundled:';

/** The name of the bundled set that a set was made from; undefined for a set of other origin. */
export function bundledNameOf(set: SentenceSet): string | undefined {
  return set.source.startsWith(BUNDLED_SOURCE) ? set.source.slice(BUNDLED_SOURCE.length) : undefined;
}
