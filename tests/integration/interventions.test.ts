/**
 * Interventions against PyTorch: tests/fixtures/golden/{bert,gpt2}/interventions.* hold what transformers computes when
 * hooks change activations on the way (interventions.py). Then identities that hold for every family and hook point,
 * whatever the weights, and the files that graphs with interventions are kept in.
 */
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/core/checkpoints/safetensors.ts';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import type { Intervention, InterventionValue } from '../../src/main/engine/interventions/intervention.ts';
import { meanOver } from '../../src/main/engine/interventions/means.ts';
import { record, type Recording } from '../../src/main/engine/interventions/recording.ts';
import { runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { temporaryFolder } from './workspace.ts';

const GOLDEN = join(import.meta.dirname, '../fixtures/golden');
const RESOURCES = join(import.meta.dirname, '../../resources');
const FAMILIES = readdirSync(GOLDEN).filter((name) => existsSync(join(GOLDEN, name, 'model.safetensors')));
const ZERO: InterventionValue = { kind: 'zero' };
const MEAN: InterventionValue = { kind: 'mean' };

const z = (layer: number) => `blocks.${layer}.attn.hook_z`;
const residPre = (layer: number) => `blocks.${layer}.hook_resid_pre`;

let home: ReturnType<typeof temporaryFolder>;
const models = new Map<string, LoadedModel>();

beforeAll(() => {
  home = temporaryFolder();
});
afterAll(async () => {
  for (const model of models.values()) await model.close();
  home.remove();
});

async function open(name: string): Promise<LoadedModel> {
  const known = models.get(name);
  const model =
    known ?? (await new ModelLibrary({ home: home.path, resources: RESOURCES }).open(join(GOLDEN, name)));
  models.set(name, model);
  return model;
}

/** The batch of a fixture: three rows, two of them padded. */
function goldenInputs(name: string): Required<Pick<TokenBatch, 'inputIds' | 'attentionMask'>> & TokenBatch {
  const inputs = JSON.parse(readFileSync(join(GOLDEN, name, 'inputs.json'), 'utf8')) as Record<
    string,
    number[][]
  >;
  const { input_ids: inputIds = [], attention_mask: attentionMask, token_type_ids: tokenTypeIds } = inputs;
  return {
    inputIds,
    attentionMask: attentionMask ?? inputIds.map((row) => row.map(() => 1)),
    ...(tokenTypeIds && { tokenTypeIds }),
  };
}

/** One row of a batch, without its padding. */
function rowOf({ inputIds, attentionMask, tokenTypeIds }: TokenBatch, row: number): TokenBatch {
  const tokens = (values: readonly number[] | undefined) =>
    values?.filter((_, at) => attentionMask?.[row]?.[at] !== 0) ?? [];
  return {
    inputIds: [tokens(inputIds[row])],
    ...(tokenTypeIds && { tokenTypeIds: [tokens(tokenTypeIds[row])] }),
  };
}

function hook(activations: ReadonlyMap<string, Activation>, name: string): Activation {
  const activation = activations.get(name);
  if (!activation) throw new Error(`no ${name}`);
  return activation;
}

/** Largest absolute difference. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let at = 0; at < a.length; at++) worst = Math.max(worst, Math.abs((a[at] ?? NaN) - (b[at] ?? NaN)));
  return worst;
}

const magnitude = (values: Float32Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('parity with PyTorch', () => {
  const CASES: readonly [string, 'clean' | 'corrupted', (clean: InterventionValue) => Intervention[]][] = [
    ['clean', 'clean', () => []],
    ['corrupted', 'corrupted', () => []],
    ['zero_z_l0h1', 'clean', () => [{ hook: z(0), heads: [1], value: ZERO }]],
    ['mean_z_l1h2', 'clean', () => [{ hook: z(1), heads: [2], value: MEAN }]],
    ['patch_z_l1h0', 'corrupted', (clean) => [{ hook: z(1), heads: [0], value: clean }]],
    ['patch_resid_l1p3', 'corrupted', (clean) => [{ hook: residPre(1), positions: [3], value: clean }]],
    [
      'patch_resid_l0p2_l1p3',
      'corrupted',
      (clean) => [
        { hook: residPre(0), positions: [2], value: clean },
        { hook: residPre(1), positions: [3], value: clean },
      ],
    ],
  ];

  it.each(['bert', 'gpt2'])('%s: every case of interventions.json', async (name) => {
    const model = await open(name);
    const expected = readSafetensors(readFileSync(join(GOLDEN, name, 'interventions.safetensors')));
    const golden = JSON.parse(readFileSync(join(GOLDEN, name, 'interventions.json'), 'utf8')) as {
      clean_ids: number[];
      corrupted_ids: number[];
    };
    const first = rowOf(goldenInputs(name), 0);
    const inputs = {
      clean: { ...first, inputIds: [golden.clean_ids] },
      corrupted: { ...first, inputIds: [golden.corrupted_ids] },
    };
    const recording = await record(model, inputs.clean, [z(1), residPre(0), residPre(1)]);
    for (const [label, on, interventions] of CASES) {
      const list = interventions({ kind: 'recorded', recording });
      const logits = hook(await runWithInterventions(model, inputs[on], list, ['logits']), 'logits');
      const reference = expected.get(label) as Tensor;
      const largest = distance(logits.data, reference.data);
      console.log(`${name.padEnd(5)} ${label.padEnd(22)} largest difference ${largest.toExponential(2)}`);
      expect(logits.dims).toEqual(reference.shape);
      expect(largest / magnitude(reference.data)).toBeLessThan(1e-4);
    }
    expect([...expected.keys()].toSorted()).toEqual(CASES.map(([label]) => label).toSorted());
  });
});

describe.each(FAMILIES)('%s', (name) => {
  let model: LoadedModel;
  let batch: TokenBatch;
  let recording: Recording;
  let last: string;

  beforeAll(async () => {
    model = await open(name);
    batch = goldenInputs(name);
    recording = await record(model, batch, model.hooks);
    last = model.hooks.at(-1) ?? '';
  });

  it('what was there, put back at any hook point, changes nothing', async () => {
    const value: InterventionValue = { kind: 'recorded', recording };
    let worst = 0;
    for (const one of [...model.hooks.map((hook) => [hook]), model.hooks]) {
      const interventions = one.map((hook) => ({ hook, value }));
      // One graph for all of them; which value replaces which, the masks say.
      const after = await runWithInterventions(model, batch, interventions, model.hooks, {
        among: model.hooks,
      });
      for (const [hookName, { data }] of after)
        worst = Math.max(worst, distance(data, hook(recording.activations, hookName).data));
    }
    expect(worst).toBeLessThanOrEqual(1e-6);
  });

  it('the model goes on computing with what is put in at any hook point', async () => {
    const before = hook(recording.activations, last).data;
    const ignored: string[] = [];
    for (const hookName of model.hooks) {
      const value: InterventionValue = {
        kind: 'tensor',
        tensor: {
          dims: hook(recording.activations, hookName).dims.map(() => 1),
          data: Float32Array.of(0.25),
        },
      };
      const interventions = [{ hook: hookName, positions: [1], value }];
      const after = await runWithInterventions(model, batch, interventions, [last], { among: model.hooks });
      if (distance(hook(after, last).data, before) === 0) ignored.push(hookName);
    }
    expect(ignored).toEqual([]);
  });

  it('a padded row gives what the row gives alone', async () => {
    const interventions: Intervention[] = model.hooks.includes(z(0))
      ? [
          { hook: z(0), heads: [1], value: MEAN },
          { hook: 'blocks.0.attn.hook_pattern', heads: [0], positions: [2], value: MEAN },
          { hook: 'resid_final', positions: [0, 4], value: ZERO },
        ]
      : [{ hook: 'resid_final', value: MEAN }];
    const together = hook(await runWithInterventions(model, batch, interventions, [last]), last);
    const [rows = 0, length = 0, width = 0] = together.dims;
    for (let row = 0; row < rows; row++) {
      const alone = hook(await runWithInterventions(model, rowOf(batch, row), interventions, [last]), last);
      const start = row * length * width;
      const real = together.data.subarray(start, start + alone.data.length);
      expect(distance(real, alone.data)).toBeLessThan(2e-6 * Math.max(1, magnitude(alone.data)));
    }
  });
});

describe('zeroing all heads of a layer cuts its attention', () => {
  it.each([
    ['bert', 'bert.encoder.layer.1.attention.output.dense.bias'],
    ['gpt2', 'transformer.h.1.attn.c_proj.bias'],
  ])('%s: what is left is the bias b_O, as if attn_out were that', async (name, biasName) => {
    const model = await open(name);
    const input = rowOf(goldenInputs(name), 0);
    const tensors = readSafetensors(readFileSync(join(GOLDEN, name, 'model.safetensors')));
    const bias = tensors.get(biasName)?.data ?? new Float32Array();
    const attnOut = 'blocks.1.hook_attn_out';
    const zeroed = await runWithInterventions(
      model,
      input,
      [{ hook: z(1), value: ZERO }],
      [attnOut, 'logits'],
    );
    const { data } = hook(zeroed, attnOut);
    for (let at = 0; at < data.length; at += bias.length)
      expect(distance(data.subarray(at, at + bias.length), bias)).toBe(0);
    const tensor = { dims: [1, 1, bias.length], data: bias };
    const cut = await runWithInterventions(
      model,
      input,
      [{ hook: attnOut, value: { kind: 'tensor', tensor } }],
      ['logits'],
    );
    expect(distance(hook(cut, 'logits').data, hook(zeroed, 'logits').data)).toBeLessThanOrEqual(1e-6);
    const untouched = await model.run(input, ['logits']);
    expect(distance(hook(cut, 'logits').data, hook(untouched, 'logits').data)).toBeGreaterThan(1e-3);
  });
});

describe('what follows from an intervention', () => {
  const PATTERN = 'blocks.0.attn.hook_pattern';
  const SCORES = 'blocks.0.attn.hook_attn_scores';
  const V = 'blocks.0.attn.hook_v';
  let model: LoadedModel;
  let input: TokenBatch;
  let length: number;
  const run = (interventions: readonly Intervention[], ...hooks: string[]) =>
    runWithInterventions(model, input, interventions, hooks);

  beforeAll(async () => {
    model = await open('bert');
    input = rowOf(goldenInputs('bert'), 0);
    length = input.inputIds[0]?.length ?? 0;
  });

  it.each([
    ['queries', 'blocks.0.attn.hook_q'],
    ['keys', 'blocks.0.attn.hook_k'],
    ['scores', SCORES],
  ])('%s of 0 make attention uniform, at those heads alone', async (_what, hookName) => {
    const after = hook(await run([{ hook: hookName, heads: [2], value: ZERO }], PATTERN), PATTERN);
    const before = hook(await run([], PATTERN), PATTERN);
    const perHead = length * length;
    const uniform = Float32Array.from({ length: perHead }, () => 1 / length);
    for (let head = 0; head < 4; head++) {
      const own = after.data.subarray(head * perHead, (head + 1) * perHead);
      const wanted = head === 2 ? uniform : before.data.subarray(head * perHead, (head + 1) * perHead);
      expect(distance(own, wanted)).toBeLessThan(1e-7);
    }
  });

  it('a pattern that looks at one token makes z the value vector of that token', async () => {
    const data = new Float32Array(length);
    data[3] = 1;
    const value: InterventionValue = { kind: 'tensor', tensor: { dims: [1, 1, 1, length], data } };
    const after = await run([{ hook: PATTERN, positions: [5], value }], z(0), V);
    const width = hook(after, V).data.length / length;
    const row = (name: string, position: number) =>
      hook(after, name).data.subarray(position * width, (position + 1) * width);
    expect(distance(row(z(0), 5), row(V, 3))).toBeLessThan(1e-7);
    expect(distance(row(z(0), 6), row(V, 3))).toBeGreaterThan(1e-2);
  });

  it('an MLP whose neurons are silent gives its bias', async () => {
    const tensors = readSafetensors(readFileSync(join(GOLDEN, 'bert/model.safetensors')));
    const bias = tensors.get('bert.encoder.layer.0.output.dense.bias')?.data ?? new Float32Array();
    const { data } = hook(
      await run([{ hook: 'blocks.0.mlp.hook_post', value: ZERO }], 'blocks.0.hook_mlp_out'),
      'blocks.0.hook_mlp_out',
    );
    for (let at = 0; at < data.length; at += bias.length)
      expect(distance(data.subarray(at, at + bias.length), bias)).toBe(0);
  });

  it('the logits themselves can be put in', async () => {
    const tensor = { dims: [1, 1, 1], data: Float32Array.of(7) };
    const { data } = hook(
      await run([{ hook: 'logits', positions: [2], value: { kind: 'tensor', tensor } }], 'logits'),
      'logits',
    );
    const width = data.length / length;
    expect(new Set(data.subarray(2 * width, 3 * width))).toEqual(new Set([7]));
    expect(
      distance(data.subarray(0, width), hook(await run([], 'logits'), 'logits').data.subarray(0, width)),
    ).toBe(0);
  });

  it('a mask chooses single values', async () => {
    const before = hook(await run([], 'resid_final'), 'resid_final');
    const mask = { dims: before.dims, data: new Uint8Array(before.data.length) };
    mask.data[40] = 1;
    const after = hook(await run([{ hook: 'resid_final', mask, value: ZERO }], 'resid_final'), 'resid_final');
    expect(after.data[40]).toBe(0);
    expect(before.data[40]).not.toBe(0);
    expect(distance(after.data.with(40, 0), before.data.with(40, 0))).toBe(0);
  });

  it('what is read at a hook point is what was put in, and of two that overlap the later', async () => {
    const tensor = (value: number): InterventionValue => ({
      kind: 'tensor',
      tensor: { dims: [1, 1, 1, 1], data: Float32Array.of(value) },
    });
    const { data, dims } = hook(
      await run(
        [
          { hook: z(0), heads: [1, 2], value: tensor(1) },
          { hook: z(0), heads: [2, 3], positions: [4], value: tensor(2) },
        ],
        z(0),
      ),
      z(0),
    );
    const [, , heads = 0, dHead = 0] = dims;
    const at = (position: number, head: number) => data[(position * heads + head) * dHead];
    expect([at(4, 1), at(4, 2), at(4, 3), at(5, 1), at(5, 2)]).toEqual([1, 2, 2, 1, 1]);
  });

  it('a mean sees what interventions before it have led to', async () => {
    const zeroed: Intervention = { hook: z(0), heads: [0, 1, 2], value: ZERO };
    const meant: Intervention = { hook: residPre(1), positions: [1], value: MEAN };
    const after = await run([meant, zeroed], residPre(1), 'logits');
    // The same by hand: zeroed first, then the mean of what follows put in.
    const { data, dims } = hook(await run([zeroed], residPre(1)), residPre(1));
    const width = data.length / length;
    const mean = Float32Array.from({ length: width }, (_, i) => {
      let sum = 0;
      for (let position = 0; position < length; position++) sum += data[position * width + i] ?? NaN;
      return sum / length;
    });
    expect(dims).toEqual([1, length, width]);
    expect(distance(hook(after, residPre(1)).data.subarray(width, 2 * width), mean)).toBe(0);
    const value: InterventionValue = { kind: 'tensor', tensor: { dims: [1, 1, width], data: mean } };
    const byHand = await run([zeroed, { ...meant, value }], 'logits');
    expect(distance(hook(after, 'logits').data, hook(byHand, 'logits').data)).toBe(0);
  });

  it('the mean over texts is that of their activations', async () => {
    const batch = goldenInputs('bert');
    const texts = batch.inputIds.map((_, row) => rowOf(batch, row));
    const mean = hook(await meanOver(model, [batch], [z(1)], 'texts and positions'), z(1));
    expect(mean.dims).toEqual([1, 1, 4, 8]);
    const sums = new Float64Array(32);
    let tokens = 0;
    for (const text of texts) {
      const { data } = hook(await model.run(text, [z(1)]), z(1));
      data.forEach((value, at) => (sums[at % 32] = (sums[at % 32] ?? 0) + value));
      tokens += data.length / 32;
    }
    expect(tokens).toBe(24);
    expect(
      distance(
        mean.data,
        sums.map((sum) => sum / tokens),
      ),
    ).toBeLessThan(1e-6);
    const after = hook(
      await run([{ hook: z(1), heads: [3], value: { kind: 'tensor', tensor: mean } }], z(1)),
      z(1),
    );
    expect(distance(after.data.subarray(24, 32), mean.data.subarray(24))).toBe(0);
    expect(distance(after.data.subarray(56, 64), mean.data.subarray(24))).toBe(0);
  });

  it('asks for hook points and places that are there', async () => {
    await expect(run([{ hook: 'blocks.0.hook_zz', value: ZERO }], 'logits')).rejects.toMatchObject({
      code: 'HOOK_UNKNOWN',
    });
    await expect(run([], 'blocks.9.hook_attn_out')).rejects.toMatchObject({ code: 'HOOK_UNKNOWN' });
    await expect(run([{ hook: z(0), heads: [4], value: ZERO }], 'logits')).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: `interventions[0]: head 4 is outside 0 … 3, the heads of ${z(0)}`,
    });
    await expect(run([{ hook: z(0), positions: [length], value: ZERO }], 'logits')).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(
      runWithInterventions(model, { inputIds: [[5, 107]] }, [{ hook: z(0), value: ZERO }], ['logits']),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('graphs with interventions', () => {
  const INPUT = { inputIds: [[8, 49, 72]] };
  let folder: string;
  let own: ReturnType<typeof temporaryFolder>;
  const openBert = () =>
    new ModelLibrary({ home: own.path, resources: RESOURCES }).open(join(GOLDEN, 'bert'));
  const variants = () =>
    readdirSync(folder)
      .filter((name) => name.startsWith('variant-'))
      .map((name) => ({ name, ...statSync(join(folder, name), { bigint: true }) }))
      .map(({ name, mtimeNs, ino, size }) => ({ name, mtimeNs, ino, size }));
  const zeroZ = (model: LoadedModel, ...layers: number[]) =>
    runWithInterventions(
      model,
      INPUT,
      layers.map((layer) => ({ hook: z(layer), value: ZERO })),
      ['logits'],
    );

  beforeAll(async () => {
    own = temporaryFolder();
    const model = await openBert();
    await model.close();
    const models = join(own.path, 'models');
    const [compiled = ''] = readdirSync(models).filter((name) =>
      existsSync(join(models, name, 'graph.onnx')),
    );
    folder = join(models, compiled);
  });
  afterAll(() => own.remove());

  it('are written once for a set of hook points, share the weights, and are small', async () => {
    const first = await openBert();
    const before = hook(await zeroZ(first, 0, 1), 'logits');
    const written = variants();
    expect(written).toHaveLength(1);
    expect(Number(written[0]?.size)).toBeLessThan(50_000);
    expect(readdirSync(folder).filter((name) => name.endsWith('.data'))).toHaveLength(1);
    await zeroZ(first, 1, 0);
    await first.close();

    const second = await openBert();
    const after = hook(await zeroZ(second, 1, 0), 'logits');
    expect(distance(after.data, before.data)).toBe(0);
    expect(variants()).toEqual(written);
    await zeroZ(second, 0);
    expect(variants()).toHaveLength(2);
    await second.close();
  });

  it('are not used when they are damaged, or half-written', async () => {
    const whole = variants();
    for (const { name } of whole) truncateSync(join(folder, name), 1000);
    writeFileSync(join(folder, `${whole[0]?.name}.1.partial`), 'the first half');
    const model = await openBert();
    const { data } = hook(await zeroZ(model, 0, 1), 'logits');
    await zeroZ(model, 0);
    await model.close();
    expect(data.every(Number.isFinite)).toBe(true);
    expect(
      variants()
        .filter(({ name }) => name.endsWith('.onnx'))
        .map(({ name, size }) => [name, size]),
    ).toEqual(whole.map(({ name, size }) => [name, size]));
  });

  it('serve many at once, more than are kept open', async () => {
    const model = await openBert();
    const sets = [[0], [1], [0, 1], [], [1, 0], [0], [1]];
    const together = await Promise.all(sets.map((layers) => zeroZ(model, ...layers)));
    for (const [at, layers] of sets.entries()) {
      const alone = hook(await zeroZ(model, ...layers), 'logits');
      expect(distance(hook(together[at] ?? new Map(), 'logits').data, alone.data)).toBe(0);
    }
    await model.close();
  });
});
