/** What a run took of time and disk, beside the forecast that the runs before it allow. */
import { bytesOfRow, bytesOfRun, durationOfRun, type RunLoad } from '../../../shared/run-costs.ts';
import type { RunTook } from '../../../shared/run-took.ts';
import { prepared, type ReadableDatabase } from './handles.ts';
import { readRunPaces } from './run-paces.ts';
import { folderOfRun } from './run-folders.ts';
import { found } from './rows.ts';
import { getRun } from './runs.ts';

/** @throws PairlensError NOT_FOUND */
export function readRunTook(database: ReadableDatabase, runId: number): RunTook {
  const run = getRun(database, runId);
  const load = readLoad(database, runId);
  const model = found(
    prepared<{ parameters: number; dModel: number; headDim: number | null }>(
      database,
      `SELECT parameters, d_model AS dModel, json_extract(config, '$.head_dim') AS headDim FROM model WHERE id = ?`,
    ).get(run.model.id),
    'model',
    run.model.id,
  );
  const { layers, heads } = run.model;
  const dHead = model.headDim ?? model.dModel / Math.max(heads, 1);
  const { weightsHash, keep, device } = run.provenance;
  const duration = durationOfRun(
    load,
    { weightsHash, parameters: model.parameters },
    { paces: readRunPaces(database, runId) },
    device,
  );
  return {
    forecast: {
      seconds: duration?.seconds ?? null,
      isRough: duration?.isRough ?? false,
      bytes: bytesOfRun(load, { layers, heads, dHead }, keep),
    },
    seconds: run.state === 'done' ? run.secondsAtWork : null,
    bytes: Math.round(
      (run.folder === null ? bytesOfMetrics(database, load.comparisons * layers * heads) : 0) +
        bytesOfData(database, 'metric_column', runId) +
        bytesOfData(database, 'tensor', runId) +
        (folderOfRun(database, runId)?.files ?? []).reduce((sum, { bytes }) => sum + bytes, 0),
    ),
  };
}

/** Of what is measured; an original that has a neutral too goes through the model once. */
function readLoad(database: ReadableDatabase, runId: number): RunLoad {
  const { comparisons, tokens, squares } = found(
    prepared<{ comparisons: number; tokens: number | null; squares: number | null }>(
      database,
      `SELECT count(*) AS comparisons, sum(changed + original) AS tokens,
         sum(changed * changed + original * original) AS squares
       FROM (SELECT json_array_length(counterfactual_ids) AS changed,
               CASE role WHEN 'neutral' THEN 0 ELSE json_array_length(original_ids) END AS original
             FROM run_item WHERE run_id = ? AND state = 'done')`,
    ).get(runId),
    'run',
    runId,
  );
  return { comparisons, tokens: tokens ?? 0, squares: squares ?? 0 };
}

/** Its share of the pages of the table, which all rows fill alike. */
function bytesOfMetrics(database: ReadableDatabase, rows: number): number {
  const pages = prepared<{ bytes: number | null }>(
    database,
    `SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = 'head_metric' AND aggregate = TRUE`,
  ).get();
  const all = prepared<{ rows: number | null }>(
    database,
    `SELECT sum(model.layers * model.heads) AS rows FROM run_item AS item
     JOIN run ON run.id = item.run_id JOIN model ON model.id = run.model_id
     WHERE item.state = 'done' AND run.id NOT IN (SELECT run_id FROM run_folder)`,
  ).get();
  const total = all?.rows ?? 0;
  return total === 0 ? 0 : ((pages?.bytes ?? 0) * rows) / total;
}

/** Of the pages of the file, by the length of each row. */
function bytesOfData(database: ReadableDatabase, table: 'metric_column' | 'tensor', runId: number): number {
  return prepared<{ bytes: number; rows: number }>(
    database,
    `SELECT length(data) AS bytes, count(*) AS rows FROM ${table} WHERE run_id = ? GROUP BY length(data)`,
  )
    .all(runId)
    .reduce((sum, { bytes, rows }) => sum + rows * bytesOfRow(bytes), 0);
}
