/** How long the latest runs were at work on how much, by the weights that they were of and the device that computed them. */
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
    id: number;
    asked: DeviceChoice;
    ranOn: string | null;
    seconds: number;
    tokens: number | null;
    squares: number | null;
  }>(
    database,
    `WITH latest AS (
       SELECT *, row_number() OVER (PARTITION BY device, json_extract(ran_on, '$.device') ORDER BY id DESC) AS age
       FROM run WHERE state = 'done' AND seconds_at_work > 0 AND (? IS NULL OR id < ?))
     SELECT run.id, run.weights_hash AS weightsHash, model.parameters, run.seconds_at_work AS seconds,
       run.device AS asked, run.ran_on AS ranOn, sum(changed + original) AS tokens,
       sum(changed * changed + original * original) AS squares
     FROM latest AS run JOIN model ON model.id = run.model_id JOIN (
       SELECT run_id, json_array_length(counterfactual_ids) AS changed,
         CASE role WHEN 'neutral' THEN 0 ELSE json_array_length(original_ids) END AS original
       FROM run_item WHERE state = 'done') AS item ON item.run_id = run.id
     WHERE run.age <= ? GROUP BY run.id ORDER BY run.id DESC`,
  ).all(before, before, LATEST);
  return rows.flatMap(({ id, ranOn, tokens, squares, ...pace }) => {
    const { device } = ranOnOf(ranOn, 'run', id) ?? ON_CPU;
    return tokens === null || squares === null || tokens === 0 ? [] : [{ ...pace, tokens, squares, device }];
  });
}
