/**
 * The parameters of every family by role. Each is compared with what TransformerLens' rules make of the state dict of the
 * model in transformers (tests/fixtures/golden/parameters.py), bit for bit; then a model is computed from them, layer by
 * layer in float64, and held to the activations that PyTorch has recorded.
 */
import { globSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import type { Parameter } from '../../src/main/engine/models/model-weights.ts';
import { DECODERS, ENCODERS, goldenFolder, openReference, type Reference } from './parity.ts';
import {
  ACTIVATIONS,
  affine,
  lookUp,
  mixHeads,
  normalise,
  product,
  project,
  type Rows,
  sum,
} from './plain-layers.ts';
import { temporaryFolder } from './workspace.ts';

/** Of the largest value expected. */
const TOLERANCE = 1e-5;
const CONVERTED = [...ENCODERS, ...DECODERS].filter((name) => !name.startsWith('attention_only'));
/** attention_only's checkpoints have TransformerLens' names and axes themselves. */
const referenceFile = (name: string) =>
  join(goldenFolder(name), CONVERTED.includes(name) ? 'parameters.safetensors' : 'model.safetensors');

describe.each([...ENCODERS, ...DECODERS])('%s', (name) => {
  let reference: Reference;
  let parameters: Map<string, Parameter>;
  let layers: number;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(name));
    const { weights, dimensions } = reference.model;
    layers = dimensions.layers;
    parameters = new Map();
    for (const one of weights.names) parameters.set(one, await weights.read(one));
  });
  afterAll(() => reference.close());

  it('has the parameters that TransformerLens makes of the checkpoint, to the last bit', () => {
    const expected = readSafetensors(readFileSync(referenceFile(name)));
    expect([...parameters.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
    for (const [key, { shape, data }] of expected) {
      expect(parameters.get(key)?.shape, key).toEqual(shape);
      expect(reference.model.weights.shapes.get(key), key).toEqual(shape);
      expect(Buffer.compare(bytesOf(parameters.get(key)?.data), bytesOf(data)), key).toBe(0);
    }
  });

  it('computes what PyTorch computed, from its parameters alone', () => {
    const isEncoder = ENCODERS.includes(name);
    const { config } = reference.model;
    const field = (...names: string[]) => names.map((one) => config[one]).find((value) => value != null);
    const epsilon = Number(field('layer_norm_eps', 'layer_norm_epsilon', 'rms_norm_eps') ?? 1e-12);
    const activation = field('hidden_act', 'activation_function', 'activation');
    const get = (key: string) => {
      const parameter = parameters.get(key);
      if (!parameter) throw new Error(`no parameter ${key}`);
      return parameter;
    };
    const norm = (key: string, x: Rows) =>
      parameters.has(`${key}.w`) ? normalise(x, epsilon, get(`${key}.w`), parameters.get(`${key}.b`)) : x;
    const activate = ACTIVATIONS.get(activation ?? 'gelu') ?? (() => NaN);
    const activated = (x: Rows) => x.map((row) => row.map(activate));
    const compared: string[] = [];
    /** Compares with what is expected at a hook point, where it is recorded; goes on with that. */
    const check = (hook: string, actual: Rows): Rows => {
      const expected = recorded(reference, hook);
      if (!expected) return actual;
      compared.push(hook);
      const magnitude = Math.max(...expected.flat().map(Math.abs));
      const differences = sum(
        actual,
        expected.map((row) => row.map((value) => -value)),
      );
      const largest = Math.max(...differences.flat().map(Math.abs));
      expect(largest / magnitude, hook).toBeLessThan(TOLERANCE);
      return expected;
    };
    const mlp = (block: string, x: Rows) => {
      const map = (part: string, from: Rows) =>
        affine(from, get(`${block}.mlp.W_${part}`), parameters.get(`${block}.mlp.b_${part}`));
      if (!parameters.has(`${block}.mlp.W_gate`)) {
        const pre = check(`${block}.mlp.hook_pre`, map('in', x));
        return map('out', check(`${block}.mlp.hook_post`, activated(pre)));
      }
      const gate = activated(check(`${block}.mlp.hook_pre`, map('gate', x)));
      const linear = check(`${block}.mlp.hook_pre_linear`, map('in', x));
      return map('out', check(`${block}.mlp.hook_post`, product(gate, linear)));
    };
    const attention = (block: string, x: Rows) => {
      const part = (letter: string) =>
        project(x, get(`${block}.attn.W_${letter}`), parameters.get(`${block}.attn.b_${letter}`));
      for (const letter of ['Q', 'K', 'V']) check(`${block}.attn.hook_${letter.toLowerCase()}`, part(letter));
      const z = recorded(reference, `${block}.attn.hook_z`) ?? [];
      const out = mixHeads(z, get(`${block}.attn.W_O`), parameters.get(`${block}.attn.b_O`));
      return check(`${block}.hook_attn_out`, out);
    };

    let x: Rows = embed(reference, parameters, (value) => norm('embed.ln', value));
    for (let layer = 0; layer < layers; layer++) {
      const block = `blocks.${layer}`;
      const pre = check(`${block}.hook_resid_pre`, x);
      const mid = sum(pre, attention(block, isEncoder ? pre : norm(`${block}.ln1`, pre)));
      if (isEncoder) {
        const read = norm(`${block}.ln1`, mid);
        x = norm(`${block}.ln2`, sum(read, mlp(block, read)));
      } else if (!parameters.has(`${block}.mlp.W_in`)) x = mid;
      else {
        const isParallel = config.use_parallel_residual === true;
        x = sum(mid, mlp(block, norm(`${block}.ln2`, isParallel ? pre : mid)));
      }
    }
    const final = check('resid_final', isEncoder ? x : norm('ln_final', x));
    const head = isEncoder
      ? norm('mlm_head.ln', activated(affine(final, get('mlm_head.W'), get('mlm_head.b'))))
      : final;
    check('logits', affine(head, get('unembed.W_U'), parameters.get('unembed.b_U')));
    // At each layer resid_pre, q, k and v; and at the end the stream and the logits.
    expect(compared).toEqual(
      expect.arrayContaining([
        'resid_final',
        'logits',
        ...Array.from({ length: layers }, (_, layer) =>
          ['hook_resid_pre', 'attn.hook_q', 'attn.hook_k', 'attn.hook_v'].map(
            (hook) => `blocks.${layer}.${hook}`,
          ),
        ).flat(),
      ]),
    );
  });
});

function bytesOf(data: Float32Array | undefined): Buffer {
  return data ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.of();
}

/** What PyTorch computed at a hook point, a row for each token that is not padding; null where it was not recorded. */
function recorded({ expected, tokens }: Reference, hook: string): number[][] | null {
  const tensor = expected.get(hook);
  if (!tensor) return null;
  const [, length = 0, ...rest] = tensor.shape;
  const width = rest.reduce((total, size) => total * size, 1);
  return tokens.flatMap((count, row) =>
    Array.from({ length: count }, (_, position) => {
      const start = (row * length + position) * width;
      return [...tensor.data.subarray(start, start + width)];
    }),
  );
}

/** The stream that enters the first block, a row for each token that is not padding. */
function embed(
  { inputs, tokens }: Reference,
  parameters: ReadonlyMap<string, Parameter>,
  norm: (x: Rows) => Rows,
): Rows {
  const ofTokens = (rows: readonly (readonly number[])[]) =>
    tokens.flatMap((count, row) => rows[row]?.slice(0, count) ?? []);
  const positions = tokens.flatMap((count) => Array.from({ length: count }, (_, position) => position));
  const types = inputs.tokenTypeIds ? ofTokens(inputs.tokenTypeIds) : positions.map(() => 0);
  const tables: [places: readonly number[], names: string[]][] = [
    [ofTokens(inputs.inputIds), ['embed.W_E', 'embed.embed.W_E']],
    [positions, ['pos_embed.W_pos', 'embed.pos_embed.W_pos']],
    [types, ['embed.token_type_embed.W_token_type']],
  ];
  const parts = tables.flatMap(([places, names]) => {
    const table = names.map((name) => parameters.get(name)).find((parameter) => parameter !== undefined);
    return table ? [lookUp(places, table)] : [];
  });
  return norm(parts.reduce((a, b) => sum(a, b)));
}

describe('reading parameters', () => {
  const home = temporaryFolder();
  const library = new ModelLibrary({
    home: home.path,
    resources: join(import.meta.dirname, '../../resources'),
  });
  afterAll(() => home.remove());

  it('by the short names that TransformerLens has for what a model has once', async () => {
    for (const name of ['bert', 'gpt2']) {
      const model = await library.open(goldenFolder(name));
      const full = (ending: string) => model.weights.names.find((one) => one.endsWith(`.${ending}`)) ?? '';
      for (const short of ['W_E', 'W_pos', 'W_U']) {
        expect(model.weights.has(short)).toBe(true);
        expect(await model.weights.read(short)).toEqual(await model.weights.read(full(short)));
      }
      expect(model.weights.has('b_U')).toBe(name === 'bert');
      await model.close();
    }
  });

  it('a tied unembedding is the embeddings, transposed', async () => {
    const model = await library.open(goldenFolder('llama-tied'));
    const [embedding, unembedding] = [
      await model.weights.read('embed.W_E'),
      await model.weights.read('unembed.W_U'),
    ];
    const [vocabulary = 0, dModel = 0] = embedding.shape;
    expect(unembedding.shape).toEqual([dModel, vocabulary]);
    for (let token = 0; token < vocabulary; token++)
      for (let i = 0; i < dModel; i++)
        expect(unembedding.data[i * vocabulary + token]).toBe(embedding.data[token * dModel + i]);
    await model.close();
  });

  it('names the nearest where there is no such parameter', async () => {
    const model = await library.open(goldenFolder('gpt2'));
    await expect(model.weights.read('blocks.1.attn.W_q')).rejects.toMatchObject({
      code: 'PARAMETER_UNKNOWN',
      message: expect.stringMatching(
        /^unknown parameter "blocks\.1\.attn\.W_q"; the nearest are blocks\.1\.attn\.W_Q, /,
      ) as string,
    });
    await expect(model.weights.read('b_U')).rejects.toMatchObject({ code: 'PARAMETER_UNKNOWN' });
    await model.close();
  });

  it('says so when the weights file has become shorter', async () => {
    const own = temporaryFolder();
    const options = { home: own.path, resources: join(import.meta.dirname, '../../resources') };
    const model = await new ModelLibrary(options).open(goldenFolder('gpt2'));
    const path = join(own.path, 'models');
    const [folder = ''] = globSync('*/weights.data', { cwd: path });
    truncateSync(join(path, folder), 4096);
    await expect(model.weights.read('unembed.W_U')).rejects.toMatchObject({ code: 'CHECKPOINT_INVALID' });
    await model.close();
    own.remove();
  });
});

it('a compiled folder says where each parameter lies, so that other programs can read it', async () => {
  const home = temporaryFolder();
  const model = await new ModelLibrary({
    home: home.path,
    resources: join(import.meta.dirname, '../../resources'),
  }).open(goldenFolder('gpt_neox'));
  const [file = ''] = globSync('models/*/model.json', { cwd: home.path });
  const described = JSON.parse(readFileSync(join(home.path, file), 'utf8')) as {
    weights: { name: string; shape: number[]; strides: number[]; offset: number }[];
  };
  // Queries, keys and values of the 4 heads of width 8, one head after the other: [32, 4 · 3 · 8] as it is stored.
  const keys = described.weights.find(({ name }) => name === 'blocks.0.attn.W_K');
  const queries = described.weights.find(({ name }) => name === 'blocks.0.attn.W_Q');
  expect(keys).toMatchObject({ shape: [4, 32, 8], strides: [24, 96, 1] });
  expect((keys?.offset ?? 0) - (queries?.offset ?? 0)).toBe(8);
  await model.close();
  home.remove();
});
