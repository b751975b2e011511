/** The rows of a run's files in one role, as a table of DuckDB: `pair` (counted from 1), `layer`, `head`, and metrics. */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role } from '../../../shared/entities.ts';
import type { FilesShape } from './folder-files.ts';
import { readParquet } from './read-parquet.ts';

/**
 * @param measured what the run did not measure has no value
 * @returns a SELECT; columns that are not asked for are not read
 */
export function sourceOf(
  paths: readonly string[],
  { hasRole }: FilesShape,
  role: Role,
  measured: readonly MetricName[],
): string {
  const names = METRIC_NAMES.map((name) => (measured.includes(name) ? name : `NULL::DOUBLE AS ${name}`));
  const where = hasRole ? `WHERE role = '${role}'` : role === 'set' ? '' : 'WHERE false';
  return `SELECT pair, layer, head, ${names.join(', ')} FROM ${readParquet(paths)} ${where}`;
}
