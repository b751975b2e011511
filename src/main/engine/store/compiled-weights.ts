/** With which compiled weights a run or an analysis was computed: their columns `compiled_weights`. */
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';

const ITEMS = { run: 'run_item', analysis: 'analysis_item' } as const;

/**
 * What is computed from now on is computed with weights of this hash, which were checked. Where something is there that was
 * computed otherwise, nothing is said of the whole. Call it inside `store.write`, before anything is computed.
 */
export function noteCompiledWeights(
  database: WritableDatabase,
  table: keyof typeof ITEMS,
  id: number,
  hash: string,
): void {
  prepared(
    database,
    `UPDATE ${table} SET compiled_weights = CASE
       WHEN compiled_weights IS ? THEN compiled_weights
       WHEN EXISTS (SELECT 1 FROM ${ITEMS[table]} WHERE ${table}_id = ? AND state = 'done') THEN NULL
       ELSE ? END
     WHERE id = ?`,
  ).run(hash, id, hash, id);
}

/**
 * Runs or analyses of these weights of a checkpoint that were begun before a moment and of which it is not on record that
 * their compiled form had been checked; analyses of a run's numbers, which use no model, are as their run.
 * @param before ISO 8601, UTC; null: up to now
 */
export function madeUnchecked(
  database: ReadableDatabase,
  table: keyof typeof ITEMS,
  weightsHash: string,
  before: string | null,
): number[] {
  return prepared<{ id: number }>(
    database,
    `SELECT id FROM ${table} WHERE weights_hash = ? AND (? IS NULL OR created_at < ?) AND compiled_weights IS NULL
       AND model_id IS NOT NULL AND EXISTS (SELECT 1 FROM ${ITEMS[table]} WHERE ${table}_id = ${table}.id AND state = 'done')
     ORDER BY id`,
  )
    .all(weightsHash, before, before)
    .map(({ id }) => id);
}
