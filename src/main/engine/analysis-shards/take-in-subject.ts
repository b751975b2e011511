/** What parts are of, put into a workspace: the sets of pairs, the set of texts, or the token ids. */
import { PairlensError } from '../../../shared/errors.ts';
import type { AnalysisSubject } from '../analyses/subject.ts';
import { partsRefused } from '../shards/part-folder.ts';
import type { PlannedSet } from '../shards/part-format.ts';
import { beginSet, finishSet, type TakenSet } from '../shards/take-in-sets.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { putPair } from '../store/pairs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import { hashTextSet, TEXT_SETS, type TextSetSummary } from '../store/text-sets.ts';
import { putText, textsInPieces } from '../store/texts.ts';
import { TextSummary } from '../texts/text-summary.ts';
import { Turn } from '../threads/turns.ts';
import type { PlannedTexts } from './analysis-record.ts';
import type { CheckedAnalysisParts } from './check-analysis-parts.ts';
import { type SubjectRow, subjectRows } from './subject-rows.ts';

/** Rows that are stored together. */
const TOGETHER = 200;

export interface Into {
  readonly projectId: number;
  /** What the set is to be called here: always a new one then. */
  readonly name?: string | undefined;
}

/** Sets that are seen by nobody until they are complete. */
export interface TakenSubject {
  readonly subject: AnalysisSubject;
  /** Call it inside `store.write`. */
  complete(database: WritableDatabase): void;
  /** Call it inside `store.write`, where nothing comes of it. */
  giveUp(database: WritableDatabase): void;
}

/**
 * A set that the project has already, from the same source with the same rows, is used, unless a name is given.
 * @throws PairlensError BAD_REQUEST for the name of a set that there is not; PARTS_INVALID where the rows are not those that the analysis was of; CONFLICT where a set has that name;
 *   the signal's reason. Nobody sees anything of it then.
 */
export async function takeInSubject(
  store: Store,
  parts: CheckedAnalysisParts,
  into: Into,
  signal: AbortSignal,
): Promise<TakenSubject> {
  const { subject } = parts.plan;
  if (into.name !== undefined && (subject.kind === 'model' || subject.kind === 'ids'))
    throw new PairlensError(
      'BAD_REQUEST',
      `the analysis is of ${subject.kind === 'model' ? 'a model alone' : 'token ids'}: there is no set to be called ${into.name}`,
    );
  switch (subject.kind) {
    case 'model':
      return { subject, ...NOTHING };
    case 'ids':
      return { subject: { kind: 'ids', inputs: await idsOf(parts) }, ...NOTHING };
    case 'pairs':
      return takeInPairSets(store, parts, { set: subject.set, control: subject.control_set }, into, signal);
    case 'texts':
      return takeInTexts(store, parts, subject.text_set, into, signal);
  }
}

const NOTHING = { complete: () => undefined, giveUp: () => undefined };

async function idsOf({ folder, records }: CheckedAnalysisParts): Promise<Readonly<Record<string, unknown>>> {
  let inputs: Readonly<Record<string, unknown>> | null = null;
  for await (const row of subjectRows(folder, records)) if (row.role === 'ids') ({ inputs } = row);
  if (inputs === null) throw partsRefused(folder, 'it lacks the token ids');
  return inputs;
}

interface BegunSet {
  readonly id: number;
  readonly isNew: boolean;
}

async function takeInPairSets(
  store: Store,
  parts: CheckedAnalysisParts,
  planned: { readonly set: PlannedSet; readonly control: PlannedSet | null },
  { projectId, name }: Into,
  signal: AbortSignal,
): Promise<TakenSubject> {
  const begun: BegunSet[] = [];
  const giveUp = (database: WritableDatabase) => {
    for (const { id, isNew } of begun) if (isNew) SENTENCE_SETS.giveUp(database, id);
  };
  const begin = (of: PlannedSet, named?: string): BegunSet => {
    const set = beginSet(store, of, { projectId, named, mayHaveGaps: true });
    begun.push(set);
    return set;
  };
  try {
    const set = begin(planned.set, name);
    const control = planned.control && begin(planned.control);
    await putRows(
      store,
      parts,
      (database, row) => {
        const into = row.role === 'set' ? set : row.role === 'control' ? control : null;
        if (into?.isNew === true && 'pair' in row) putPair(database, into.id, row.position, row.pair);
      },
      begun.some(({ isNew }) => isNew),
      signal,
    );
    const taken: TakenSet[] = [await finishSet(store, set, parts, planned.set)];
    if (control !== null && planned.control !== null)
      taken.push(await finishSet(store, control, parts, planned.control));
    return {
      subject: { kind: 'pairs', setId: set.id, controlSetId: control?.id ?? null },
      complete(database) {
        for (const { id, summary } of taken)
          if (summary !== null) SENTENCE_SETS.complete(database, id, summary, null);
      },
      giveUp,
    };
  } catch (error) {
    store.write(giveUp);
    throw error;
  }
}

async function takeInTexts(
  store: Store,
  parts: CheckedAnalysisParts,
  planned: PlannedTexts,
  { projectId, name }: Into,
  signal: AbortSignal,
): Promise<TakenSubject> {
  const { id, isNew } = beginTexts(store, planned, projectId, name);
  const giveUp = (database: WritableDatabase) => {
    if (isNew) TEXT_SETS.giveUp(database, id);
  };
  try {
    await putRows(
      store,
      parts,
      (database, row) => {
        if (row.role === 'text') putText(database, id, row.position, row.text);
      },
      isNew,
      signal,
    );
    const summary = isNew ? await summaryOf(store, id) : null;
    if (summary !== null && summary.contentHash !== planned.sha256)
      throw partsRefused(
        parts.folder,
        `the texts in it are not those of the set ${planned.name}: the hashes differ`,
      );
    return {
      subject: { kind: 'texts', textSetId: id },
      complete(database) {
        if (summary !== null) TEXT_SETS.complete(database, id, summary, null);
      },
      giveUp,
    };
  } catch (error) {
    store.write(giveUp);
    throw error;
  }
}

function beginTexts(
  store: Store,
  { name, description, source, sha256 }: PlannedTexts,
  projectId: number,
  named: string | undefined,
): BegunSet {
  const content = { projectId, source, contentHash: sha256 };
  const same = named === undefined ? TEXT_SETS.findSame(store.database, content, hashTextSet) : null;
  if (same !== null) return { id: same, isNew: false };
  return store.write((database) => {
    const free = named ?? TEXT_SETS.freeName(database, projectId, name);
    return {
      id: TEXT_SETS.insert(database, { projectId, name: free, description, source }, false),
      isNew: true,
    };
  });
}

async function summaryOf({ database }: Store, id: number): Promise<TextSetSummary> {
  const counted = new TextSummary();
  const turn = new Turn();
  for (const piece of textsInPieces(database, id)) {
    for (const text of piece) counted.add(text);
    if (turn.isOver) await turn.give();
  }
  return counted.finish();
}

/** @param isNeeded whether any of them is new here: their hash was compared otherwise */
async function putRows(
  store: Store,
  { folder, records }: CheckedAnalysisParts,
  put: (database: WritableDatabase, row: SubjectRow) => void,
  isNeeded: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (!isNeeded) return;
  const turn = new Turn();
  let batch: SubjectRow[] = [];
  const flush = () => {
    store.write((database) => {
      for (const row of batch) put(database, row);
    });
    batch = [];
  };
  for await (const row of subjectRows(folder, records)) {
    batch.push(row);
    if (batch.length < TOGETHER) continue;
    flush();
    signal.throwIfAborted();
    if (turn.isOver) await turn.give();
  }
  flush();
}
