/** The table `run_item`: how each comparison of a run's plan went, and what was computed from which tokens. */
import type { AlignmentUsed } from '../../../core/pairs/alignment.ts';
import type { Role, RunItemError } from '../../../shared/entities.ts';
import { parsePositions, type PositionPairs } from './alignment-corrections.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { parseIds } from './rows.ts';

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

export type ItemState = 'planned' | 'done' | 'failed';

/** Which comparison of a run. */
export interface ItemPlace {
  readonly role: Role;
  readonly pairId: number;
}

/** What the metrics of a comparison were computed from. */
export interface ComputedFrom {
  readonly originalIds: readonly number[];
  /** Of the statement that the original is compared with: of the neutral in role 'neutral'. */
  readonly counterfactualIds: readonly number[];
  readonly alignmentUsed: AlignmentUsed;
  readonly aligned: PositionPairs;
}

/** @param hash {@link itemHash} of what was measured; null where that is in a folder, whose files have hashes */
export function markItemDone(
  database: WritableDatabase,
  runId: number,
  { role, pairId }: ItemPlace,
  from: ComputedFrom,
  hash: string | null,
): void {
  prepared(
    database,
    `UPDATE run_item SET state = 'done', original_ids = ?, counterfactual_ids = ?, alignment_used = ?, aligned = ?, hash = ?,
       error_code = NULL, error_message = NULL
     WHERE run_id = ? AND role = ? AND pair_id = ?`,
  ).run(
    JSON.stringify(from.originalIds),
    JSON.stringify(from.counterfactualIds),
    from.alignmentUsed,
    JSON.stringify(from.aligned),
    hash,
    runId,
    role,
    pairId,
  );
}

export function markItemFailed(
  database: WritableDatabase,
  runId: number,
  { role, pairId }: ItemPlace,
  error: { code: string; message: string },
): void {
  prepared(
    database,
    `UPDATE run_item SET state = 'failed', error_code = ?, error_message = ?, hash = NULL
     WHERE run_id = ? AND role = ? AND pair_id = ?`,
  ).run(error.code, error.message, runId, role, pairId);
}

export interface RunItem {
  readonly pairId: number;
  readonly role: Role;
  readonly position: number;
  readonly state: ItemState;
  /** null until the pair is done */
  readonly computedFrom: ComputedFrom | null;
}

interface ItemRow {
  pairId: number;
  role: Role;
  position: number;
  state: ItemState;
  originalIds: string | null;
  counterfactualIds: string | null;
  alignmentUsed: AlignmentUsed | null;
  aligned: string | null;
}

/**
 * A comparison's place and state in a run, with the tokens and alignment that its metrics were computed from.
 * @param role absent: that of the pair with its counterfactual, 'set' or 'control'
 */
export function readItem(
  database: ReadableDatabase,
  runId: number,
  pairId: number,
  role?: Role,
): RunItem | undefined {
  const row = prepared<ItemRow>(
    database,
    `SELECT pair_id AS pairId, role, position, state, original_ids AS originalIds,
       counterfactual_ids AS counterfactualIds, alignment_used AS alignmentUsed, aligned
     FROM run_item WHERE run_id = ? AND pair_id = ? AND role IN (SELECT value FROM json_each(?))`,
  ).get(runId, pairId, JSON.stringify(role === undefined ? ['set', 'control'] : [role]));
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

/** Comparisons of the plan after one of them, up to `limit`: where they are, whatever has become of them. */
export function itemsAfter(
  database: ReadableDatabase,
  runId: number,
  after: ItemPlace | null,
  limit: number,
): (ItemPlace & { readonly position: number })[] {
  return prepared<ItemPlace & { readonly position: number }>(
    database,
    `SELECT role, pair_id AS pairId, position FROM run_item
     WHERE run_id = ? AND (role, pair_id) > (?, ?) ORDER BY role, pair_id LIMIT ?`,
  ).all(runId, after?.role ?? '', after?.pairId ?? 0, limit);
}

/** A comparison that is done, or has failed. */
export interface SettledItem extends ItemPlace {
  readonly position: number;
  readonly state: Exclude<ItemState, 'planned'>;
}

/** The comparisons that are done or have failed, up to `limit`, by role and place, from after one of them. */
export function settledAfter(
  database: ReadableDatabase,
  runId: number,
  after: Pick<SettledItem, 'role' | 'position'> | null,
  limit: number,
): SettledItem[] {
  return prepared<SettledItem>(
    database,
    `SELECT role, pair_id AS pairId, position, state FROM run_item
     WHERE run_id = ? AND state <> 'planned' AND (role, position) > (?, ?) ORDER BY role, position LIMIT ?`,
  ).all(runId, after?.role ?? '', after?.position ?? -1, limit);
}

/** {@link readItem} with its hash, null where it has none. */
export function readItemAt(
  database: ReadableDatabase,
  runId: number,
  { role, pairId }: ItemPlace,
): (RunItem & { readonly hash: string | null }) | undefined {
  const item = readItem(database, runId, pairId, role);
  const row = prepared<{ hash: string | null }>(
    database,
    'SELECT hash FROM run_item WHERE run_id = ? AND role = ? AND pair_id = ?',
  ).get(runId, role, pairId);
  return item && { ...item, hash: row?.hash ?? null };
}

/** Plans comparisons once more, also such as are done. Call it inside `store.write`. */
export function replanItems(database: WritableDatabase, runId: number, places: readonly ItemPlace[]): void {
  const plan = prepared(
    database,
    `UPDATE run_item SET state = 'planned', hash = NULL, error_code = NULL, error_message = NULL
     WHERE run_id = ? AND role = ? AND pair_id = ?`,
  );
  for (const { role, pairId } of places) plan.run(runId, role, pairId);
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

/** Why a comparison failed; null for one that did not. */
export function failureOf(
  database: ReadableDatabase,
  runId: number,
  { role, pairId }: ItemPlace,
): { code: string; message: string } | null {
  const row = prepared<{ code: string; message: string }>(
    database,
    `SELECT error_code AS code, error_message AS message FROM run_item
     WHERE run_id = ? AND role = ? AND pair_id = ? AND state = 'failed'`,
  ).get(runId, role, pairId);
  return row ?? null;
}

/** What failed, in the set's order: of the set, then neutrals, then of the control set. @param limit all, unless told */
export function listItemErrors(database: ReadableDatabase, runId: number, limit = -1): RunItemError[] {
  return prepared<RunItemError>(
    database,
    `SELECT item.pair_id AS pairId, item.role, item.position, pair.original,
       CASE item.role WHEN 'neutral' THEN pair.neutral ELSE pair.counterfactual END AS counterfactual,
       item.error_code AS code, item.error_message AS message
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.state = 'failed'
     ORDER BY item.role DESC, item.position LIMIT ?`,
  ).all(runId, limit);
}

/** Plans once more what failed in a run. */
export function replanFailedItems(database: WritableDatabase, runId: number): void {
  prepared(
    database,
    `UPDATE run_item SET state = 'planned', error_code = NULL, error_message = NULL
     WHERE run_id = ? AND state = 'failed'`,
  ).run(runId);
}
