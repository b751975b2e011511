import type { ReadableDatabase } from '../store/handles.ts';
import { pairsInOrder } from '../store/pairs.ts';
import { storedSummary } from '../store/sentence-sets.ts';
import { sentenceSetHash } from './pair-content.ts';

/** {@link sentenceSetHash} of the pairs that a set of the store has now, made of the pairs themselves. */
export function hashSentenceSet(database: ReadableDatabase, setId: number): string {
  return sentenceSetHash(pairsInOrder(database, setId));
}

/** The same as it was stored when the set was imported or last counted; made anew where pairs have changed since. */
export function contentHashOf(database: ReadableDatabase, setId: number): string {
  return storedSummary(database, setId).summary?.contentHash ?? hashSentenceSet(database, setId);
}
