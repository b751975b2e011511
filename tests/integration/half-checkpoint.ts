/** Reference checkpoints with weights of two bytes a number, and what is compared of models. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { weightBytes } from '../../src/core/checkpoints/float-types.ts';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import { goldenFolder } from './parity.ts';

/**
 * A copy of a reference checkpoint with its values rounded to two bytes.
 * @param change of a tensor's values, before they are rounded
 */
export function inHalves(
  folder: string,
  name: string,
  dtype: 'F16' | 'BF16',
  change: (tensor: string, values: Float32Array) => Float32Array = (_, values) => values,
): string {
  const copy = join(folder, `${name}-${dtype}`);
  cpSync(goldenFolder(name), copy, { recursive: true });
  const entries: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [tensor, { shape, data }] of readSafetensors(readFileSync(join(copy, 'model.safetensors')))) {
    const values = change(tensor, Float32Array.from(data));
    const bytes = weightBytes(dtype === 'F16' ? 'float16' : 'bfloat16', values);
    entries[tensor] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
    parts.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(join(copy, 'model.safetensors'), Buffer.concat([length, json, ...parts]));
  return copy;
}

/** Those that the reference was computed on. */
export function inputsOf(checkpoint: string): TokenBatch {
  const given = JSON.parse(readFileSync(join(checkpoint, 'inputs.json'), 'utf8')) as Record<
    string,
    number[][]
  >;
  const { input_ids: inputIds = [], attention_mask: attentionMask = [], token_type_ids: types } = given;
  return { inputIds, attentionMask, ...(types && { tokenTypeIds: types }) };
}

export function bitsOf(values: ReadonlyMap<string, Activation>): unknown[] {
  return [...values].map(([hook, { dims, data }]) => [
    hook,
    dims,
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
  ]);
}
