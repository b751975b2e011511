/** The sets that come with Pairlens. */
import type { BundledSet, SentenceSet } from '../../../shared/entities.ts';

const NEGATION_SET = 'negation';

/** Pairs whose change should not matter, with the lengths of the negation pairs: the control set of a run. */
export const CONTROL_SET = 'negation-control';

/** What a study of negation starts from. */
export const DEFAULT_BUNDLED: readonly string[] = [NEGATION_SET, CONTROL_SET];

/** How a stored set says that it came from a bundled one. */
const BUNDLED_SOURCE = 'bundled:';

/** The name of the bundled set that a set was made from; undefined for a set of other origin. */
export function bundledNameOf(set: Pick<SentenceSet, 'source'>): string | undefined {
  return set.source.startsWith(BUNDLED_SOURCE) ? set.source.slice(BUNDLED_SOURCE.length) : undefined;
}

/**
 * Names of the bundled sets that a project has. A copy of another number of pairs was edited, or came with an older
 * Pairlens: the set can then be added beside it.
 */
export function bundledPresent(
  sets: readonly Pick<SentenceSet, 'source' | 'pairCount'>[],
  bundled: readonly Pick<BundledSet, 'name' | 'pairCount'>[],
): string[] {
  return bundled
    .filter(({ name, pairCount }) =>
      sets.some((set) => bundledNameOf(set) === name && set.pairCount === pairCount),
    )
    .map(({ name }) => name);
}
