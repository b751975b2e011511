/** How far a run is: how many of its comparisons, and of its pairs, are done or have failed. */
import type { Role } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from './handles.ts';

export interface ItemCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/**
 * How far the pairs of a run are. A pair is done, or has failed, when its neutral is no longer to be run either; a neutral
 * that fails leaves its pair done.
 */
export function countItems(database: ReadableDatabase, runId: number): ItemCounts {
  const { total, done, failed } = countPairs(database, runId);
  return { total, done, failed };
}

/** {@link countItems}, with how far the neutrals of the run are. */
export function countPairs(
  database: ReadableDatabase,
  runId: number,
): ItemCounts & { readonly neutrals: ItemCounts } {
  const [set, control, neutrals] = (['set', 'control', 'neutral'] as const).map((role) =>
    countRole(database, runId, role),
  ) as [ItemCounts, ItemCounts, ItemCounts];
  const isNeutralLeft = neutrals.done + neutrals.failed < neutrals.total;
  const waiting = isNeutralLeft ? waitingForNeutral(database, runId) : undefined;
  return {
    total: set.total + control.total,
    done: set.done + control.done - (waiting?.done ?? 0),
    failed: set.failed + control.failed - (waiting?.failed ?? 0),
    neutrals,
  };
}

/** Comparisons of whatever role that are done. */
export function countDone(database: ReadableDatabase, runId: number): number {
  const roles = (['set', 'control', 'neutral'] as const).map((role) => countRole(database, runId, role));
  return roles.reduce((sum, { done }) => sum + done, 0);
}

/** A role at a time: each state is a range of the index, and no pair is read. */
export function countRole(database: ReadableDatabase, runId: number, role: Role): ItemCounts {
  const count = prepared<{ pairs: number }>(
    database,
    'SELECT count(*) AS pairs FROM run_item WHERE run_id = ? AND role = ? AND state = ?',
  );
  const [planned, done, failed] = (['planned', 'done', 'failed'] as const).map(
    (state) => count.get(runId, role, state)?.pairs ?? 0,
  ) as [number, number, number];
  return { total: planned + done + failed, done, failed };
}

/** Pairs that are done or have failed while their neutral is still to be run. */
function waitingForNeutral(database: ReadableDatabase, runId: number) {
  return prepared<{ done: number; failed: number }>(
    database,
    `SELECT coalesce(sum(item.state = 'done'), 0) AS done, coalesce(sum(item.state = 'failed'), 0) AS failed
     FROM run_item AS neutral
     JOIN run_item AS item ON item.run_id = neutral.run_id AND item.role = 'set' AND item.pair_id = neutral.pair_id
     WHERE neutral.run_id = ? AND neutral.role = 'neutral' AND neutral.state = 'planned'`,
  ).get(runId);
}
