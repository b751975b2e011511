/** What says that a pair of one run is the same as a pair of another: its two statements. */
import type { Role } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from './handles.ts';

interface KeyRow {
  readonly position: number;
  readonly original: string | null;
  readonly counterfactual: string | null;
  readonly originalIds: string | null;
  readonly counterfactualIds: string | null;
}

/** By the position of the measured pairs of a role. */
export function readPairKeys(database: ReadableDatabase, runId: number, role: Role): Map<number, string> {
  const rows = prepared<KeyRow>(
    database,
    `SELECT item.position, pair.original, pair.counterfactual, pair.original_ids AS originalIds,
       pair.counterfactual_ids AS counterfactualIds
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = ? AND item.state = 'done'`,
  ).all(runId, role);
  return new Map(
    rows.map(({ position, original, counterfactual, originalIds, counterfactualIds }) => [
      position,
      JSON.stringify([original, counterfactual, originalIds, counterfactualIds]),
    ]),
  );
}
