/** The checkpoints that parity with PyTorch is held on, compiled for tests of what a family makes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSafetensorsHeader } from '../checkpoints/safetensors.ts';
import type { TensorDescription } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import { encodeModel } from '../onnx/encode.ts';
import { compileCheckpoint } from './families.ts';

const GOLDEN = join(import.meta.dirname, '../../../tests/fixtures/golden');

export type Config = Readonly<Record<string, unknown>>;
export type Tensors = Map<string, TensorDescription>;

export function golden(name: string): { config: Config; tensors: Tensors } {
  const weights = readFileSync(join(GOLDEN, name, 'model.safetensors'));
  const config = JSON.parse(readFileSync(join(GOLDEN, name, 'config.json'), 'utf8')) as Config;
  return { config, tensors: new Map(parseSafetensorsHeader(weights, weights.length).tensors) };
}

export const compile = (config: Config, tensors: Tensors) => compileCheckpoint(config, tensors);
export const hooksOf = (name: string) => {
  const { config, tensors } = golden(name);
  return compile(config, tensors).graph.outputs.map(({ value, axes }) => [value.name, axes] as const);
};
export const encoded = (config: Config, tensors: Tensors) =>
  encodeModel(compile(config, tensors).graph, { externalFile: 'weights.data', producerVersion: '1' });
export const f32 = (...shape: number[]): TensorDescription => ({ dtype: 'F32', shape });
export const renamed = (tensors: Tensors, rename: (name: string) => string): Tensors =>
  new Map([...tensors].map(([name, tensor]) => [rename(name), tensor]));
/** What compiling throws; a run that throws nothing fails. */
export function refusal(config: Config, tensors: Tensors): CoreError {
  try {
    compile(config, tensors);
  } catch (error) {
    if (error instanceof CoreError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

export const FAMILIES = [
  'bert',
  'distilbert',
  'roberta',
  'gpt2',
  'gpt2-scaled',
  'gpt_neox',
  'gpt_neox-sequential',
  'llama',
  'llama-tied',
  'xlm-roberta',
  'camembert',
  'electra',
  'mistral',
  'qwen2',
  'attention_only',
  'attention_only-0',
];

/** Of ELECTRA the encoder alone is computed. */
export const WITH_HEAD = FAMILIES.filter((name) => name !== 'electra');
