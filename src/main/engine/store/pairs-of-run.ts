/** The pairs that a run is of, by their places: their texts, labels and ids. */
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

const textColumns = (compared: 'counterfactual' | 'neutral') => `pair.label,
  coalesce(pair.original, (SELECT group_concat(value, ' ') FROM json_each(pair.original_ids))) AS original,
  coalesce(pair.${compared}, (SELECT group_concat(value, ' ') FROM json_each(pair.${compared}_ids))) AS counterfactual`;

function comparedIn(role: Role): 'counterfactual' | 'neutral' {
  return role === 'neutral' ? 'neutral' : 'counterfactual';
}

/** Of all pairs in a role, one after the other. */
export function pairTextsOfRun(
  database: ReadableDatabase,
  runId: number,
  role: Role,
): IterableIterator<PairText> {
  return prepared<PairText>(
    database,
    `SELECT item.position, item.pair_id AS pairId, ${textColumns(comparedIn(role))}
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id WHERE item.run_id = ? AND item.role = ?`,
  ).iterate(runId, role);
}

/** What is known of a pair without its sentences, which are most of what a row holds. */
export type PairMark = Pick<PairText, 'position' | 'pairId' | 'label'>;

/** The same as {@link pairTextsOfRun} without the sentences. */
export function pairMarksOfRun(
  database: ReadableDatabase,
  runId: number,
  role: Role,
): IterableIterator<PairMark> {
  return prepared<PairMark>(
    database,
    `SELECT item.position, item.pair_id AS pairId, pair.label
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id WHERE item.run_id = ? AND item.role = ?`,
  ).iterate(runId, role);
}

/** Of the pairs after a place, in their order. */
export function pairTextsAfter(
  database: ReadableDatabase,
  after: { readonly runId: number; readonly role: Role; readonly position: number },
  limit: number,
): PairText[] {
  return prepared<PairText>(
    database,
    `SELECT item.position, item.pair_id AS pairId, ${textColumns(comparedIn(after.role))}
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = ? AND item.position > ? ORDER BY item.position LIMIT ?`,
  ).all(after.runId, after.role, after.position, limit);
}

/** The same as {@link pairTextsAfter} without the sentences. */
export function pairMarksAfter(
  database: ReadableDatabase,
  after: { readonly runId: number; readonly role: Role; readonly position: number },
  limit: number,
): PairMark[] {
  return prepared<PairMark>(
    database,
    `SELECT item.position, item.pair_id AS pairId, pair.label
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = ? AND item.position > ? ORDER BY item.position LIMIT ?`,
  ).all(after.runId, after.role, after.position, limit);
}

/** Of the pair at a place. */
export function pairTextAt(
  database: ReadableDatabase,
  at: { readonly runId: number; readonly role: Role; readonly position: number },
): PairText | undefined {
  return prepared<PairText>(
    database,
    `SELECT item.position, item.pair_id AS pairId, ${textColumns(comparedIn(at.role))}
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = ? AND item.position = ?`,
  ).get(at.runId, at.role, at.position);
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

/** Distinct labels of the run's own set, in order, null (no label) last. */
export function labelsOfRun(database: ReadableDatabase, runId: number): (string | null)[] {
  return prepared<{ label: string | null }>(
    database,
    `SELECT DISTINCT pair.label FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = 'set' ORDER BY pair.label IS NULL, pair.label`,
  )
    .all(runId)
    .map(({ label }) => label);
}
