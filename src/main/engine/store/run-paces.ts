/** How fast the latest runs went: seconds a token, by the weights that they were of and the device that computed them. */
import type { RunCosts } from '../../../shared/run-costs.ts';
import { type DeviceChoice, ON_CPU } from '../../../shared/devices.ts';
import { prepared, type ReadableDatabase } from './handles.ts';
import { ranOnOf } from './ran-on.ts';

/** Of each device. Older ones say less about the machine as it is now. */
const LATEST = 12;

/** Of runs that came to their end, the latest first. @param before only those that were made before this run */
export function readRunPaces(database: ReadableDatabase, before: number | null = null): RunCosts['paces'] {
  const rows = prepared<{
    weightsHash: string;
    parameters: number;
    startedAt: string;
    finishedAt: string;
    id: number;
    asked: DeviceChoice;
    ranOn: string | null;
    tokens: number | null;
  }>(
    database,
    `WITH latest AS (
       SELECT *, row_number() OVER (PARTITION BY device, json_extract(ran_on, '$.device') ORDER BY id DESC) AS age
       FROM run WHERE state = 'done' AND started_at IS NOT NULL AND finished_at IS NOT NULL AND (? IS NULL OR id < ?))
     SELECT run.id, run.weights_hash AS weightsHash, model.parameters, run.started_at AS startedAt, run.finished_at AS finishedAt,
       run.device AS asked, run.ran_on AS ranOn,
       (SELECT sum(json_array_length(counterfactual_ids)
          + CASE role WHEN 'neutral' THEN 0 ELSE json_array_length(original_ids) END)
        FROM run_item WHERE run_item.run_id = run.id AND run_item.state = 'done') AS tokens
     FROM latest AS run JOIN model ON model.id = run.model_id
     WHERE run.age <= ? ORDER BY run.id DESC`,
  ).all(before, before, LATEST);
  return rows.flatMap(({ id, weightsHash, parameters, startedAt, finishedAt, asked, ranOn, tokens }) => {
    const { device } = ranOnOf(ranOn, 'run', id) ?? ON_CPU;
    const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
    return tokens === null || tokens === 0 || seconds <= 0
      ? []
      : [{ weightsHash, parameters, secondsPerToken: seconds / tokens, asked, device }];
  });
}
