/** How pairs of a file are stored as a sentence set. */
import type { ImportReport, SentenceSet } from '../../../shared/entities.ts';
import type { StoredAs } from '../imports/file-imports.ts';
import { type NewPair, putPair } from '../store/pairs.ts';
import { getSentenceSet, SENTENCE_SETS, type SetSummary } from '../store/sentence-sets.ts';
import type { PairContent } from './pair-content.ts';

export const STORED_PAIRS: StoredAs<PairContent, ImportReport, SetSummary, SentenceSet> = {
  thread: new URL('./reading-thread.ts', import.meta.url),
  begin: (database, values) => SENTENCE_SETS.insert(database, values, false),
  put: (database, setId, position, pair) => putPair(database, setId, position, toNewPair(pair)),
  complete(database, setId, summary, report) {
    const { mapping, unused, duplicates, blanks, oneSided, neutralsLeftOut, extrasLeftOut } = report;
    const choices = { mapping, unused, duplicates, blanks, oneSided, neutralsLeftOut, extrasLeftOut };
    SENTENCE_SETS.complete(database, setId, summary, choices);
    return getSentenceSet(database, setId);
  },
  giveUp: (database, setId) => SENTENCE_SETS.giveUp(database, setId),
  subject: (setId) => ({ setId }),
};

export function toNewPair({
  originalIds,
  counterfactualIds,
  neutralIds,
  cues,
  scope,
  extras,
  ...texts
}: PairContent): NewPair {
  const copied = (ids: readonly number[] | null): number[] | null => (ids === null ? null : [...ids]);
  return {
    ...texts,
    originalIds: copied(originalIds),
    counterfactualIds: copied(counterfactualIds),
    neutralIds: copied(neutralIds),
    cues: cues?.map(([from, to]) => [from, to]) ?? null,
    scope: scope?.map(([from, to]) => [from, to]) ?? null,
    extras: extras === null ? null : { ...extras },
  };
}
