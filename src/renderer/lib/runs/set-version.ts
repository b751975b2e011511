/** Which version of a set has a hash: that of the pairs of a run. */
import type { SetHistory } from '../../../shared/set-pairs.ts';

/** Counted from 1, as the set was made; null where that is not on record, as of a version that was taken back. */
export function versionOf({ changes, first }: SetHistory, hash: string): number | null {
  const made = changes.find((change) => !change.isUndone && change.hash === hash);
  return made?.version ?? (first.hash === hash ? 1 : null);
}
