/** The table `run_item`: the pairs of a run's plan, and what was computed from which tokens. */
import type { AlignmentUsed } from '../../../core/pairs/alignment.ts';
import type { Role, RunItemError } from '../../../shared/entities.ts';
import { parsePositions, type PositionPairs } from './alignment-corrections.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { parseIds } from './rows.ts';

/** Plans every pair that the set has now; returns how many there are. */
export function planItems(database: WritableDatabase, runId: number, setId: number, role: Role): number {
  return prepared(
    database,
    `INSERT INTO run_item (run_id, pair_id, role, position)
     SELECT ?, id, ?, position FROM pair WHERE set_id = ? AND removed_at IS NULL`,
  ).run(runId, role, setId).changes;
}

/** A pair of the plan: texts or ids, and a person's alignment where there is one. */
export interface PlannedItem {
  readonly pairId: number;
  readonly role: Role;
  readonly position: number;
  readonly state: 'planned' | 'done' | 'failed';
  readonly original: string | null;
  readonly counterfactual: string | null;
  readonly originalIds: readonly number[] | null;
  readonly counterfactualIds: readonly number[] | null;
  readonly correction: PositionPairs | null;
}

interface PlannedRow {
  pairId: number;
  role: Role;
  position: number;
  state: PlannedItem['state'];
  original: string | null;
  counterfactual: string | null;
  originalIds: string | null;
  counterfactualIds: string | null;
  correction: string | null;
}

const PLANNED = `
  SELECT item.pair_id AS pairId, item.role, item.position, item.state, pair.original, pair.counterfactual,
    pair.original_ids AS originalIds, pair.counterfactual_ids AS counterfactualIds, correction.positions AS correction
  FROM run_item AS item
  JOIN run ON run.id = item.run_id
  JOIN pair ON pair.id = item.pair_id
  LEFT JOIN alignment_correction AS correction
    ON correction.pair_id = item.pair_id AND correction.tokenizer_hash = run.tokenizer_hash`;

function toPlanned(row: PlannedRow): PlannedItem {
  return {
    ...row,
    originalIds: row.originalIds === null ? null : parseIds(row.originalIds),
    counterfactualIds: row.counterfactualIds === null ? null : parseIds(row.counterfactualIds),
    correction: row.correction === null ? null : parsePositions(row.correction),
  };
}

/** Up to `limit` items after `after`, in the plan's order: pages keep memory from growing with the set. */
export function itemsAfter(
  database: ReadableDatabase,
  runId: number,
  after: { role: Role; position: number } | null,
  limit: number,
): PlannedItem[] {
  const from = after ?? { role: '', position: -1 };
  return prepared<PlannedRow>(
    database,
    `${PLANNED} WHERE item.run_id = ? AND (item.role, item.position) > (?, ?)
     ORDER BY item.role, item.position LIMIT ?`,
  )
    .all(runId, from.role, from.position, limit)
    .map(toPlanned);
}

/** The pair at this place of the plan, counted from 0, or null. */
export function findPairAt(
  database: ReadableDatabase,
  runId: number,
  role: Role,
  position: number,
): number | null {
  const row = prepared<{ pairId: number }>(
    database,
    'SELECT pair_id AS pairId FROM run_item WHERE run_id = ? AND role = ? AND position = ?',
  ).get(runId, role, position);
  return row?.pairId ?? null;
}

/** What the metrics of a pair were computed from. */
export interface ComputedFrom {
  readonly originalIds: readonly number[];
  readonly counterfactualIds: readonly number[];
  readonly alignmentUsed: AlignmentUsed;
  readonly aligned: PositionPairs;
}

export function markItemDone(
  database: WritableDatabase,
  runId: number,
  pairId: number,
  from: ComputedFrom,
): void {
  prepared(
    database,
    `UPDATE run_item SET state = 'done', original_ids = ?, counterfactual_ids = ?, alignment_used = ?, aligned = ?,
       error_code = NULL, error_message = NULL
     WHERE run_id = ? AND pair_id = ?`,
  ).run(
    JSON.stringify(from.originalIds),
    JSON.stringify(from.counterfactualIds),
    from.alignmentUsed,
    JSON.stringify(from.aligned),
    runId,
    pairId,
  );
}

export function markItemFailed(
  database: WritableDatabase,
  runId: number,
  pairId: number,
  error: { code: string; message: string },
): void {
  prepared(
    database,
    `UPDATE run_item SET state = 'failed', error_code = ?, error_message = ? WHERE run_id = ? AND pair_id = ?`,
  ).run(error.code, error.message, runId, pairId);
}

export interface RunItem {
  readonly pairId: number;
  readonly role: Role;
  readonly position: number;
  readonly state: PlannedItem['state'];
  /** null until the pair is done */
  readonly computedFrom: ComputedFrom | null;
}

interface ItemRow {
  pairId: number;
  role: Role;
  position: number;
  state: RunItem['state'];
  originalIds: string | null;
  counterfactualIds: string | null;
  alignmentUsed: AlignmentUsed | null;
  aligned: string | null;
}

/** A pair's place and state in a run, with the tokens and alignment that its metrics were computed from. */
export function readItem(database: ReadableDatabase, runId: number, pairId: number): RunItem | undefined {
  const row = prepared<ItemRow>(
    database,
    `SELECT pair_id AS pairId, role, position, state, original_ids AS originalIds,
       counterfactual_ids AS counterfactualIds, alignment_used AS alignmentUsed, aligned
     FROM run_item WHERE run_id = ? AND pair_id = ?`,
  ).get(runId, pairId);
  if (row === undefined) return undefined;
  const { originalIds, counterfactualIds, alignmentUsed, aligned, ...item } = row;
  if (originalIds === null || counterfactualIds === null || alignmentUsed === null || aligned === null)
    return { ...item, computedFrom: null };
  return {
    ...item,
    computedFrom: {
      originalIds: parseIds(originalIds),
      counterfactualIds: parseIds(counterfactualIds),
      alignmentUsed,
      aligned: parsePositions(aligned),
    },
  };
}

/** The pairs beside one in the run, in the set's order, among those that are done. */
export function neighboursOf(
  database: ReadableDatabase,
  runId: number,
  item: { role: Role; position: number },
): { previousPairId: number | null; nextPairId: number | null } {
  const beside = (comparison: '<' | '>', direction: 'ASC' | 'DESC') =>
    prepared<{ pairId: number }>(
      database,
      `SELECT pair_id AS pairId FROM run_item
       WHERE run_id = ? AND role = ? AND position ${comparison} ? AND state = 'done'
       ORDER BY position ${direction} LIMIT 1`,
    ).get(runId, item.role, item.position)?.pairId ?? null;
  return { previousPairId: beside('<', 'DESC'), nextPairId: beside('>', 'ASC') };
}

/** The pairs that failed, set before control, in the set's order. */
export function listItemErrors(database: ReadableDatabase, runId: number): RunItemError[] {
  return prepared<RunItemError>(
    database,
    `SELECT item.pair_id AS pairId, item.role, item.position, pair.original, pair.counterfactual,
       item.error_code AS code, item.error_message AS message
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.state = 'failed'
     ORDER BY item.role DESC, item.position`,
  ).all(runId);
}

/** Plans the failed pairs of a run once more. */
export function replanFailedItems(database: WritableDatabase, runId: number): void {
  prepared(
    database,
    `UPDATE run_item SET state = 'planned', error_code = NULL, error_message = NULL
     WHERE run_id = ? AND state = 'failed'`,
  ).run(runId);
}

export function countItems(
  database: ReadableDatabase,
  runId: number,
): { total: number; done: number; failed: number } {
  const counts = prepared<{ total: number; done: number; failed: number }>(
    database,
    `SELECT count(*) AS total, coalesce(sum(state = 'done'), 0) AS done, coalesce(sum(state = 'failed'), 0) AS failed
     FROM run_item WHERE run_id = ?`,
  ).get(runId);
  return counts ?? { total: 0, done: 0, failed: 0 };
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
