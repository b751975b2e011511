import type { SentenceSet } from '../../../shared/entities.ts';
import { bundledNameOf, CONTROL_SET } from '../sets/bundled.ts';

/** The value of the choice "no control set". */
export const NO_CONTROL = 0;

/**
 * The sets that the form of a new run starts with. The set: the one asked for, or the first with pairs that is no control
 * set. The control set: none where pairs have neutrals, which make each pair its own control; else the project's copy of the
 * bundled one, unless that is the set itself.
 */
export function defaultSets(
  sets: readonly SentenceSet[],
  wanted: number | undefined,
): { setId: number; controlId: number } {
  const usable = sets.filter((set) => set.pairCount > 0);
  const set =
    usable.find((candidate) => candidate.id === wanted) ??
    usable.find((candidate) => bundledNameOf(candidate) !== CONTROL_SET) ??
    usable[0];
  const control =
    set !== undefined && set.neutralCount > 0
      ? undefined
      : usable.find((candidate) => candidate !== set && bundledNameOf(candidate) === CONTROL_SET);
  return { setId: set?.id ?? 0, controlId: control?.id ?? NO_CONTROL };
}
