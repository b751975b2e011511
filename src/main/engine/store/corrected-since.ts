/** Which pairs of a run have another alignment by hand now than the run was measured with. */
import { prepared, type ReadableDatabase } from './handles.ts';

/**
 * Pairs of set and control set that were corrected after they were measured, corrected anew, or given back to the run's method:
 * a run that is made now would come to other numbers on them.
 */
export function countCorrectedSince(database: ReadableDatabase, runId: number): number {
  const row = prepared<{ pairs: number }>(
    database,
    `SELECT count(*) AS pairs
     FROM run_item AS item
     JOIN run ON run.id = item.run_id
     LEFT JOIN alignment_correction AS correction
       ON correction.pair_id = item.pair_id AND correction.tokenizer_hash = run.tokenizer_hash
     WHERE item.run_id = ? AND item.role IN ('set', 'control') AND item.state = 'done'
       AND CASE WHEN correction.positions IS NULL THEN item.alignment_used = 'manual'
         ELSE correction.positions <> item.aligned END`,
  ).get(runId);
  return row?.pairs ?? 0;
}
