import type { ReadableDatabase } from '../store/handles.ts';
import { pairsInOrder } from '../store/pairs.ts';
import { sentenceSetHash } from './pair-content.ts';

/** {@link sentenceSetHash} of the pairs that a set of the store has now, made of the pairs themselves. */
export function hashSentenceSet(database: ReadableDatabase, setId: number): string {
  return sentenceSetHash(pairsInOrder(database, setId));
}
