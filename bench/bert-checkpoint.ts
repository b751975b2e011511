/** Checkpoints of any size, of BERT's shapes and of others, for the benchmarks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

export const BERT_BASE = {
  model_type: 'bert',
  vocab_size: 30_522,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  max_position_embeddings: 512,
  type_vocab_size: 2,
  hidden_act: 'gelu',
  layer_norm_eps: 1e-12,
};

/** The tensors of an encoder without a head. */
export function bertShapes(config: typeof BERT_BASE): [string, number[]][] {
  const { hidden_size: d, intermediate_size: f, vocab_size: v } = config;
  const norm = (name: string): [string, number[]][] => [
    [`${name}.weight`, [d]],
    [`${name}.bias`, [d]],
  ];
  const dense = (name: string, from: number, to: number): [string, number[]][] => [
    [`${name}.weight`, [to, from]],
    [`${name}.bias`, [to]],
  ];
  const layers = Array.from({ length: config.num_hidden_layers }, (_, l) => `encoder.layer.${l}`);
  return [
    ['embeddings.word_embeddings.weight', [v, d]],
    ['embeddings.position_embeddings.weight', [config.max_position_embeddings, d]],
    ['embeddings.token_type_embeddings.weight', [config.type_vocab_size, d]],
    ...norm('embeddings.LayerNorm'),
    ...layers.flatMap((layer) => [
      ...['query', 'key', 'value'].flatMap((part) => dense(`${layer}.attention.self.${part}`, d, d)),
      ...dense(`${layer}.attention.output.dense`, d, d),
      ...norm(`${layer}.attention.output.LayerNorm`),
      ...dense(`${layer}.intermediate.dense`, d, f),
      ...dense(`${layer}.output.dense`, f, d),
      ...norm(`${layer}.output.LayerNorm`),
    ]),
  ];
}

/** As {@link writeCheckpoint}, of BERT's shapes. */
export async function writeBertCheckpoint(folder: string, config = BERT_BASE): Promise<number> {
  return writeCheckpoint(folder, config, bertShapes(config));
}

/**
 * Writes a checkpoint folder, float32 safetensors, its weights a repeated block of numbers.
 * @param valueOf of each number of the block; small ones unless it says otherwise
 * @returns bytes of the weights' file
 */
export async function writeCheckpoint(
  folder: string,
  config: object,
  shapes: readonly (readonly [name: string, shape: readonly number[]])[],
  valueOf = (index: number) => Math.sin(index) * 0.02,
): Promise<number> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const [name, shape] of shapes) {
    const bytes = shape.reduce((size, axis) => size * axis, 4);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const block = Buffer.from(Float32Array.from({ length: 1 << 20 }, (_, i) => valueOf(i)).buffer);
  await using file = await open(join(folder, 'model.safetensors'), 'w');
  await file.write(Buffer.concat([length, json]));
  for (let written = 0; written < end; written += block.length)
    await file.write(block.subarray(0, Math.min(block.length, end - written)));
  return length.length + json.length + end;
}
