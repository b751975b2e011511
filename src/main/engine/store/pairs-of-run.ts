/** The pairs that a run is of, by their places: their texts, labels and ids. */
import { inNaturalOrder } from '../../../core/natural-order.ts';
import type { Role } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from './handles.ts';

/** A pair of a run as it is looked for and read: its ids, joined by spaces, where it has no text. */
export interface PairText {
  readonly position: number;
  readonly pairId: number;
  readonly label: string | null;
  readonly original: string;
  /** The neutral, in role 'neutral'. */
  readonly counterfactual: string;
}

/** What is known of a pair without its sentences, which are most of what a row holds. */
export type PairMark = Pick<PairText, 'position' | 'pairId' | 'label'>;

/** How much of a pair is read. */
interface Reads {
  readonly texts: PairText;
  readonly marks: PairMark;
}

const TEXT = (of: string): string =>
  `coalesce(pair.${of}, (SELECT group_concat(value, ' ') FROM json_each(pair.${of}_ids)))`;

function pairsIn(role: Role, read: keyof Reads): string {
  const compared = role === 'neutral' ? 'neutral' : 'counterfactual';
  const texts = `, ${TEXT('original')} AS original, ${TEXT(compared)} AS counterfactual`;
  return `SELECT item.position, item.pair_id AS pairId, pair.label${read === 'texts' ? texts : ''}
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id WHERE item.run_id = ? AND item.role = ?`;
}

/** All pairs in a role, one after the other. */
export function pairsOfRun<Read extends keyof Reads>(
  database: ReadableDatabase,
  { runId, role }: { readonly runId: number; readonly role: Role },
  read: Read,
): IterableIterator<Reads[Read]> {
  return prepared<Reads[Read]>(database, pairsIn(role, read)).iterate(runId, role);
}

/** The pairs after a place, in their order. */
export function pairsAfter<Read extends keyof Reads>(
  database: ReadableDatabase,
  after: { readonly runId: number; readonly role: Role; readonly position: number },
  { read, limit }: { readonly read: Read; readonly limit: number },
): Reads[Read][] {
  return prepared<Reads[Read]>(
    database,
    `${pairsIn(after.role, read)} AND item.position > ? ORDER BY item.position LIMIT ?`,
  ).all(after.runId, after.role, after.position, limit);
}

/** The pair at a place, with its texts. */
export function pairTextAt(
  database: ReadableDatabase,
  at: { readonly runId: number; readonly role: Role; readonly position: number },
): PairText | undefined {
  return prepared<PairText>(database, `${pairsIn(at.role, 'texts')} AND item.position = ?`).get(
    at.runId,
    at.role,
    at.position,
  );
}

/** Ids of a run's pairs in a role, by their places. */
export function pairIdsOfRun(
  database: ReadableDatabase,
  of: { readonly runId: number; readonly role: Role },
): Map<number, number> {
  const rows = prepared<{ position: number; pairId: number }>(
    database,
    'SELECT position, pair_id AS pairId FROM run_item WHERE run_id = ? AND role = ?',
  ).all(of.runId, of.role);
  return new Map(rows.map(({ position, pairId }) => [position, pairId]));
}

/** The place of a pair; undefined where the run has none such in the role. */
export function positionOfPair(
  database: ReadableDatabase,
  at: { readonly runId: number; readonly role: Role; readonly pairId: number },
): number | undefined {
  return prepared<{ position: number }>(
    database,
    'SELECT position FROM run_item WHERE run_id = ? AND role = ? AND pair_id = ?',
  ).get(at.runId, at.role, at.pairId)?.position;
}

/** Distinct labels of the run's own set, in natural order, null (no label) last. */
export function labelsOfRun(database: ReadableDatabase, runId: number): (string | null)[] {
  return prepared<{ label: string | null }>(
    database,
    `SELECT DISTINCT pair.label FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = 'set'`,
  )
    .all(runId)
    .map(({ label }) => label)
    .toSorted((a, b) =>
      a === null || b === null ? Number(a === null) - Number(b === null) : inNaturalOrder(a, b),
    );
}
