/** A sample of a run's rows: enough to foresee how many rows a way of answering a query has to look at. */
import { METRIC_COUNT, METRIC_NAMES, metricIndex } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort, Role, Threshold } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';

const SIZE = 1000;

export interface RowSample {
  /** Rows of head_metric that the sample stands for. */
  readonly rows: number;
  /** [sampled rows][METRIC_COUNT]; null where undefined */
  readonly values: readonly (readonly (number | null)[])[];
  /** [sampled rows] layer and head of each */
  readonly places: readonly (readonly [layer: number, head: number])[];
}

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
  const read = prepared<(number | null)[]>(
    database,
    `SELECT ${METRIC_NAMES.join(', ')} FROM head_metric
     WHERE run_id = ? AND role = ? AND position = ? AND layer = ? AND head = ?`,
  ).raw();
  const values: (number | null)[][] = [];
  const sampled: [number, number][] = [];
  const size = Math.min(SIZE, rows);
  for (let index = 0; index < size; index++) {
    // A row in the middle of each of `size` equal stretches.
    const row = Math.floor(((index + 0.5) * rows) / size);
    const place = row % places;
    const [layer, head] = [Math.floor(place / run.heads), place % run.heads];
    const found = read.get(run.id, role, positions[Math.floor(row / places)] ?? -1, layer, head);
    if (found === undefined) continue;
    values.push(found.slice(0, METRIC_COUNT));
    sampled.push([layer, head]);
  }
  return { rows, values, places: sampled };
}

/** The share of rows that pass one threshold, from 0 to 1. */
export function shareOf(sample: RowSample, threshold: Threshold): number {
  const column = metricIndex(threshold.metric);
  return share(sample, (values) => passesThreshold(values[column] ?? null, threshold));
}

/**
 * How many rows a walk in the order of the sort's metric looks at until it has found `wanted` rows of the filter. Of
 * filters on pairs and labels it knows nothing.
 */
export function walkLength(
  sample: RowSample,
  filter: ResultFilter,
  sort: ResultSort & { by: (typeof METRIC_NAMES)[number] },
  wanted: number,
): number {
  const column = metricIndex(sort.by);
  const sign = sort.direction === 'asc' ? 1 : -1;
  const inOrder = [...sample.values.keys()]
    .filter((row) => sample.values[row]?.[column] !== null)
    .sort((a, b) => sign * ((sample.values[a]?.[column] ?? 0) - (sample.values[b]?.[column] ?? 0)));
  const scale = sample.rows / Math.max(sample.values.length, 1);
  let found = 0;
  for (const [walked, row] of inOrder.entries()) {
    if (matches(sample, row, filter)) found += scale;
    if (found >= wanted) return (walked + 1) * scale;
  }
  return sample.rows;
}

function matches(sample: RowSample, row: number, filter: ResultFilter): boolean {
  const [layer, head] = sample.places[row] ?? [0, 0];
  return (
    (filter.layers?.includes(layer) ?? true) &&
    (filter.heads?.includes(head) ?? true) &&
    filter.thresholds.every((threshold) =>
      passesThreshold(sample.values[row]?.[metricIndex(threshold.metric)] ?? null, threshold),
    )
  );
}

function passesThreshold(value: number | null, { comparison, value: limit }: Threshold): boolean {
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

function share(sample: RowSample, passes: (values: readonly (number | null)[]) => boolean): number {
  return sample.values.filter(passes).length / Math.max(sample.values.length, 1);
}
