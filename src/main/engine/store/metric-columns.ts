/** Columns of the table `head_metric`: one metric over all rows of a run, in the order of pair, layer and head. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role } from '../../../shared/entities.ts';
import { prepared, preparedAsArrays, type ReadableDatabase, type WritableDatabase } from './handles.ts';

export interface RunRows {
  readonly runId: number;
  readonly role: Role;
  /** [pairs] places in the set of the pairs that are done, ascending */
  readonly positions: readonly number[];
  readonly layers: number;
  readonly heads: number;
}

/** [pairs, layers, heads] of each metric, NaN where undefined; read in one go. */
export function readMetricColumns(
  database: ReadableDatabase,
  { runId, role, positions, layers, heads }: RunRows,
  metrics: readonly MetricName[],
): Float64Array[] {
  const places = layers * heads;
  const columns = metrics.map(() => new Float64Array(positions.length * places).fill(Number.NaN));
  const pairAt = new Map(positions.map((position, index) => [position, index]));
  const rows = preparedAsArrays<(number | null)[]>(
    database,
    `SELECT position, layer, head, ${metrics.join(', ')} FROM head_metric WHERE run_id = ? AND role = ?`,
  ).iterate(runId, role);
  for (const row of rows) {
    const pair = pairAt.get(row[0] ?? -1);
    if (pair === undefined) continue;
    const at = pair * places + (row[1] ?? 0) * heads + (row[2] ?? 0);
    for (let metric = 0; metric < columns.length; metric++) {
      const value = row[3 + metric];
      const column = columns[metric];
      if (column !== undefined && value !== null && value !== undefined) column[at] = value;
    }
  }
  return columns;
}

/** Places of the pairs that are done, ascending. */
export function readDonePositions(database: ReadableDatabase, runId: number, role: Role): number[] {
  return prepared<{ position: number }>(
    database,
    `SELECT position FROM run_item WHERE run_id = ? AND role = ? AND state = 'done' ORDER BY position`,
  )
    .all(runId, role)
    .map(({ position }) => position);
}

/** How often metrics of the run were computed anew: columns that were read hold as long as it and the pairs done stay. */
export function metricsRevision(database: ReadableDatabase, runId: number): number {
  const row = prepared<{ revision: number }>(database, 'SELECT revision FROM run WHERE id = ?').get(runId);
  return row?.revision ?? 0;
}

/** Says that metrics of the run have changed or are going to. */
export function markMetricsChanged(database: WritableDatabase, runId: number): void {
  prepared(database, 'UPDATE run SET revision = revision + 1 WHERE id = ?').run(runId);
}
