/**
 * The table `metric_order`: head_metric in the order of one metric's values, by which results are filtered and sorted.
 * A cache, made for a metric when it is first needed and dropped when a metric of the run changes.
 */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';

export function hasMetricOrder(
  database: ReadableDatabase,
  runId: number,
  role: Role,
  metric: MetricName,
): boolean {
  const made = prepared(
    database,
    'SELECT 1 FROM metric_order_made WHERE run_id = ? AND role = ? AND metric = ?',
  ).get(runId, role, metric);
  return made !== undefined;
}

/** Sorted before it is inserted, the order costs about 2 µs a row. Call it inside `store.write`. */
export function makeMetricOrder(
  database: WritableDatabase,
  runId: number,
  role: Role,
  metric: MetricName,
): void {
  const columns = ['position', 'layer', 'head', 'pair_id', ...METRIC_NAMES].join(', ');
  prepared(
    database,
    `INSERT INTO metric_order (run_id, role, metric, value, ${columns})
     SELECT run_id, role, ?, ${metric}, ${columns} FROM head_metric
     WHERE run_id = ? AND role = ? AND ${metric} IS NOT NULL
     ORDER BY ${metric}, position, layer, head`,
  ).run(metric, runId, role);
  prepared(database, 'INSERT INTO metric_order_made (run_id, role, metric) VALUES (?, ?, ?)').run(
    runId,
    role,
    metric,
  );
}

/** Forgets the orders of a run, whose metrics have changed or are going to. */
export function dropMetricOrders(database: WritableDatabase, runId: number): void {
  const made = prepared(database, 'DELETE FROM metric_order_made WHERE run_id = ?').run(runId);
  if (made.changes > 0) prepared(database, 'DELETE FROM metric_order WHERE run_id = ?').run(runId);
}
