/**
 * What an analysis is made of, read once and a thousand rows at a time, before it is planned: others have their turn in between, and
 * the plan and the hash are of the very same rows.
 */
import type { Pair } from '../../../shared/entities.ts';
import type { StoredText } from '../../../shared/texts.ts';
import { setHasher } from '../sets/pair-content.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { contentHash } from '../store/hashes.ts';
import { pairsInOrder, pairsInPieces } from '../store/pairs.ts';
import { textHasher } from '../store/text-content.ts';
import { textsInOrder, textsInPieces } from '../store/texts.ts';
import type { AnalysisContext } from './analysis-work.ts';

type SubjectContext = Pick<AnalysisContext, 'database' | 'subject'>;

interface Rows {
  readonly texts: ReadonlyMap<number, readonly StoredText[]>;
  readonly pairs: ReadonlyMap<number, readonly Pair[]>;
}

/** Of contexts whose subject was read; they live as long as those. */
const known = new WeakMap<SubjectContext, Rows>();

/**
 * A step of some milliseconds for a thousand rows.
 *
 * @returns sha256 of what the numbers are made from beside the model, as it is now; '' of a model alone and of a run, of which the
 *   kind itself says what counts
 */
export function* readSubject(context: SubjectContext): Generator<void, string, void> {
  const { database, subject } = context;
  const texts = new Map<number, readonly StoredText[]>();
  const pairs = new Map<number, readonly Pair[]>();
  known.set(context, { texts, pairs });
  switch (subject.kind) {
    case 'model':
    case 'run':
      return '';
    case 'pairs': {
      const { setId, controlSetId } = subject;
      const ofSet = yield* readRows(pairsInPieces(database, setId), setHasher(), setId, pairs);
      if (controlSetId === null) return ofSet;
      const control = pairsInPieces(database, controlSetId);
      return `${ofSet} against ${yield* readRows(control, setHasher(), controlSetId, pairs)}`;
    }
    case 'texts': {
      const { textSetId } = subject;
      return yield* readRows(textsInPieces(database, textSetId), textHasher(), textSetId, texts);
    }
    case 'ids':
      return contentHash(subject.inputs);
  }
}

function* readRows<Row>(
  pieces: Iterable<readonly Row[]>,
  hasher: { add(row: Row): void; digest(): string },
  setId: number,
  into: Map<number, readonly Row[]>,
): Generator<void, string, void> {
  const rows: Row[] = [];
  into.set(setId, rows);
  for (const piece of pieces) {
    yield;
    for (const row of piece) {
      hasher.add(row);
      rows.push(row);
    }
    yield;
  }
  return hasher.digest();
}

/** The texts of a set in its order: those that were read, or else those that the set has now. */
export function textsOfSubject(context: SubjectContext, textSetId: number): readonly StoredText[] {
  return known.get(context)?.texts.get(textSetId) ?? all(context.database, textSetId, textsInOrder);
}

/** The same of pairs. */
export function pairsOfSubject(context: SubjectContext, setId: number): readonly Pair[] {
  return known.get(context)?.pairs.get(setId) ?? all(context.database, setId, pairsInOrder);
}

function all<Row>(
  database: ReadableDatabase,
  setId: number,
  inOrder: (database: ReadableDatabase, setId: number) => Iterable<Row>,
): Row[] {
  return [...inOrder(database, setId)];
}
