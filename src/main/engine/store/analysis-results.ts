/**
 * The tables `analysis_item`, `analysis_part` and `analysis_result`: how the items of an analysis went, what was computed
 * of each, and what the analysis came to. Numbers are stored as they were computed: float64 stays float64.
 */
import { z } from 'zod';
import {
  type NamedTensor,
  type NamedTensors,
  orNull,
  type TensorData,
} from '../../../core/analyses/named-tensor.ts';
import { finish } from '../../../core/statistics/steps.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { tensorsHash } from './hashes.ts';
import { found, fromJson } from './rows.ts';
import { isDamage, storeDamaged } from './sqlite-errors.ts';

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
    `UPDATE analysis_item SET state = 'done', error_code = NULL, error_message = NULL, hash = ?
     WHERE analysis_id = ? AND position = ?`,
  ).run(tensorsHash(part), analysisId, position);
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

/** What one number of a part is, item by item. */
export interface ItemValues {
  /** Places in the plan of the items that have it, ascending. */
  readonly positions: readonly number[];
  /** Of each the id of the pair or the text that it was made of. */
  readonly sources: readonly (number | null)[];
  /** null: undefined. */
  readonly values: readonly (number | null)[];
}

/**
 * One number of each item: that at `index`, counted row-major, of the tensor of this name.
 * @throws PairlensError NOT_FOUND when no item has such a tensor, or it is smaller
 */
export function itemValues(
  database: ReadableDatabase,
  analysisId: number,
  { name, index }: { readonly name: string; readonly index: number },
): ItemValues {
  const rows = prepared<{ position: number; source: number | null; dtype: string; data: Buffer }>(
    database,
    `SELECT item.position, item.source_id AS source, part.dtype,
       substr(part.data, 1 + @index * iif(part.dtype = 'float64', 8, 4), iif(part.dtype = 'float64', 8, 4)) AS data
     FROM analysis_part AS part JOIN analysis_item AS item USING (analysis_id, position)
     WHERE part.analysis_id = @analysisId AND part.name = @name ORDER BY item.position`,
  ).all({ analysisId, index, name });
  const first = rows[0];
  if (first === undefined || first.data.byteLength === 0)
    throw new PairlensError(
      'NOT_FOUND',
      `analysis ${analysisId} keeps no number ${index} of “${name}” for its items`,
      { analysisId, name, index },
    );
  const values = rows.map(({ dtype, data }) => {
    const ofType = ARRAYS[dtype as Dtype] as (typeof ARRAYS)[Dtype] | undefined;
    if (ofType === undefined || data.byteLength !== ofType.BYTES_PER_ELEMENT)
      throw storeDamaged(`${name} of an item of analysis ${analysisId} is cut short`, { analysisId, name });
    return orNull(new ofType(Uint8Array.from(data).buffer)[0]);
  });
  return {
    positions: rows.map(({ position }) => position),
    sources: rows.map(({ source }) => source),
    values,
  };
}

/** The id of the pair or the text that an item was made of. */
export function sourceOfItem(
  database: ReadableDatabase,
  analysisId: number,
  position: number,
): number | null {
  const row = prepared<{ source: number | null }>(
    database,
    'SELECT source_id AS source FROM analysis_item WHERE analysis_id = ? AND position = ?',
  ).get(analysisId, position);
  return found(row, `item of analysis ${analysisId}`, position).source;
}

/**
 * The parts of the items that are done, in the order of the plan, one item in memory at a time.
 * @param held by place in the plan: those that are in memory as they were stored, and are not read
 * @throws PairlensError STORE_DAMAGED for a part that is not what was computed
 */
export function* readParts(
  database: ReadableDatabase,
  analysisId: number,
  held: ReadonlyMap<number, NamedTensors> = new Map(),
): Generator<{ position: number; part: NamedTensors }, void> {
  const positions = prepared<{ position: number; hash: string | null }>(
    database,
    "SELECT position, hash FROM analysis_item WHERE analysis_id = ? AND state = 'done' ORDER BY position",
  ).all(analysisId);
  for (const { position, hash } of positions)
    yield { position, part: held.get(position) ?? readPart(database, analysisId, position, hash) };
}

function readPart(
  database: ReadableDatabase,
  analysisId: number,
  position: number,
  hash: string | null,
): NamedTensors {
  const rows = prepared<TensorRow>(
    database,
    `SELECT name, axes, dtype, shape, codec, data FROM analysis_part
     WHERE analysis_id = ? AND position = ? ORDER BY rowid`,
  ).all(analysisId, position);
  const part = new Map(rows.map(toTensor));
  if (hash !== null && hash !== tensorsHash(part))
    throw storeDamaged(`item ${position + 1} of analysis ${analysisId} is not what was computed`, {
      analysisId,
      position,
    });
  return part;
}

/**
 * Items of which what was computed is damaged, by place in the plan; of an analysis that is done, of those that are kept. A step for
 * each item.
 */
export function* lookForDamagedParts(
  database: ReadableDatabase,
  analysisId: number,
): Generator<void, number[], void> {
  const items = prepared<{ position: number; hash: string }>(
    database,
    `SELECT position, hash FROM analysis_item
     WHERE analysis_id = @analysisId AND state = 'done' AND hash IS NOT NULL AND (
       (SELECT state FROM analysis WHERE id = @analysisId) <> 'done'
       OR EXISTS (SELECT 1 FROM analysis_part AS part WHERE part.analysis_id = @analysisId AND part.position = analysis_item.position)
     ) ORDER BY position`,
  ).all({ analysisId });
  const damaged: number[] = [];
  for (const { position, hash } of items) {
    yield;
    try {
      readPart(database, analysisId, position, hash);
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged.push(position);
    }
  }
  return damaged;
}

/** The same at once. */
export function damagedParts(database: ReadableDatabase, analysisId: number): number[] {
  return finish(lookForDamagedParts(database, analysisId));
}

/** Plans once more the items of an analysis that is to go on whose parts are damaged. Call it inside `store.write`. */
export function replanParts(
  database: WritableDatabase,
  analysisId: number,
  positions: readonly number[],
): void {
  const forget = prepared(database, 'DELETE FROM analysis_part WHERE analysis_id = ? AND position = ?');
  const plan = prepared(
    database,
    "UPDATE analysis_item SET state = 'planned', hash = NULL WHERE analysis_id = ? AND position = ?",
  );
  for (const position of positions) {
    forget.run(analysisId, position);
    plan.run(analysisId, position);
  }
}

/** What an analysis came to, and its hash, which takes a while. */
export interface HashedResult {
  readonly tensors: NamedTensors;
  /** As {@link hashTensors} makes it. */
  readonly hash: string;
}

/**
 * Stores what an analysis came to, in the place of its parts or beside them. Call it inside `store.write`.
 * @param keepsParts whether what was computed of each item stays
 */
export function writeResult(
  database: WritableDatabase,
  analysisId: number,
  { tensors, hash }: HashedResult,
  keepsParts = false,
): void {
  prepared(database, 'DELETE FROM analysis_result WHERE analysis_id = ?').run(analysisId);
  const insert = prepared(
    database,
    `INSERT INTO analysis_result (analysis_id, name, axes, dtype, shape, codec, data)
     VALUES (?, ?, ?, ?, ?, 'none', ?)`,
  );
  for (const [name, { axes, shape, data }] of tensors)
    insert.run(analysisId, name, JSON.stringify(axes), dtypeOf(data), JSON.stringify(shape), bytesOf(data));
  if (!keepsParts) prepared(database, 'DELETE FROM analysis_part WHERE analysis_id = ?').run(analysisId);
  prepared(database, 'UPDATE analysis SET result_hash = ? WHERE id = ?').run(hash, analysisId);
}

/**
 * In the order in which it was stored; empty when the analysis is not done.
 * @throws PairlensError STORE_DAMAGED when it is not what was computed
 */
export function readResult(database: ReadableDatabase, analysisId: number): NamedTensors {
  const rows = prepared<TensorRow>(
    database,
    `SELECT name, axes, dtype, shape, codec, data FROM analysis_result WHERE analysis_id = ? ORDER BY rowid`,
  ).all(analysisId);
  const result = new Map(rows.map(toTensor));
  const stored = prepared<{ state: string; resultHash: string | null; rowHash: string | null }>(
    database,
    'SELECT state, result_hash AS resultHash, row_hash AS rowHash FROM analysis WHERE id = ?',
  ).get(analysisId);
  if (stored?.state !== 'done') return result;
  const { resultHash, rowHash } = stored;
  // One that was planned since there are hashes has one.
  const isSound = resultHash === null ? rowHash === null : resultHash === tensorsHash(result);
  if (!isSound)
    throw storeDamaged(`the result of analysis ${analysisId} is not what was computed`, { analysisId });
  return result;
}

function toTensor(row: TensorRow): [string, NamedTensor] {
  const axes = axesOf(row.axes, row.name);
  const shape = shapeOf(row.shape, row.name);
  return [row.name, { axes, shape, data: dataOf(row, shape) }];
}

const axesOf = readOnce((text, name) => fromJson(names, text, `the axes of ${name}`));
const shapeOf = readOnce((text, name) => fromJson(lengths, text, `the shape of ${name}`));

/** Items have tensors of the same few shapes: what was read last is known by its text. */
function readOnce<Content>(read: (text: string, name: string) => Content) {
  const known = new Map<string, Content>();
  return (text: string, name: string): Content => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = read(text, name);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, made);
    return made;
  };
}

const MOST_KNOWN = 100;

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

/** @throws PairlensError STORE_DAMAGED for bytes that are not what is said of them */
function dataOf({ name, dtype, codec, data }: TensorRow, shape: readonly number[]): TensorData {
  const ofType = ARRAYS[dtype as Dtype] as (typeof ARRAYS)[Dtype] | undefined;
  const count = shape.reduce((product, length) => product * length, 1);
  if (ofType === undefined || codec !== 'none' || data.byteLength !== count * ofType.BYTES_PER_ELEMENT)
    throw storeDamaged(
      `${name} of an analysis is ${dtype}, ${codec}, ${data.byteLength} bytes for [${shape.join(',')}]`,
      { name },
    );
  // A small buffer may lie in a larger one, where numbers are not aligned.
  if (data.byteOffset % ofType.BYTES_PER_ELEMENT === 0)
    return new ofType(data.buffer as ArrayBuffer, data.byteOffset, count);
  return new ofType(Uint8Array.from(data).buffer);
}
