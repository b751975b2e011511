/** A sample of a run's rows: enough to foresee how many rows a way of answering a query has to look at. */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort, Role, Threshold } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import type { HeadMetricRow } from '../store/head-metrics.ts';

const SIZE = 1000;

export interface RowSample {
  /** Rows of head_metric that the sample stands for. */
  readonly rows: number;
  readonly sampled: readonly SampledRow[];
}

type SampledRow = Omit<HeadMetricRow, 'position' | 'pairId'>;

/** Evenly spaced over the pairs that are done, and over layers and heads. */
export function sampleRows(
  database: ReadableDatabase,
  run: { id: number; layers: number; heads: number },
  role: Role,
): RowSample {
  const positions = prepared<{ position: number }>(
    database,
    `SELECT position FROM run_item WHERE run_id = ? AND role = ? AND state = 'done' ORDER BY position`,
  )
    .all(run.id, role)
    .map(({ position }) => position);
  const places = run.layers * run.heads;
  const rows = positions.length * places;
  const read = prepared<SampledRow>(
    database,
    `SELECT layer, head, ${METRIC_NAMES.join(', ')} FROM head_metric
     WHERE run_id = ? AND role = ? AND position = ? AND layer = ? AND head = ?`,
  );
  const sampled: SampledRow[] = [];
  const size = Math.min(SIZE, rows);
  for (let index = 0; index < size; index++) {
    // A row in the middle of each of `size` equal stretches.
    const row = Math.floor(((index + 0.5) * rows) / size);
    const place = row % places;
    const [layer, head] = [Math.floor(place / run.heads), place % run.heads];
    const found = read.get(run.id, role, positions[Math.floor(row / places)] ?? -1, layer, head);
    if (found !== undefined) sampled.push(found);
  }
  return { rows, sampled };
}

/** The share of rows that pass one threshold, from 0 to 1. */
export function shareOf({ sampled }: RowSample, threshold: Threshold): number {
  return sampled.filter((row) => passesThreshold(row, threshold)).length / Math.max(sampled.length, 1);
}

/**
 * How many rows a walk in the order of the sort's metric looks at until it has found `wanted` rows of the filter. Of
 * filters on pairs and labels it knows nothing.
 */
export function walkLength(
  { rows, sampled }: RowSample,
  filter: ResultFilter,
  sort: ResultSort & { by: MetricName },
  wanted: number,
): number {
  const sign = sort.direction === 'asc' ? 1 : -1;
  const inOrder = sampled
    .filter((row) => row[sort.by] !== null)
    .sort((a, b) => sign * ((a[sort.by] ?? 0) - (b[sort.by] ?? 0)));
  const scale = rows / Math.max(sampled.length, 1);
  let found = 0;
  for (const [walked, row] of inOrder.entries()) {
    if (matches(row, filter)) found += scale;
    if (found >= wanted) return (walked + 1) * scale;
  }
  return rows;
}

function matches(row: SampledRow, filter: ResultFilter): boolean {
  return (
    (filter.layers?.includes(row.layer) ?? true) &&
    (filter.heads?.includes(row.head) ?? true) &&
    filter.thresholds.every((threshold) => passesThreshold(row, threshold))
  );
}

function passesThreshold(row: SampledRow, { metric, comparison, value: limit }: Threshold): boolean {
  const value = row[metric];
  if (value === null) return false;
  switch (comparison) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
  }
}
