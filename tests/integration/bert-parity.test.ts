/**
 * The compiled BERT against PyTorch: tests/fixtures/golden/bert holds a randomly initialised checkpoint and what
 * transformers computes on it (eager attention, float32; tests/fixtures/golden/make.py). Then identities that hold
 * between the hook points whatever the weights.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/core/checkpoints/safetensors.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { largestDifference } from './parity.ts';

const GOLDEN = join(import.meta.dirname, '../fixtures/golden/bert');
const RESOURCES = join(import.meta.dirname, '../../resources');
/** What the fixtures' README asks for. */
const PATTERN_TOLERANCE = 2e-5;
const RELATIVE_TOLERANCE = 1e-4;

let home: string;
let model: LoadedModel;
let inputs: Required<TokenBatch>;
let tokens: number[];
let expected: Map<string, Tensor>;
let actual: Map<string, Activation>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'pairlens-parity-'));
  model = await new ModelLibrary({ home, resources: RESOURCES }).open(GOLDEN);
  const { input_ids, attention_mask, token_type_ids } = JSON.parse(
    await readFile(join(GOLDEN, 'inputs.json'), 'utf8'),
  ) as Record<string, number[][]>;
  inputs = {
    inputIds: input_ids ?? [],
    attentionMask: attention_mask ?? [],
    tokenTypeIds: token_type_ids ?? [],
  };
  tokens = inputs.attentionMask.map((row) => row.filter((value) => value === 1).length);
  expected = readSafetensors(await readFile(join(GOLDEN, 'expected.safetensors')));
  actual = await model.run(inputs, model.hooks);
});

afterAll(async () => {
  await model.close();
  await rm(home, { recursive: true });
});

function hook(name: string): Activation {
  const activation = actual.get(name);
  if (!activation) throw new Error(`no hook point ${name}`);
  return activation;
}

describe('parity with PyTorch', () => {
  it('has every hook point of the reference, within tolerance on every real position', () => {
    const rows = [...expected].map(([name, tensor]) => {
      const isPattern = name.endsWith('hook_pattern');
      const difference = largestDifference(hook(name), tensor, tokens, isPattern);
      return {
        name,
        ...difference,
        ok: isPattern ? difference.absolute <= PATTERN_TOLERANCE : difference.relative <= RELATIVE_TOLERANCE,
      };
    });
    for (const { name, absolute, relative } of rows)
      console.log(
        `${name.padEnd(30)} largest difference ${absolute.toExponential(2)}, relative ${relative.toExponential(2)}`,
      );
    expect(rows.filter(({ ok }) => !ok)).toEqual([]);
    expect(rows).toHaveLength(14);
  });
});

describe('identities between hook points', () => {
  const LAYERS = [0, 1];

  /** Largest |left - right| over all positions, padding included. */
  function distance(left: Float32Array, right: ArrayLike<number>): number {
    expect(left.length).toBe(right.length);
    return left.reduce((worst, value, at) => Math.max(worst, Math.abs(value - (right[at] ?? NaN))), 0);
  }

  const sum = (a: Activation, b: Activation) => a.data.map((value, at) => value + (b.data[at] ?? NaN));

  it.each(LAYERS)('the rows of each pattern of layer %i sum to 1, with nothing on padding', (layer) => {
    const { dims, data } = hook(`blocks.${layer}.attn.hook_pattern`);
    const [, heads = 0, length = 0] = dims;
    for (let row = 0; row < data.length / length; row++) {
      const weights = data.subarray(row * length, (row + 1) * length);
      expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 6);
      const real = tokens[Math.floor(row / (heads * length))] ?? 0;
      expect(weights.subarray(real).every((weight) => weight === 0)).toBe(true);
    }
  });

  it.each(LAYERS)('z is pattern times v in layer %i', (layer) => {
    const pattern = hook(`blocks.${layer}.attn.hook_pattern`);
    const v = hook(`blocks.${layer}.attn.hook_v`);
    const [batch = 0, length = 0, heads = 0, dHead = 0] = v.dims;
    const z = new Float64Array(v.data.length);
    for (let b = 0; b < batch; b++)
      for (let h = 0; h < heads; h++)
        for (let query = 0; query < length; query++)
          for (let key = 0; key < length; key++) {
            const weight = pattern.data[((b * heads + h) * length + query) * length + key] ?? NaN;
            for (let i = 0; i < dHead; i++) {
              const at = ((b * length + query) * heads + h) * dHead + i;
              z[at] = (z[at] ?? NaN) + weight * (v.data[((b * length + key) * heads + h) * dHead + i] ?? NaN);
            }
          }
    expect(distance(hook(`blocks.${layer}.attn.hook_z`).data, z)).toBeLessThan(1e-5);
  });

  it.each(LAYERS)(
    'scores are q·k / sqrt(dHead) on real keys, and the pattern their softmax, in layer %i',
    (layer) => {
      const [q, k] = [hook(`blocks.${layer}.attn.hook_q`), hook(`blocks.${layer}.attn.hook_k`)];
      const scores = hook(`blocks.${layer}.attn.hook_attn_scores`);
      const pattern = hook(`blocks.${layer}.attn.hook_pattern`);
      const [, length = 0, heads = 0, dHead = 0] = q.dims;
      for (const [b, real] of tokens.entries())
        for (let h = 0; h < heads; h++)
          for (let query = 0; query < real; query++) {
            const row = ((b * heads + h) * length + query) * length;
            const own: number[] = [];
            for (let key = 0; key < real; key++) {
              let dot = 0;
              for (let i = 0; i < dHead; i++)
                dot +=
                  (q.data[((b * length + query) * heads + h) * dHead + i] ?? NaN) *
                  (k.data[((b * length + key) * heads + h) * dHead + i] ?? NaN);
              own.push(dot / Math.sqrt(dHead));
            }
            const total = own.reduce((a, score) => a + Math.exp(score), 0);
            own.forEach((score, key) => {
              expect(scores.data[row + key]).toBeCloseTo(score, 4);
              expect(pattern.data[row + key]).toBeCloseTo(Math.exp(score) / total, 5);
            });
            expect(scores.data.subarray(row + real, row + length).every((score) => score < -3e38)).toBe(true);
          }
    },
  );

  it.each(LAYERS)('the residual stream of layer %i adds up', (layer) => {
    const block = (name: string) => hook(`blocks.${layer}.${name}`);
    expect(distance(block('hook_resid_mid').data, sum(block('hook_resid_pre'), block('hook_attn_out')))).toBe(
      0,
    );
    expect(
      distance(block('hook_resid_post').data, sum(block('hook_normalized_resid_mid'), block('hook_mlp_out'))),
    ).toBe(0);
    const next = layer === 1 ? 'resid_final' : `blocks.${layer + 1}.hook_resid_pre`;
    expect(distance(hook(next).data, block('hook_normalized_resid_post').data)).toBe(0);
  });

  it('the stream begins with the normalised sum of the three embeddings', () => {
    expect(distance(hook('blocks.0.hook_resid_pre').data, hook('hook_full_embed').data)).toBe(0);
    expect(hook('embed.hook_embed').dims).toEqual([3, 11, 32]);
    expect(hook('embed.hook_pos_embed').dims).toEqual([3, 11, 32]);
    expect(hook('embed.hook_token_type_embed').dims).toEqual([3, 11, 32]);
  });
});

describe('batches', () => {
  it('pads ragged rows on the right without changing real positions', async () => {
    const ragged = {
      inputIds: inputs.inputIds.map((row, at) => row.slice(0, tokens[at])),
      tokenTypeIds: inputs.tokenTypeIds.map((row, at) => row.slice(0, tokens[at])),
    };
    const names = ['blocks.0.attn.hook_pattern', 'blocks.1.attn.hook_pattern', 'resid_final'];
    const together = await model.run(ragged, names);
    for (const [row, inputIds] of ragged.inputIds.entries()) {
      const alone = await model.run(
        { inputIds: [inputIds], tokenTypeIds: ragged.tokenTypeIds.slice(row, row + 1) },
        names,
      );
      for (const name of names) {
        const isPattern = name.endsWith('hook_pattern');
        const own = alone.get(name);
        const shared = together.get(name);
        if (!own || !shared) throw new Error(`no hook point ${name}`);
        expect(
          largestDifference(own, cut(shared, row, inputIds.length, isPattern), [inputIds.length], isPattern)
            .absolute,
        ).toBeLessThan(1e-6);
      }
    }
  });

  /** Row `row` of a batch, cut to its first `length` positions. */
  function cut({ dims, data }: Activation, row: number, length: number, perHead: boolean): Tensor {
    const [, second = 0, third = 0, fourth = 1] = dims;
    const values: number[] = [];
    if (perHead) {
      for (let head = 0; head < second; head++)
        for (let query = 0; query < length; query++) {
          const start = ((row * second + head) * third + query) * fourth;
          values.push(...data.subarray(start, start + length));
        }
      return { shape: [1, second, length, length], data: Float32Array.from(values) };
    }
    const start = row * second * third;
    return { shape: [1, length, third], data: data.slice(start, start + length * third) };
  }

  it('fetches only what is asked for, in that order', async () => {
    const names = ['logits', 'blocks.1.hook_resid_mid'];
    expect([...(await model.run(inputs, names)).keys()]).toEqual(names);
  });

  it('refuses what the model cannot take, naming it', async () => {
    const refusal = (batch: TokenBatch, hooks: readonly string[] = ['logits']) =>
      expect(model.run(batch, hooks)).rejects;
    await refusal({ inputIds: [[5, 107]] }).toMatchObject({
      code: 'INPUT_INVALID',
      message: 'input_ids[0][1] is 107, outside 0 … 106',
    });
    await refusal({ inputIds: [] }).toMatchObject({ code: 'INPUT_INVALID' });
    await refusal({ inputIds: [[5], []] }).toMatchObject({
      code: 'INPUT_INVALID',
      message: 'input_ids[1] is empty',
    });
    await refusal({ inputIds: [Array<number>(41).fill(5)] }).toMatchObject({ code: 'SENTENCE_TOO_LONG' });
    await refusal({ inputIds: [[5, 6]], tokenTypeIds: [[0, 2]] }).toMatchObject({ code: 'INPUT_INVALID' });
    await refusal({ inputIds: [[5, 6]], attentionMask: [[1]] }).toMatchObject({ code: 'INPUT_INVALID' });
    await refusal({ inputIds: [[5, 6]], attentionMask: [[0, 0]] }).toMatchObject({ code: 'INPUT_INVALID' });
    await refusal({ inputIds: [[5]] }, ['hook_embed']).toMatchObject({
      message: expect.stringContaining('"hook_embed"; the nearest are embed.hook_embed, ') as string,
    });
    await refusal({ inputIds: [[5]] }, ['blocks.1.attn.hook_patern']).toMatchObject({
      code: 'HOOK_UNKNOWN',
      message: expect.stringContaining('; the nearest are blocks.1.attn.hook_pattern, ') as string,
    });
  });
});
