/**
 * Sessions come and go while their model stays open: what is idle is closed, what is asked for is opened again, and the
 * numbers are the same, bit for bit. A batch that goes in parts is the same batch.
 */
import { existsSync, globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Activation, HookedSession } from '../../src/main/engine/inference/hooked-session.ts';
import type { RunInputs } from '../../src/main/engine/inference/run-inputs.ts';
import { SessionPool } from '../../src/main/engine/inference/session-pool.ts';
import { nextTokens } from '../../src/main/engine/inference/targets.ts';
import { ThreadedSession } from '../../src/main/engine/inference/threaded-session.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { OpenModels } from '../../src/main/engine/models/open-models.ts';
import { temporaryFolder } from './workspace.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');
const GPT2 = join(import.meta.dirname, '../fixtures/golden/gpt2');
const NAME = 'all-MiniLM-L6-v2';
const BATCH = {
  inputIds: [
    [5, 6, 7, 8, 9],
    [5, 6, 7],
    [9, 8, 7, 6],
  ],
};
/** Linux tells which files a process has mapped. */
const MAPS = '/proc/self/maps';

let home: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const open = (name: string, idleMilliseconds: number): Promise<LoadedModel> =>
  new ModelLibrary({
    home: home.path,
    resources: RESOURCES,
    sessions: { open: 2, computing: 2, idleMilliseconds },
  }).open(name);

const mappedFiles = () =>
  readFileSync(MAPS, 'utf8')
    .split('\n')
    .filter((line) => line.includes(home.path));

function mappedBytes(path: string): number {
  const ofFile = mappedFiles().filter((line) => line.endsWith(path));
  return ofFile.reduce((sum, line) => {
    const [first = NaN, end = NaN] = (line.split(' ')[0] ?? '')
      .split('-')
      .map((at) => Number.parseInt(at, 16));
    return sum + end - first;
  }, 0);
}

describe('what is idle', () => {
  it('is closed, and opened again with the same numbers, in the plain graph and in others', async () => {
    const model = await open(NAME, 1);
    const inputs: RunInputs = { replacements: new Map([['blocks.0.attn.hook_z', zero(4)]]) };
    const plain = await model.run(BATCH, model.hooks);
    const replaced = await model.runVariant(BATCH, model.hooks, inputs);
    const path = globSync(join(home.path, 'models', '*', 'graph.onnx'))[0] ?? expect.unreachable('no graph');
    await model.close();

    const pool = new SessionPool({ open: 2, computing: 2, idleMilliseconds: 1 });
    let opened = 0;
    const session = await pool.open(() => {
      opened++;
      return ThreadedSession.open(path, model.dimensions);
    });
    for (let turn = 1; turn <= 3; turn++) {
      await expect.poll(() => pool.size).toBe(0);
      expect(await session.run(BATCH, model.hooks)).toEqual(plain);
      expect(opened).toBe(1 + turn);
    }
    await session.close();

    const again = await open(NAME, 1);
    expect(await again.runVariant(BATCH, again.hooks, inputs)).toEqual(replaced);
    expect(await again.run(BATCH, again.hooks)).toEqual(plain);
    await again.close();
  });

  it.runIf(existsSync(MAPS))(
    'holds none of the files of its model; nor does a model that is closed',
    async () => {
      const model = await open(NAME, 1);
      await model.run(BATCH, model.hooks);
      await expect.poll(mappedFiles).toEqual([]);
      await model.close();

      const inUse = await open(NAME, 60_000);
      await Promise.all([1, 2].map(() => inUse.run(BATCH, inUse.hooks)));
      // Both sessions read all of the weights where they are: neither has made a copy and let the file go.
      const weights =
        globSync(join(home.path, 'models', '*', 'weights.data'))[0] ?? expect.unreachable('none');
      expect(mappedBytes(weights)).toBeGreaterThan(1.95 * statSync(weights).size);
      await inUse.close();
      expect(mappedFiles()).toEqual([]);
    },
  );
});

it.runIf(existsSync(MAPS))('a model whose files went while it was idle is compiled again', async () => {
  const sessions = { open: 2, computing: 2, idleMilliseconds: 1 };
  const models = new OpenModels(new ModelLibrary({ home: home.path, resources: RESOURCES, sessions }));
  const activities: string[] = [];
  const run = () =>
    models.use(
      NAME,
      (activity) => activities.push(activity),
      (model) => model.run(BATCH, model.hooks),
    );
  const before = await run();
  await expect.poll(mappedFiles).toEqual([]);
  for (const graph of globSync(join(home.path, 'models', '*', 'graph.onnx'))) rmSync(graph);
  activities.length = 0;
  expect(await run()).toEqual(before);
  expect(activities.join()).toContain('Compiling the model again');
  await models.close();
});

/** Replaces all of a hook point of so many axes by zeros. */
function zero(rank: number) {
  const dims = Array<number>(rank).fill(1);
  return { mask: { dims, data: Uint8Array.of(1) }, values: { dims, data: new Float32Array(1) } };
}

describe('a batch in parts', () => {
  it('is the same batch, with what is replaced and asked for in each of its rows', async () => {
    const model = await open(GPT2, 60_000);
    const hook = 'blocks.1.hook_resid_pre';
    const { dModel } = model.dimensions;
    // In each row another token is replaced, by other values.
    const inputs: RunInputs = {
      targets: nextTokens(BATCH),
      replacements: new Map([
        [
          hook,
          {
            mask: { dims: [3, 5, 1], data: Uint8Array.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0) },
            values: {
              dims: [3, 1, dModel],
              data: Float32Array.from({ length: 3 * dModel }, (_, at) => Math.sin(at)),
            },
          },
        ],
      ]),
    };
    const hooks = [...model.hooks.filter((name) => name !== 'logits'), 'loss'];
    const whole = await model.runVariant(BATCH, hooks, inputs);
    const path = globSync(join(home.path, 'models', '*', 'variant-*.onnx')).find((file) =>
      readFileSync(file).includes(`${hook}.mask`),
    );
    await model.close();
    const session = await HookedSession.open(path ?? expect.unreachable('no variant'), model.dimensions);
    // One row in each part, then two and one.
    for (const partBytes of [1, 2 * bytesOfRow(whole)]) {
      const parts = await session.run(BATCH, hooks, inputs, partBytes);
      expect([...parts.keys()]).toEqual([...whole.keys()]);
      for (const [name, { dims, data }] of parts) {
        const expected = whole.get(name) ?? expect.unreachable(name);
        expect([name, dims]).toEqual([name, expected.dims]);
        data.forEach((value, at) => {
          if (Math.abs(value - (expected.data[at] ?? NaN)) > 1e-5) expect.unreachable(`${name}[${at}]`);
        });
      }
      expect(await session.run(BATCH, hooks, inputs, partBytes)).toEqual(parts);
    }
    await session.close();
  });
});

function bytesOfRow(activations: ReadonlyMap<string, Activation>): number {
  return [...activations.values()].reduce((sum, { dims, data }) => sum + data.byteLength / (dims[0] ?? 1), 0);
}
