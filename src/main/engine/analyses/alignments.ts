/**
 * How a person has aligned the pairs of an analysis: read once for a context, so that what is aligned anew while it is computed
 * is not mixed in, and the numbers are of what the analysis says that they are of.
 */
import { type CorrectedPair, correctionsOfSet, type PositionPairs } from '../store/alignment-corrections.ts';
import { contentHash } from '../store/hashes.ts';
import type { AnalysisContext } from './analysis-work.ts';

interface Alignments {
  readonly hash: string;
  readonly byPair: ReadonlyMap<number, PositionPairs>;
}

const known = new WeakMap<AnalysisContext, Alignments>();

function alignmentsOf(context: AnalysisContext): Alignments {
  const read = known.get(context) ?? readAlignments(context);
  known.set(context, read);
  return read;
}

function readAlignments({ database, subject, model }: AnalysisContext): Alignments {
  if (subject.kind !== 'pairs' || model === null) return { hash: '', byPair: new Map() };
  const sets = [subject.setId, subject.controlSetId]
    .filter((id) => id !== null)
    .map((id) => correctionsOfSet(database, id, model.tokenizerHash));
  const texts = sets.map(textOf).filter((text) => text !== '');
  return {
    hash: texts.length === 0 ? '' : contentHash(texts),
    byPair: new Map(sets.flat().map(({ pairId, aligned }) => [pairId, aligned] as const)),
  };
}

/** A pair that was removed is no part of what an analysis is of. */
function textOf(corrections: readonly CorrectedPair[]): string {
  return corrections
    .filter(({ isRemoved }) => !isRemoved)
    .map(({ pairId, positions }) => `${pairId} ${positions}`)
    .join('\n');
}

/** Of the alignments of all pairs of the set and of its control; '' where the method's own stands in all of them. */
export function alignmentsHash(context: AnalysisContext): string {
  return alignmentsOf(context).hash;
}

/** Of a pair of the set or of its control; null where the method's own stands. */
export function alignmentOf(context: AnalysisContext, pairId: number): PositionPairs | null {
  return alignmentsOf(context).byPair.get(pairId) ?? null;
}
