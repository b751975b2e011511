/**
 * The table `metric_column`: metrics of runs laid out by column, in blocks of pairs. It repeats `head_metric`, so that a
 * metric of a million rows is read at once and not row by row. docs/decisions/0088-columns-in-blocks.md
 */
import { crc32 } from 'node:zlib';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { Role } from '../../../shared/entities.ts';
import { prepared, preparedAsArrays, type ReadableDatabase, type WritableDatabase } from './handles.ts';

/** Pairs of a block, by their places in the set. */
export const BLOCK_PAIRS = 32;

export function blockOf(position: number): number {
  return Math.floor(position / BLOCK_PAIRS);
}

export interface BlockPlace {
  readonly runId: number;
  readonly role: Role;
  readonly block: number;
}

interface Shape {
  readonly layers: number;
  readonly heads: number;
}

/**
 * One metric in the blocks that there are.
 * @returns block → [BLOCK_PAIRS, layers, heads], NaN where undefined or not measured; without those that are not what was written
 */
export function readBlocks(
  database: ReadableDatabase,
  { runId, role, layers, heads }: Omit<BlockPlace, 'block'> & Shape,
  metric: MetricName,
): Map<number, Float64Array> {
  const rows = prepared<{ block: number; crc: number; data: Buffer }>(
    database,
    'SELECT block, crc, data FROM metric_column WHERE run_id = ? AND role = ? AND metric = ?',
  ).all(runId, role, metric);
  const bytes = BLOCK_PAIRS * layers * heads * Float64Array.BYTES_PER_ELEMENT;
  return new Map(
    rows
      .filter(({ crc, data }) => data.byteLength === bytes && crc === crc32(data))
      .map(({ block, data }) => [block, numbersOf(data)]),
  );
}

/** A buffer of SQLite may begin anywhere; an array of numbers may not. */
function numbersOf(data: Buffer): Float64Array {
  const start = data.byteOffset;
  const isAligned = start % Float64Array.BYTES_PER_ELEMENT === 0;
  const bytes = isAligned ? data : Uint8Array.from(data);
  return new Float64Array(bytes.buffer, bytes.byteOffset, data.byteLength / Float64Array.BYTES_PER_ELEMENT);
}

/** Blocks of the run's pairs of which nothing is laid out. @param metric one that the run measured */
export function missingBlocks(database: ReadableDatabase, runId: number, metric: MetricName): BlockPlace[] {
  return prepared<BlockPlace>(
    database,
    `SELECT run_id AS runId, role, position / ${BLOCK_PAIRS} AS block FROM run_item WHERE run_id = ?
     EXCEPT SELECT run_id, role, block FROM metric_column
     WHERE run_id = ? AND role IN ('set', 'control', 'neutral') AND metric = ?`,
  ).all(runId, runId, metric);
}

/** Lays out a block as `head_metric` has it now. Call it inside `store.write`. */
export function writeBlock(
  database: WritableDatabase,
  { runId, role, block }: BlockPlace,
  { layers, heads, metrics }: Shape & { readonly metrics: readonly MetricName[] },
): void {
  const places = layers * heads;
  const columns = metrics.map(() => new Float64Array(BLOCK_PAIRS * places).fill(Number.NaN));
  const first = block * BLOCK_PAIRS;
  const rows = preparedAsArrays<(number | null)[]>(
    database,
    `SELECT position, layer, head, ${metrics.join(', ')} FROM head_metric
     WHERE run_id = ? AND role = ? AND position >= ? AND position < ?`,
  ).iterate(runId, role, first, first + BLOCK_PAIRS);
  for (const row of rows) {
    const [position = first, layer = 0, head = 0] = row as number[];
    const at = (position - first) * places + layer * heads + head;
    columns.forEach((column, index) => (column[at] = row[3 + index] ?? Number.NaN));
  }
  const insert = prepared(
    database,
    'INSERT OR REPLACE INTO metric_column (run_id, role, metric, block, crc, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  columns.forEach((column, index) => {
    const data = Buffer.from(column.buffer);
    insert.run(runId, role, metrics[index], block, crc32(data), data);
  });
}

/** To be called wherever metrics of a pair are written. */
export function forgetBlock(database: WritableDatabase, { runId, role, block }: BlockPlace): void {
  prepared(database, 'DELETE FROM metric_column WHERE run_id = ? AND role = ? AND block = ?').run(
    runId,
    role,
    block,
  );
}
