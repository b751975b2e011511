/**
 * Models with weights of two bytes a number on a device. The device is stood in for: what it is asked is computed on the CPU, by
 * the same graphs, in the process that would try the device.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskDevice, askDevice } from '../../src/main/engine/devices/ask-device.ts';
import { Devices } from '../../src/main/engine/devices/devices.ts';
import { openEngine } from '../../src/main/engine/engine.ts';
import { firstNotFinite } from '../../src/main/engine/inference/not-finite.ts';
import { ThreadedSession } from '../../src/main/engine/inference/threaded-session.ts';
import { type LoadedModel, ModelLibrary, type OpenSession } from '../../src/main/engine/models/library.ts';
import { comparedHooks } from '../../src/main/engine/models/model-graphs.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { bitsOf, inHalves, inputsOf } from './half-checkpoint.ts';
import { importPairs, planRun, randomPairs, runToEnd, temporaryFolder } from './workspace.ts';

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

const onTheCpu: AskDevice = (request, ...others) => askDevice({ ...request, device: 'cpu' }, ...others);
const openSession: OpenSession = (graph, limits) => ThreadedSession.open(graph, limits);

async function openOn(home: string, checkpoint: string, device: 'cpu' | 'webgpu'): Promise<LoadedModel> {
  const devices = new Devices(home, onTheCpu);
  const library = new ModelLibrary({ home, resources: resourcesDir(), halvesFrom: 0, devices, openSession });
  const model = await library.open(checkpoint, undefined, { device });
  open.push(model);
  return model;
}

/** The same folder, only to be read: modes do not hold the superuser back. @returns null where that cannot be had */
function onlyRead(home: string): { readonly path: string; end(): void } | null {
  if (process.getuid?.() !== 0) {
    const paths = ['', ...readdirSync(home, { recursive: true, encoding: 'utf8' })];
    const all = (mode: number) => paths.forEach((path) => chmodSync(join(home, path), mode));
    all(0o500);
    return { path: home, end: () => all(0o700) };
  }
  const path = `${home}-read-only`;
  mkdirSync(path);
  const mount = (...args: string[]) => spawnSync('mount', [...args, path]).status === 0;
  if (!mount('--bind', home)) return null;
  mount('-o', 'remount,ro,bind');
  return { path, end: () => void spawnSync('umount', ['-l', path]) };
}

describe('with a home that is only read', () => {
  it.for([
    ['F16', 'float16'],
    ['BF16', 'float32'],
  ] as const)(
    '%s is computed as with one that can be written, by a graph that is on no disk',
    async ([dtype, precision], context) => {
      const checkpoint = inHalves(folder.path, 'gpt2', dtype);
      const home = join(folder.path, 'home');
      await openOn(home, checkpoint, 'cpu');
      const readOnly = onlyRead(home);
      if (readOnly === null) return context.skip('nothing can be mounted here');
      const variants = () =>
        readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('variant-'));
      try {
        const there = await openOn(readOnly.path, checkpoint, 'webgpu');
        expect(there.ranOn).toMatchObject({ device: 'webgpu', precision, note: null });
        expect(variants()).toEqual([]);
        const inputs = inputsOf(checkpoint);
        const bits = bitsOf(await there.run(inputs, there.hooks));
        readOnly.end();
        const here = await openOn(home, checkpoint, 'webgpu');
        expect(variants().length).toBeGreaterThan(0);
        expect(there.ranOn).toEqual(here.ranOn);
        expect(bitsOf(await here.run(inputs, here.hooks))).toEqual(bits);
      } finally {
        readOnly.end();
      }
    },
  );
});

describe('compared with the CPU', () => {
  /** A device on which the model is another: what `change` makes of the checkpoint. */
  async function comparedWith(change: Parameters<typeof inHalves>[3]) {
    const own = join(folder.path, `own-${open.length}`);
    const graphOf = async (home: string, checkpoint: string) => {
      const model = await openOn(home, checkpoint, 'cpu');
      const [path = ''] = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('graph.onnx'),
      );
      return { model, graph: { path: join(home, path), keepsHalves: true } };
    };
    const { model, graph: reference } = await graphOf(
      join(folder.path, 'home'),
      inHalves(folder.path, 'llama', 'F16'),
    );
    const { graph } = await graphOf(join(own, 'home'), inHalves(own, 'llama', 'F16', change));
    const { maxPositions, vocabularySize, tokenTypes } = model.dimensions;
    const compared = comparedHooks(model.hooks.map((name) => ({ name })));
    expect(compared.vectors).toEqual(['resid_final', 'logits']);
    const answer = await askDevice(
      {
        type: 'compare',
        device: 'cpu',
        graph,
        reference,
        limits: { maxPositions, vocabularySize, tokenTypes },
        patterns: [...compared.patterns],
        vectors: [...compared.vectors],
      },
      60_000,
    );
    return answer.type === 'compared' ? answer : expect.unreachable(answer.message);
  }

  it('is what no pattern depends on: the unembedding, and what the last layer adds', async () => {
    const same = await comparedWith((_, values) => values);
    expect(same).toMatchObject({ largestDifference: 0, relativeDifference: 0 });
    for (const tensor of ['lm_head.weight', 'model.layers.1.mlp.down_proj.weight']) {
      const off = await comparedWith((name, values) =>
        name === tensor ? values.map((value, at) => value * (at % 2 === 0 ? 1.02 : 1)) : values,
      );
      expect(off.largestDifference, tensor).toBe(0);
      expect(off.relativeDifference, tensor).toBeGreaterThan(1e-3);
    }
  });
});

describe('where a value is beyond float16', () => {
  it('a run goes on with float32, and nothing of it fails', async () => {
    const checkpoint = inHalves(folder.path, 'bert', 'F16');
    let float16: unknown;
    const ask: AskDevice = (request, ...others) => {
      if (request.type === 'compare' && 'path' in request.graph) float16 ??= request.graph.path;
      return onTheCpu(request, ...others);
    };
    let overflows = 0;
    /** Where float16 is multiplied, the third batch overflows. */
    const overflowing: OpenSession = async (graph, limits, device) => {
      const session = await ThreadedSession.open(graph, limits);
      if (device === 'cpu' || typeof graph === 'string' || !('path' in graph) || graph.path !== float16)
        return session;
      return {
        axes: session.axes,
        close: () => session.close(),
        run: async (...asked) => {
          const outputs = await session.run(...asked);
          if (++overflows >= 3) outputs.get('blocks.1.attn.hook_z')?.data.fill(Infinity, 0, 1);
          return outputs;
        },
      };
    };
    const engine = await openEngine({
      home: folder.path,
      shell: 'cli',
      computing: { devices: new Devices(folder.path, ask), openSession: overflowing, halvesFrom: 0 },
    });
    try {
      const setId = await importPairs(engine, 'pairs', randomPairs(200, 3));
      const finish = async (device: 'cpu' | 'webgpu') =>
        (await runToEnd(engine, (await planRun(engine, setId, { device }, null, checkpoint)).id)).run;
      const [fallen, onCpu] = [await finish('webgpu'), await finish('cpu')];
      expect(overflows).toBeGreaterThanOrEqual(3);
      expect(fallen).toMatchObject({ state: 'done', done: 200, failed: 0 });
      expect(fallen.provenance.ranOn).toMatchObject({ device: 'webgpu', precision: 'float16-weights' });
      expect(fallen.provenance.ranOn?.note).toMatch(
        /^WebGPU computes it in float32, for in float16 a value is not finite, first at blocks\.1\.attn\.hook_z(; \d+ that were done by then were computed again)?$/,
      );
      const rowsOf = ({ id }: { readonly id: number }) =>
        engine.results.page({
          runId: id,
          filter: { role: 'set', thresholds: [] },
          sort: { by: 'pair', direction: 'asc' },
          offset: 0,
          limit: 1000,
        });
      expect(rowsOf(fallen).length).toBeGreaterThan(0);
      expect(rowsOf(fallen)).toEqual(rowsOf(onCpu));
    } finally {
      await engine.close();
    }
  });

  it('is none with padding, on the CPU: what is not finite is a finding', async () => {
    const model = await openOn(join(folder.path, 'home'), inHalves(folder.path, 'llama', 'F16'), 'cpu');
    const batch = { inputIds: [[1, 2, 3, 4, 5], [6]] };
    const targets = { targets: batch.inputIds.map((row) => row.map((id) => [id])) };
    expect(firstNotFinite(await model.run(batch, model.hooks))).toBeNull();
    expect(firstNotFinite(await model.runVariant(batch, ['loss', 'log_sum_exp'], targets))).toBeNull();
  });
});
