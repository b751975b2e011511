/** The table `aggregate`: statistics over the pairs of a run, kept once computed. */
import { COMPARISON_COLUMNS, SUMMARY_COLUMNS } from '../../../core/statistics/summary.ts';
import type { AggregateRow } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { placeholders } from './rows.ts';

const COLUMNS = [
  'metric',
  'layer',
  'head',
  ...SUMMARY_COLUMNS,
  ...COMPARISON_COLUMNS,
  'p_zero',
  'q_zero',
] as const satisfies readonly (keyof AggregateRow)[];

/** The statistics of a group ('' is the whole set), by metric, layer and head; none if not computed yet. */
export function readAggregates(database: ReadableDatabase, runId: number, group: string): AggregateRow[] {
  return prepared<AggregateRow>(
    database,
    `SELECT ${COLUMNS.join(', ')} FROM aggregate WHERE run_id = ? AND group_label = ? ORDER BY metric, layer, head`,
  ).all(runId, group);
}

/** Stores the statistics of a group in place of those that are there. Call it inside `store.write`. */
export function writeAggregates(
  database: WritableDatabase,
  runId: number,
  group: string,
  rows: readonly AggregateRow[],
): void {
  prepared(database, 'DELETE FROM aggregate WHERE run_id = ? AND group_label = ?').run(runId, group);
  const insert = prepared(
    database,
    `INSERT INTO aggregate (run_id, group_label, ${COLUMNS.join(', ')}) VALUES (${placeholders(COLUMNS.length + 2)})`,
  );
  for (const row of rows) insert.run(runId, group, ...COLUMNS.map((column) => row[column]));
}

/** Forgets the statistics of a run, whose metrics have changed. */
export function dropAggregates(database: WritableDatabase, runId: number): void {
  prepared(database, 'DELETE FROM aggregate WHERE run_id = ?').run(runId);
}
