/** One metric over all rows of a run, in the order of pair, layer and head. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role } from '../../../shared/entities.ts';
import { prepared, preparedAsArrays, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { BLOCK_PAIRS, blockOf, readBlocks } from './metric-blocks.ts';

export interface RunRows {
  readonly runId: number;
  readonly role: Role;
  /** [pairs] places in the set of the pairs that are done, ascending */
  readonly positions: readonly number[];
  readonly layers: number;
  readonly heads: number;
}

/**
 * [pairs, layers, heads] of each metric, NaN where undefined. What is laid out in blocks is taken from there; the rest is read
 * row by row, all metrics in one go.
 */
export function readMetricColumns(
  database: ReadableDatabase,
  run: RunRows,
  metrics: readonly MetricName[],
): Float64Array[] {
  const { positions, layers, heads } = run;
  const places = layers * heads;
  const columns = metrics.map(() => new Float64Array(positions.length * places).fill(Number.NaN));
  const missing = new Map<number, number[]>();
  for (const [index, metric] of metrics.entries()) {
    const blocks = readBlocks(database, run, metric);
    const column = columns[index] ?? new Float64Array(0);
    for (const { block, from, to } of blocksOf(positions)) {
      const values = blocks.get(block);
      if (values === undefined) missing.set(block, [...(missing.get(block) ?? []), index]);
      else copyBlock(values, column, { positions, from, to, places });
    }
  }
  if (missing.size > 0) readRows(database, run, metrics, missing, columns);
  return columns;
}

/** The pairs of each block, as a range of indices. */
function* blocksOf(positions: readonly number[]): Generator<{ block: number; from: number; to: number }> {
  for (let from = 0; from < positions.length;) {
    const block = blockOf(positions[from] ?? 0);
    let to = from + 1;
    while (to < positions.length && blockOf(positions[to] ?? 0) === block) to++;
    yield { block, from, to };
    from = to;
  }
}

function copyBlock(
  values: Float64Array,
  column: Float64Array,
  { positions, from, to, places }: { positions: readonly number[]; from: number; to: number; places: number },
): void {
  for (let pair = from; pair < to; pair++) {
    const start = ((positions[pair] ?? 0) % BLOCK_PAIRS) * places;
    column.set(values.subarray(start, start + places), pair * places);
  }
}

/** Fills what no block has: `missing` names the metrics by block, as indices. */
function readRows(
  database: ReadableDatabase,
  { runId, role, positions, layers, heads }: RunRows,
  metrics: readonly MetricName[],
  missing: ReadonlyMap<number, readonly number[]>,
  columns: readonly Float64Array[],
): void {
  const pairAt = new Map(positions.map((position, index) => [position, index]));
  const wanted = [...new Set([...missing.values()].flat())];
  const select = preparedAsArrays<(number | null)[]>(
    database,
    `SELECT position, layer, head, ${wanted.map((index) => metrics[index]).join(', ')} FROM head_metric
     WHERE run_id = ? AND role = ? AND position >= ? AND position < ?`,
  );
  for (const [from, to] of rangesOf([...missing.keys()])) {
    for (const row of select.iterate(runId, role, from * BLOCK_PAIRS, to * BLOCK_PAIRS)) {
      const pair = pairAt.get(row[0] ?? -1);
      if (pair === undefined) continue;
      const at = (pair * layers + (row[1] ?? 0)) * heads + (row[2] ?? 0);
      for (let index = 0; index < wanted.length; index++) {
        const value = row[3 + index];
        const column = columns[wanted[index] ?? -1];
        if (column !== undefined && value !== null && value !== undefined) column[at] = value;
      }
    }
  }
}

/** Runs of neighbours: [first, past the last]. */
function rangesOf(blocks: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const block of blocks.toSorted((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last?.[1] === block) last[1] = block + 1;
    else ranges.push([block, block + 1]);
  }
  return ranges;
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
