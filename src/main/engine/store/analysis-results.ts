/**
 * The tables `analysis_item`, `analysis_part` and `analysis_result`: how the items of an analysis went, what was computed
 * of each, and what the analysis came to. Numbers are stored as they were computed: float64 stays float64.
 */
import { z } from 'zod';
import type { NamedTensor, NamedTensors, TensorData } from '../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';

export type ItemState = 'planned' | 'done' | 'failed';

/** By the place of the item in the plan. */
export function itemStates(database: ReadableDatabase, analysisId: number): ItemState[] {
  return prepared<{ state: ItemState }>(
    database,
    'SELECT state FROM analysis_item WHERE analysis_id = ? ORDER BY position',
  )
    .all(analysisId)
    .map(({ state }) => state);
}

export interface AnalysisItemError {
  readonly position: number;
  readonly code: string;
  readonly message: string;
}

export function listAnalysisErrors(database: ReadableDatabase, analysisId: number): AnalysisItemError[] {
  return prepared<AnalysisItemError>(
    database,
    `SELECT position, error_code AS code, error_message AS message FROM analysis_item
     WHERE analysis_id = ? AND state = 'failed' ORDER BY position`,
  ).all(analysisId);
}

/** Stores what was computed of an item, which then is done. Call it inside `store.write`. */
export function writePart(
  database: WritableDatabase,
  analysisId: number,
  position: number,
  part: NamedTensors,
): void {
  const insert = prepared(
    database,
    `INSERT OR REPLACE INTO analysis_part (analysis_id, position, name, axes, dtype, shape, codec, data)
     VALUES (?, ?, ?, ?, ?, ?, 'none', ?)`,
  );
  for (const [name, { axes, shape, data }] of part)
    insert.run(
      analysisId,
      position,
      name,
      JSON.stringify(axes),
      dtypeOf(data),
      JSON.stringify(shape),
      bytesOf(data),
    );
  prepared(
    database,
    `UPDATE analysis_item SET state = 'done', error_code = NULL, error_message = NULL
     WHERE analysis_id = ? AND position = ?`,
  ).run(analysisId, position);
}

export function markAnalysisItemFailed(
  database: WritableDatabase,
  analysisId: number,
  { position, code, message }: AnalysisItemError,
): void {
  prepared(
    database,
    `UPDATE analysis_item SET state = 'failed', error_code = ?, error_message = ?
     WHERE analysis_id = ? AND position = ?`,
  ).run(code, message, analysisId, position);
}

/** Plans the failed items of an analysis once more. */
export function replanFailedAnalysisItems(database: WritableDatabase, analysisId: number): void {
  prepared(
    database,
    `UPDATE analysis_item SET state = 'planned', error_code = NULL, error_message = NULL
     WHERE analysis_id = ? AND state = 'failed'`,
  ).run(analysisId);
}

interface TensorRow {
  name: string;
  axes: string;
  dtype: string;
  shape: string;
  codec: string;
  data: Buffer;
}

/** The parts of the items that are done, in the order of the plan, one item in memory at a time. */
export function* readParts(
  database: ReadableDatabase,
  analysisId: number,
): Generator<{ position: number; part: NamedTensors }, void> {
  const positions = prepared<{ position: number }>(
    database,
    "SELECT position FROM analysis_item WHERE analysis_id = ? AND state = 'done' ORDER BY position",
  ).all(analysisId);
  const read = prepared<TensorRow>(
    database,
    `SELECT name, axes, dtype, shape, codec, data FROM analysis_part
     WHERE analysis_id = ? AND position = ? ORDER BY rowid`,
  );
  for (const { position } of positions) {
    yield { position, part: new Map(read.all(analysisId, position).map(toTensor)) };
  }
}

/** Stores what an analysis came to, in the place of its parts. Call it inside `store.write`. */
export function writeResult(database: WritableDatabase, analysisId: number, result: NamedTensors): void {
  prepared(database, 'DELETE FROM analysis_result WHERE analysis_id = ?').run(analysisId);
  const insert = prepared(
    database,
    `INSERT INTO analysis_result (analysis_id, name, axes, dtype, shape, codec, data)
     VALUES (?, ?, ?, ?, ?, 'none', ?)`,
  );
  for (const [name, { axes, shape, data }] of result)
    insert.run(analysisId, name, JSON.stringify(axes), dtypeOf(data), JSON.stringify(shape), bytesOf(data));
  prepared(database, 'DELETE FROM analysis_part WHERE analysis_id = ?').run(analysisId);
}

/** In the order in which it was stored; empty when the analysis is not done. */
export function readResult(database: ReadableDatabase, analysisId: number): NamedTensors {
  const rows = prepared<TensorRow>(
    database,
    `SELECT name, axes, dtype, shape, codec, data FROM analysis_result WHERE analysis_id = ? ORDER BY rowid`,
  ).all(analysisId);
  return new Map(rows.map(toTensor));
}

function toTensor(row: TensorRow): [string, NamedTensor] {
  const axes = names.parse(JSON.parse(row.axes));
  return [row.name, { axes, shape: lengths.parse(JSON.parse(row.shape)), data: dataOf(row) }];
}

const lengths = z.array(z.int().min(0));
const names = z.array(z.string());

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;
type Dtype = keyof typeof ARRAYS;

function dtypeOf(data: TensorData): Dtype {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Float64Array ? 'float64' : 'int32';
}

function bytesOf(data: TensorData): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** @throws PairlensError STORE_INVALID for bytes that are not what is said of them */
function dataOf({ name, dtype, codec, shape, data }: TensorRow): TensorData {
  const ofType = ARRAYS[dtype as Dtype] as (typeof ARRAYS)[Dtype] | undefined;
  const count = lengths.parse(JSON.parse(shape)).reduce((product, length) => product * length, 1);
  if (ofType === undefined || codec !== 'none' || data.byteLength !== count * ofType.BYTES_PER_ELEMENT)
    throw new PairlensError(
      'STORE_INVALID',
      `${name} of an analysis is ${dtype}, ${codec}, ${data.byteLength} bytes for ${shape}`,
      { name },
    );
  // A copy: SQLite's buffer need not be aligned.
  return new ofType(Uint8Array.from(data).buffer);
}
