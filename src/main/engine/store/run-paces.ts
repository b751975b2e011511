/** How fast the latest runs went: seconds a token, by the weights that they were of. */
import type { RunCosts } from '../../../shared/run-costs.ts';
import { prepared, type ReadableDatabase } from './handles.ts';

/** Older ones say less about the machine as it is now. */
const LATEST = 12;

/** Of runs that came to their end, the latest first. @param before only those that were made before this run */
export function readRunPaces(database: ReadableDatabase, before: number | null = null): RunCosts['paces'] {
  const rows = prepared<{
    weightsHash: string;
    parameters: number;
    startedAt: string;
    finishedAt: string;
    tokens: number | null;
  }>(
    database,
    `SELECT run.weights_hash AS weightsHash, model.parameters, run.started_at AS startedAt, run.finished_at AS finishedAt,
       (SELECT sum(json_array_length(counterfactual_ids)
          + CASE role WHEN 'neutral' THEN 0 ELSE json_array_length(original_ids) END)
        FROM run_item WHERE run_item.run_id = run.id AND run_item.state = 'done') AS tokens
     FROM run JOIN model ON model.id = run.model_id
     WHERE run.state = 'done' AND run.started_at IS NOT NULL AND run.finished_at IS NOT NULL
       AND (? IS NULL OR run.id < ?)
     ORDER BY run.id DESC LIMIT ?`,
  ).all(before, before, LATEST);
  return rows.flatMap(({ weightsHash, parameters, startedAt, finishedAt, tokens }) => {
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
    return tokens === null || tokens === 0 || seconds <= 0
      ? []
      : [{ weightsHash, parameters, secondsPerToken: seconds / tokens }];
  });
}
