/** What a report shows of the pairs of a run: those that it was planned with, whatever its set is now. */
import type { Pair, Role } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from './handles.ts';
import { pairsWithIds } from './pairs.ts';

export interface LabelOfRun {
  /** null: without one */
  readonly label: string | null;
  readonly pairs: number;
  readonly failed: number;
}

/** Labels of the pairs in a role, the most frequent first. */
export function labelCountsOfRun(database: ReadableDatabase, runId: number, role: Role): LabelOfRun[] {
  return prepared<LabelOfRun>(
    database,
    `SELECT pair.label, count(*) AS pairs, sum(item.state = 'failed') AS failed
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = ?
     GROUP BY pair.label ORDER BY pairs DESC, pair.label IS NULL, pair.label`,
  ).all(runId, role);
}

/** Up to `count` pairs, spread evenly over the order of the set: the first, the last, and between. */
export function examplePairsOfRun(
  database: ReadableDatabase,
  runId: number,
  role: 'set' | 'control',
  count: number,
): Pair[] {
  const planned = prepared<{ id: number }>(
    database,
    'SELECT pair_id AS id FROM run_item WHERE run_id = ? AND role = ? ORDER BY position',
  ).all(runId, role);
  const step = (planned.length - 1) / Math.max(1, Math.min(count, planned.length) - 1);
  const places = Array.from({ length: Math.min(count, planned.length) }, (_, at) => Math.round(at * step));
  return pairsWithIds(
    database,
    places.flatMap((place) => planned[place]?.id ?? []),
  );
}
