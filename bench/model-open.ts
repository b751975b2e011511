/** (c) Opening a compiled model of BERT-base's size: at most 0.5 s. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelLibrary } from '../src/main/engine/models/library.ts';
import { resourcesDir } from '../src/main/engine/paths.ts';
import { median, result, secondsOf, withScratch } from './measure.ts';
import type { Benchmark } from './types.ts';

const OPENINGS = 5;
const BERT_BASE = {
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

function bertBaseShapes(): [string, number[]][] {
  const { hidden_size: d, intermediate_size: f, vocab_size: v } = BERT_BASE;
  const norm = (name: string): [string, number[]][] => [
    [`${name}.weight`, [d]],
    [`${name}.bias`, [d]],
  ];
  const dense = (name: string, from: number, to: number): [string, number[]][] => [
    [`${name}.weight`, [to, from]],
    [`${name}.bias`, [to]],
  ];
  const layers = Array.from({ length: BERT_BASE.num_hidden_layers }, (_, l) => `encoder.layer.${l}`);
  return [
    ['embeddings.word_embeddings.weight', [v, d]],
    ['embeddings.position_embeddings.weight', [BERT_BASE.max_position_embeddings, d]],
    ['embeddings.token_type_embeddings.weight', [BERT_BASE.type_vocab_size, d]],
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

/** A checkpoint folder of BERT-base's shapes, float32, its weights a repeated block of small numbers. */
async function writeBertBase(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify(BERT_BASE));
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const [name, shape] of bertBaseShapes()) {
    const bytes = shape.reduce((size, axis) => size * axis, 4);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const block = Buffer.from(Float32Array.from({ length: 1 << 20 }, (_, i) => Math.sin(i) * 0.02).buffer);
  const file = await open(join(folder, 'model.safetensors'), 'w');
  await file.write(Buffer.concat([length, json]));
  for (let written = 0; written < end; written += block.length)
    await file.write(block.subarray(0, Math.min(block.length, end - written)));
  await file.close();
}

export const modelOpen: Benchmark = {
  name: 'open a compiled BERT-base',
  run: () =>
    withScratch(async (scratch) => {
      const folder = join(scratch, 'bert-base');
      await writeBertBase(folder);
      const options = { home: join(scratch, 'home'), resources: resourcesDir() };
      const compile = await secondsOf(async () => (await new ModelLibrary(options).open(folder)).close());
      const times: number[] = [];
      for (let i = 0; i < OPENINGS; i++)
        times.push(await secondsOf(async () => (await new ModelLibrary(options).open(folder)).close()));
      return [
        result(
          '(c) open a compiled BERT-base',
          median(times),
          's',
          0.5,
          `median of ${OPENINGS} openings and closings; hashing and compiling the 438 MB checkpoint before: ${compile.toFixed(1)} s`,
        ),
      ];
    }),
};
