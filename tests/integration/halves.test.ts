/**
 * Weights that stay in two bytes a number: the CPU computes what it computes with them in float32, to the last bit, and reads the
 * same parameters; a graph that multiplies in float16 is
 * the same computation but for roundings.
 */
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLAIN_GRAPH } from '../../src/core/architectures/model-builder.ts';
import { normOutput } from '../../src/core/architectures/norm-names.ts';
import { readCheckpointFolder } from '../../src/main/engine/checkpoints/checkpoint-folder.ts';
import { relativeDifference } from '../../src/main/engine/devices/compare-device.ts';
import { graphVariant } from '../../src/main/engine/inference/graph-variant.ts';
import { HookedSession } from '../../src/main/engine/inference/hooked-session.ts';
import { encodeVariant } from '../../src/main/engine/models/compiled-folder.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { bitsOf, inHalves, inputsOf } from './half-checkpoint.ts';
import { ALIKE, DECODERS, ENCODERS, goldenFolder } from './parity.ts';
import { temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let open: LoadedModel[];
beforeEach(() => {
  folder = temporaryFolder();
  open = [];
});
afterEach(async () => {
  for (const model of open) await model.close();
  folder.remove();
});

async function load(checkpoint: string, home: string, halvesFrom: number): Promise<LoadedModel> {
  const library = new ModelLibrary({ home: join(folder.path, home), resources: resourcesDir(), halvesFrom });
  const model = await library.open(checkpoint);
  open.push(model);
  return model;
}

function compiledIn(home: string): { readonly name: string; readonly path: string; readonly bytes: number } {
  const models = join(folder.path, home, 'models');
  const [name = '', ...others] = readdirSync(models).filter((one) => /^[0-9a-f]{16}-/.test(one));
  expect(others).toEqual([]);
  return { name, path: join(models, name), bytes: statSync(join(models, name, 'weights.data')).size };
}

describe.each(['F16', 'BF16'] as const)('weights in %s', (dtype) => {
  it.each([...ENCODERS, ...DECODERS, ...ALIKE].filter((name) => existsSync(goldenFolder(name))))(
    'of %s give the bits of float32',
    async (name) => {
      const checkpoint = inHalves(folder.path, name, dtype);
      const full = await load(checkpoint, 'full', Infinity);
      const half = await load(checkpoint, 'half', 0);
      expect(compiledIn('half').name).toContain('-halves-');
      expect(compiledIn('full').name).not.toContain('halves');
      expect(half).toMatchObject({ parameters: full.parameters, weightsHash: full.weightsHash });

      const inputs = inputsOf(checkpoint);
      const { hooks } = full;
      expect(bitsOf(await half.run(inputs, hooks))).toEqual(bitsOf(await full.run(inputs, hooks)));
      if (full.dimensions.layers > 0) {
        const norms = [normOutput(0, 'value_norm'), normOutput(0, 'attn_res_n')];
        const asked = hooks.includes('logits') ? [...norms, 'loss'] : norms;
        const targets = { targets: inputs.inputIds.map((row) => row.map((id) => [id])) };
        expect(bitsOf(await half.runVariant(inputs, asked, targets))).toEqual(
          bitsOf(await full.runVariant(inputs, asked, targets)),
        );
      }
      expect(half.weights.shapes).toEqual(full.weights.shapes);
      for (const parameter of full.weights.names)
        expect(await half.weights.read(parameter), parameter).toEqual(await full.weights.read(parameter));
    },
  );
});

it('take half of the disk, and a model that is small takes what it did', async () => {
  // Its matrices are padded to pages, so one with large ones.
  const checkpoint = 'all-MiniLM-L6-v2';
  await load(checkpoint, 'usual', 256 * 2 ** 20);
  await load(checkpoint, 'half', 0);
  expect(compiledIn('half').bytes / compiledIn('usual').bytes).toBeCloseTo(0.5, 1);
});

it('that were compiled in float32 before are used as they are', async () => {
  const checkpoint = inHalves(folder.path, 'gpt2', 'F16');
  await load(checkpoint, 'home', Infinity);
  const { name } = compiledIn('home');
  await load(checkpoint, 'home', 0);
  expect(compiledIn('home').name).toBe(name);
});

it('that are damaged are compiled again', async () => {
  const checkpoint = inHalves(folder.path, 'gpt2', 'F16');
  const before = await load(checkpoint, 'home', 0);
  const { path } = compiledIn('home');
  renameSync(join(path, 'graph.onnx'), join(path, 'elsewhere'));
  const after = await load(checkpoint, 'home', 0);
  expect(after.compiledHash).toBe(before.compiledHash);
  expect(readdirSync(path).sort()).toEqual(['graph.onnx', 'model.json', 'weights.data']);
});

it.each(['bert', 'gpt2', 'gpt_neox', 'llama', 'attention_only'])(
  'multiplied in float16, %s gives on the CPU, which leaves out the roundings, what float32 gives',
  async (name) => {
    const checkpoint = inHalves(folder.path, name, 'F16');
    const model = await load(checkpoint, 'home', 0);
    const read = await readCheckpointFolder(checkpoint);
    const options = { ...PLAIN_GRAPH, halves: 'multiplied' as const };
    const encode = () => encodeVariant(read, options, 'halves');
    const graph = await graphVariant(compiledIn('home').path, options, encode);
    const session = await HookedSession.open(graph, model.dimensions);
    const inputs = inputsOf(checkpoint);
    // So this is of the graph alone: that a device rounds is found when it is compared.
    const [exact, near] = [await model.run(inputs, model.hooks), await session.run(inputs, model.hooks)];
    await session.close();
    const lengths = (inputs.attentionMask ?? []).map((row) => row.filter((one) => one === 1).length);
    for (const [hook, values] of exact) {
      const { dims } = values;
      if (dims.length === 3)
        expect(relativeDifference(values, near.get(hook), lengths, false), hook).toBeLessThan(1e-5);
    }
    expect([...near.keys()]).toEqual([...exact.keys()]);
  },
);
