/**
 * The table `tensor`: activations that a run keeps, as bytes. A cache: what is not there is computed again from the
 * model and the tokens. float32 as it came from the model, so that a kept tensor and a recomputed one show the same.
 */
import { z } from 'zod';
import { inEveryLayer } from '../../../core/architectures/hook-names.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { contentHash } from './hashes.ts';
import { fromJson } from './rows.ts';
import { storeDamaged } from './sqlite-errors.ts';

export type Side = 'original' | 'counterfactual' | 'neutral';

/**
 * What is kept of a side, all layers in one tensor, without padding: the attention patterns
 * [layers, heads, query, key] and what the heads read out, z, [layers, position, heads, d_head].
 */
export const KEPT_HOOKS = {
  pattern: inEveryLayer('attn.hook_pattern'),
  z: inEveryLayer('attn.hook_z'),
} as const;

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TensorPlace {
  readonly runId: number;
  readonly pairId: number;
  readonly side: Side;
  readonly hook: string;
}

/**
 * Keeps a tensor; one that is kept already stays. An original is compared with two statements, and when they were not
 * measured together the one that came first is kept: another batch may give other last bits.
 */
export function writeTensor(database: WritableDatabase, at: TensorPlace, tensor: StoredTensor): void {
  const { data, shape } = tensor;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  prepared(
    database,
    `INSERT INTO tensor (run_id, pair_id, side, hook, dtype, codec, shape, data, hash)
     VALUES (?, ?, ?, ?, 'fp32', 'none', ?, ?, ?) ON CONFLICT (run_id, pair_id, side, hook) DO NOTHING`,
  ).run(at.runId, at.pairId, at.side, at.hook, JSON.stringify(shape), bytes, tensorHash(at, shape, bytes));
}

const shapeOf = z.array(z.int().min(0));

function tensorHash(
  { runId, pairId, side, hook }: TensorPlace,
  shape: readonly number[],
  bytes: Buffer,
): string {
  return contentHash([runId, pairId, side, hook, shape], bytes);
}

/** The same of a row with its columns by name, under other numbers than it was kept under. */
export function tensorHashOf(row: Readonly<Record<string, unknown>>): string {
  const side = z.enum(['original', 'counterfactual', 'neutral']).parse(row['side']);
  const at = { runId: Number(row['run_id']), pairId: Number(row['pair_id']), side, hook: String(row['hook']) };
  const shape = fromJson(shapeOf, String(row['shape']), `the shape of tensor ${at.hook}`);
  return tensorHash(at, shape, row['data'] as Buffer);
}


/**
 * The tensor, or null when the run has not kept it.
 * @throws PairlensError STORE_DAMAGED when it is not what was kept
 */
export function readTensor(database: ReadableDatabase, at: TensorPlace): StoredTensor | null {
  const row = prepared<{ dtype: string; codec: string; shape: string; data: Buffer; hash: string | null }>(
    database,
    'SELECT dtype, codec, shape, data, hash FROM tensor WHERE run_id = ? AND pair_id = ? AND side = ? AND hook = ?',
  ).get(at.runId, at.pairId, at.side, at.hook);
  if (row === undefined) return null;
  if (row.dtype !== 'fp32' || row.codec !== 'none')
    throw storeDamaged(`tensor ${at.hook} is ${row.dtype}, ${row.codec}: not known here`, { ...at });
  const shape = fromJson(shapeOf, row.shape, `the shape of tensor ${at.hook}`);
  const size = shape.reduce((product, length) => product * length, 1);
  const isSound = row.hash === null || row.hash === tensorHash(at, shape, row.data);
  if (!isSound || row.data.byteLength !== size * Float32Array.BYTES_PER_ELEMENT)
    throw storeDamaged(
      `the activations ${at.hook} that run ${at.runId} kept of pair ${at.pairId} are not what was kept`,
      { ...at },
    );
  // A copy: SQLite's buffer need not be aligned to four bytes.
  return { shape, data: new Float32Array(Uint8Array.from(row.data).buffer) };
}

/** Forgets what a run keeps of these pairs: it is kept anew when they are measured again. Call it inside `store.write`. */
export function forgetTensors(
  database: WritableDatabase,
  runId: number,
  pairs: readonly { readonly pairId: number }[],
): void {
  const forget = prepared(database, 'DELETE FROM tensor WHERE run_id = ? AND pair_id = ?');
  for (const { pairId } of pairs) forget.run(runId, pairId);
}

/** Every tensor that is kept, without its numbers. */
export function tensorPlaces(database: ReadableDatabase): (TensorPlace & { readonly hashed: 0 | 1 })[] {
  return prepared<TensorPlace & { readonly hashed: 0 | 1 }>(
    database,
    'SELECT run_id AS runId, pair_id AS pairId, side, hook, hash IS NOT NULL AS hashed FROM tensor ORDER BY rowid',
  ).all();
}
