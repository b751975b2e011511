/** The sets that parts are of, put into a workspace that has not got them. */
import { PairSummary } from '../sets/pair-summary.ts';
import { hashSentenceSet } from '../sets/hash-sentence-set.ts';
import type { Store } from '../store/database.ts';
import { pairsInPieces, putPair } from '../store/pairs.ts';
import { readSetPlan, type SetPlan } from '../store/planned-pairs.ts';
import { SENTENCE_SETS, type SetSummary } from '../store/sentence-sets.ts';
import { Turn } from '../threads/turns.ts';
import type { CheckedParts } from './check-parts.ts';
import { partsRefused } from './part-folder.ts';
import type { PartPair } from './part-items.ts';
import type { PlannedSet } from './part-format.ts';
import { itemsOfPart } from './read-part.ts';

/** Pairs that are stored together. */
const TOGETHER = 200;

export interface TakenSet {
  readonly id: number;
  readonly plan: SetPlan;
  /** Of a set that is seen by nobody yet; null where the project had it. */
  readonly summary: SetSummary | null;
}

/**
 * The set of the project with this very content that came from the same place, or a new one, of which no pair is in yet.
 * @param named what it is to be called: always a new one then
 * @param mayHaveGaps whether one will do from which pairs were removed, so that those after them have other numbers than here
 * @throws PairlensError CONFLICT where a set has that name
 */
export function beginSet(
  store: Store,
  { name, description, source, sha256 }: Omit<PlannedSet, 'pairs' | 'neutrals'>,
  { projectId, named, mayHaveGaps }: Beginning,
): { readonly id: number; readonly isNew: boolean } {
  const { database } = store;
  const content = { projectId, source, contentHash: sha256 };
  const same = named === undefined ? SENTENCE_SETS.findSame(database, content, hashSentenceSet) : null;
  if (same !== null && (mayHaveGaps || isWithoutGaps(readSetPlan(database, same))))
    return { id: same, isNew: false };
  return store.write((writable) => {
    const free = named ?? SENTENCE_SETS.freeName(writable, projectId, name);
    const id = SENTENCE_SETS.insert(writable, { projectId, name: free, description, source }, false);
    return { id, isNew: true };
  });
}

interface Beginning {
  readonly projectId: number;
  readonly named?: string | undefined;
  readonly mayHaveGaps: boolean;
}

function isWithoutGaps({ positions }: SetPlan): boolean {
  return positions.every((position, at) => position === at);
}

/** Puts the pairs of all parts into their sets, at their places. */
export async function takeInPairs(
  store: Store,
  { folder, records }: CheckedParts,
  setOf: (role: 'set' | 'control') => number | null,
  signal: AbortSignal,
): Promise<void> {
  const turn = new Turn();
  let batch: { readonly setId: number; readonly position: number; readonly pair: PartPair }[] = [];
  const put = () => {
    store.write((database) => {
      for (const { setId, position, pair } of batch) putPair(database, setId, position, pair);
    });
    batch = [];
  };
  for (const record of records)
    for await (const { role, position, pair } of itemsOfPart(folder, record)) {
      const setId = role === 'neutral' || pair === undefined ? null : setOf(role);
      if (setId === null || pair === undefined) continue;
      batch.push({ setId, position, pair });
      if (batch.length < TOGETHER) continue;
      put();
      signal.throwIfAborted();
      if (turn.isOver) await turn.give();
    }
  put();
}

/**
 * The set with all of its pairs.
 * @throws PairlensError PARTS_INVALID where they are not those that the run was of
 */
export async function finishSet(
  store: Store,
  { id, isNew }: { readonly id: number; readonly isNew: boolean },
  { folder }: Pick<CheckedParts, 'folder'>,
  planned: PlannedSet,
): Promise<TakenSet> {
  const { database } = store;
  let summary: SetSummary | null = null;
  if (isNew) {
    const counted = new PairSummary();
    const turn = new Turn();
    for (const pairs of pairsInPieces(database, id, TOGETHER)) {
      for (const pair of pairs) counted.add(pair);
      if (turn.isOver) await turn.give();
    }
    summary = counted.finish();
    if (summary.contentHash !== planned.sha256)
      throw partsRefused(
        folder,
        `the pairs in it are not those of the set ${planned.name}: the hashes differ`,
      );
  }
  return { id, plan: readSetPlan(database, id), summary };
}
