/** Reference checkpoints with what PyTorch computes on them, and comparing activations on real positions only. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/core/checkpoints/safetensors.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');

/** Folders of tests/fixtures/golden; its scripts say how each was made. */
export const ENCODERS = ['bert', 'distilbert', 'roberta'];
export const DECODERS = [
  'gpt2',
  'gpt2-scaled',
  'gpt_neox',
  'gpt_neox-sequential',
  'llama',
  'llama-tied',
  'attention_only',
  'attention_only-0',
];

/** Families that compute as another one does (alike.py), with fewer hook points. */
export const ALIKE = ['xlm-roberta', 'camembert', 'electra', 'mistral', 'qwen2'];

export function goldenFolder(name: string): string {
  return join(import.meta.dirname, '../fixtures/golden', name);
}

export interface Reference {
  readonly model: LoadedModel;
  /** Rows of one length; those with fewer tokens are padded on the right. */
  readonly inputs: {
    readonly inputIds: number[][];
    readonly attentionMask: number[][];
    readonly tokenTypeIds?: number[][];
  };
  /** Real tokens of each row. */
  readonly tokens: readonly number[];
  readonly expected: ReadonlyMap<string, Tensor>;
  close(): Promise<void>;
}

/** Opens a checkpoint folder that has inputs.json and expected.safetensors beside the weights. */
export async function openReference(folder: string): Promise<Reference> {
  const home = await mkdtemp(join(tmpdir(), 'pairlens-parity-'));
  const model = await new ModelLibrary({ home, resources: RESOURCES }).open(folder);
  const given = JSON.parse(await readFile(join(folder, 'inputs.json'), 'utf8')) as Record<string, number[][]>;
  const { input_ids: inputIds = [], attention_mask: attentionMask = [], token_type_ids } = given;
  return {
    model,
    inputs: { inputIds, attentionMask, ...(token_type_ids && { tokenTypeIds: token_type_ids }) },
    tokens: attentionMask.map((row) => row.filter((value) => value === 1).length),
    expected: readSafetensors(await readFile(join(folder, 'expected.safetensors'))),
    close: async () => {
      await model.close();
      await rm(home, { recursive: true });
    },
  };
}

/** @throws when the run has no such hook point */
export function activationOf(run: ReadonlyMap<string, Activation>, name: string): Activation {
  const activation = run.get(name);
  if (!activation) throw new Error(`no hook point ${name}`);
  return activation;
}

/** Largest differences over the real positions of a hook point. */
export interface Difference {
  readonly absolute: number;
  /** The absolute one, over the largest magnitude that is expected there. */
  readonly relative: number;
}

/** Whether the axes are [batch, head, query, key], not [batch, pos, …]. */
export const isOverKeys = (hook: string) => /\.hook_(pattern|attn_scores)$/.test(hook);

/**
 * @param tokens how many real tokens each row of the batch has; the rest is left out
 * @param overKeys the axes are [batch, head, query, key], where query and key must be real; else [batch, pos, …]
 */
export function largestDifference(
  actual: Activation,
  expected: Tensor,
  tokens: readonly number[],
  overKeys: boolean,
): Difference {
  expect(actual.dims).toEqual(expected.shape);
  let absolute = 0;
  let magnitude = 0;
  for (let at = 0; at < expected.data.length; at++) {
    if (!isReal(at, expected.shape, tokens, overKeys)) continue;
    const wanted = expected.data[at] ?? NaN;
    const difference = Math.abs((actual.data[at] ?? NaN) - wanted);
    // A NaN anywhere is the largest difference of all.
    absolute = Number.isNaN(difference) ? Infinity : Math.max(absolute, difference);
    magnitude = Math.max(magnitude, Math.abs(wanted));
  }
  return { absolute, relative: absolute === 0 ? 0 : absolute / magnitude };
}

/** Row `row` of a batch, cut to its first `length` positions. */
export function cutRow({ shape, data }: Tensor, row: number, length: number, overKeys: boolean): Tensor {
  const tokens = shape.map((_, at) => (at === row ? length : 0));
  const values = data.filter((_, at) => isReal(at, shape, tokens, overKeys));
  const rest = overKeys ? [shape[1] ?? 0, length, length] : [length, ...shape.slice(2)];
  return { shape: [1, ...rest], data: Float32Array.from(values) };
}

function isReal(at: number, shape: readonly number[], tokens: readonly number[], overKeys: boolean): boolean {
  const place: number[] = [];
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  const [row = 0, second = 0, query = 0, key = 0] = place;
  const real = tokens[row] ?? 0;
  return overKeys ? query < real && key < real : second < real;
}
