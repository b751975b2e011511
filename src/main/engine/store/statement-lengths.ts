/** How long the statements of a run are to its model. */
import type { StatementLength } from '../../../core/figures/length-bins.ts';
import { prepared, type ReadableDatabase } from './handles.ts';
import { getRun } from './runs.ts';

/**
 * Of the pairs that are measured, the shortest first; an original that has a neutral too counts once.
 * @throws PairlensError NOT_FOUND
 */
export function readStatementLengths(database: ReadableDatabase, runId: number): StatementLength[] {
  getRun(database, runId);
  return prepared<StatementLength>(
    database,
    `SELECT tokens, count(*) AS statements FROM (
       SELECT json_array_length(counterfactual_ids) AS tokens FROM run_item
       WHERE run_id = @run AND state = 'done'
       UNION ALL
       SELECT json_array_length(original_ids) FROM run_item
       WHERE run_id = @run AND state = 'done' AND role <> 'neutral')
     WHERE tokens IS NOT NULL GROUP BY tokens ORDER BY tokens`,
  ).all({ run: runId });
}
