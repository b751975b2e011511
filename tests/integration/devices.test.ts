/**
 * What computes a model, from the option to the provenance. Devices that a machine without a graphics card lacks are stood in
 * for: their sessions are the CPU's, and fail as the test says. WebGPU itself is computed on where a Vulkan driver is.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { ON_CPU } from '../../src/shared/devices.ts';
import { PairlensError } from '../../src/shared/errors.ts';
import { type AskDevice, askDevice } from '../../src/main/engine/devices/ask-device.ts';
import type { DeviceAnswer } from '../../src/main/engine/devices/device-messages.ts';
import { Devices } from '../../src/main/engine/devices/devices.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { ThreadedSession } from '../../src/main/engine/inference/threaded-session.ts';
import { ModelLibrary, type OpenSession } from '../../src/main/engine/models/library.ts';
import { defaultStorePath, resourcesDir } from '../../src/main/engine/paths.ts';
import { openStore } from '../../src/main/engine/store/database.ts';
import { beginOn } from '../../src/main/engine/store/ran-on.ts';
import { getRun } from '../../src/main/engine/store/runs.ts';
import { CommandLine } from '../cli.ts';
import { importPairs, planRun, randomPairs, runToEnd, temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let engine: Engine;

beforeEach(() => (folder = temporaryFolder()));
afterEach(async () => {
  await engine.close();
  folder.remove();
});

/** A machine with a stand-in for WebGPU, or without. */
interface Machine {
  readonly has: boolean;
  /** After so many batches the device is lost. */
  readonly failsAfter?: number;
  /** Comparing goes on until it is told to stop. */
  readonly comparesForever?: boolean;
  /** Called before each batch on it. */
  readonly onBatch?: () => void;
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(new Error('not any more')), { once: true }),
  );
}

async function openOn({
  has,
  failsAfter = Infinity,
  comparesForever = false,
  onBatch,
}: Machine): Promise<Engine> {
  let batches = 0;
  const ask = (...[request, , asking]: Parameters<AskDevice>) => {
    if (comparesForever && request.type === 'compare') return untilAborted(asking?.signal);
    return Promise.resolve(
      !has || request.device !== 'webgpu'
        ? { type: 'failed' as const, message: 'No supported adapters', answered: true }
        : request.type === 'probe'
          ? { type: 'probed' as const, milliseconds: 1 }
          : {
              type: 'compared' as const,
              largestDifference: 2e-6,
              relativeDifference: 3e-6,
              cpuMilliseconds: 10,
              deviceMilliseconds: 2,
            },
    );
  };
  const openSession: OpenSession = async (path, limits, device) => {
    const session = await ThreadedSession.open(path, limits);
    if (device === 'cpu') return session;
    return {
      axes: session.axes,
      close: () => session.close(),
      run: (batch, hooks, inputs) => {
        onBatch?.();
        return ++batches > failsAfter
          ? Promise.reject(new PairlensError('DEVICE_FAILED', 'WebGPU failed on a batch: the device is lost'))
          : session.run(batch, hooks, inputs);
      },
    };
  };
  engine = await openEngine({
    home: folder.path,
    shell: 'cli',
    computing: { devices: new Devices(folder.path, ask as AskDevice), openSession },
  });
  return engine;
}

const PAIRS = randomPairs(200, 3);
const rowsOf = (id: number) =>
  engine.results.page({
    runId: id,
    filter: { role: 'set', thresholds: [] },
    sort: { by: 'pair', direction: 'asc' },
    offset: 0,
    limit: 1000,
  });

describe('a run', () => {
  it('is computed on the CPU unless somebody says otherwise', async () => {
    await openOn({ has: true });
    const setId = await importPairs(engine, 'pairs', PAIRS.slice(0, 4));
    const { run } = await runToEnd(engine, (await planRun(engine, setId)).id);
    expect(run.provenance).toMatchObject({ device: 'cpu', ranOn: ON_CPU });
    // As a person has set it for the workspace, from then on.
    engine.workspace.setDevice({ device: 'auto' });
    expect((await planRun(engine, setId)).provenance).toMatchObject({ device: 'auto', ranOn: null });
  });

  it('says what all of it was computed on, and how far that lies from the CPU', async () => {
    await openOn({ has: true });
    const setId = await importPairs(engine, 'pairs', PAIRS.slice(0, 4));
    const { run } = await runToEnd(engine, (await planRun(engine, setId, { device: 'auto' })).id);
    expect(run.state).toBe('done');
    expect(run.provenance).toMatchObject({
      device: 'auto',
      ranOn: { device: 'webgpu', largestDifference: 2e-6, note: null },
    });
  });

  it('is not planned on a device that is not here', async () => {
    await openOn({ has: false });
    const setId = await importPairs(engine, 'pairs', PAIRS.slice(0, 4));
    await expect(planRun(engine, setId, { device: 'webgpu' })).rejects.toMatchObject({
      code: 'DEVICE_ABSENT',
      message: expect.stringContaining('mesa-vulkan-drivers') as string,
    });
    expect(engine.runs.list({ projectId: engine.defaultProject().id })).toEqual([]);
  });

  it('is computed again on the CPU, all of it, where its device fails in between', async () => {
    await openOn({ has: true, failsAfter: 3 });
    const setId = await importPairs(engine, 'pairs', PAIRS);
    const reference = await runToEnd(engine, (await planRun(engine, setId, { device: 'cpu' })).id);
    const { run, events } = await runToEnd(engine, (await planRun(engine, setId, { device: 'webgpu' })).id);
    expect(run).toMatchObject({ state: 'done', done: 200, failed: 0 });
    expect(run.provenance.ranOn).toMatchObject({ device: 'cpu', largestDifference: null });
    expect(run.provenance.ranOn?.note).toMatch(
      /^WebGPU was not used: WebGPU failed on a batch: the device is lost; \d+ that were done by then were computed again$/,
    );
    const told = new Set(events.map(({ activity }) => activity).filter((text) => text?.includes('lost')));
    expect(told.size).toBe(1);
    const again = rowsOf(run.id);
    expect(again.length).toBe(1000);
    expect(again).toEqual(rowsOf(reference.run.id));
    expect(await engine.runs.soundness({ id: run.id })).toMatchObject({ damaged: [] });
    // What goes on later goes on there, and the record still says why.
    await engine.close();
    const store = openStore(defaultStorePath(folder.path));
    expect(store.write((database) => beginOn(database, 'run', run.id, ON_CPU))).toBe(0);
    expect(getRun(store.database, run.id).provenance.ranOn).toEqual(run.provenance.ranOn);
    store.close();
    await openOn({ has: true });
  });

  it('is not planned where the comparison of its device is cancelled', async () => {
    await openOn({ has: true, comparesForever: true });
    const setId = await importPairs(engine, 'pairs', PAIRS.slice(0, 4));
    const refused = expect(planRun(engine, setId, { device: 'webgpu' })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const isComparing = () =>
      engine.jobs.find(({ activity }) => activity === 'Comparing WebGPU with the CPU');
    await vi.waitFor(() => expect(isComparing()).toBeDefined(), 30_000);
    await engine.jobs.cancel(isComparing()?.jobId ?? '');
    await refused;
  });

  it('is cancelled at once while its model is being opened, and can be gone on with', async () => {
    await openOn({ has: true });
    const setId = await importPairs(engine, 'pairs', PAIRS.slice(0, 4));
    const { id } = await planRun(engine, setId, { device: 'webgpu' });
    const analysis = await engine.analyses.create({
      projectId: engine.defaultProject().id,
      kind: 'induction',
      model: 'attn-only-2l',
      device: 'webgpu',
    });
    await engine.close();
    rmSync(join(folder.path, 'devices'), { recursive: true });

    await openOn({ has: true, comparesForever: true });
    const isComparing = () =>
      engine.jobs.find(({ kind, activity }) => kind !== 'compile' && activity.startsWith('Comparing'));
    for (const [service, own] of [
      [engine.runs, { id }],
      [engine.analyses, { id: analysis.id }],
    ] as const) {
      service.start(own);
      await vi.waitFor(() => expect(isComparing()).toBeDefined(), 30_000);
      // The comparison would go on for ever.
      await service.cancel(own);
      expect(service.get(own)).toMatchObject({ state: 'cancelled', error: null, done: 0 });
      // Nobody waits for the model, so it is not opened to the end, either.
      await vi.waitFor(() => expect(engine.jobs.find(() => true)).toBeUndefined());
    }
    await engine.close();

    await openOn({ has: true });
    expect((await runToEnd(engine, id)).run).toMatchObject({ state: 'done', done: 4 });
  });

  it('goes on where it was begun, and nowhere else', async () => {
    let begun = 0;
    let stop: (() => void) | null = null;
    await openOn({ has: true, onBatch: () => ++begun === 3 && stop?.() });
    const setId = await importPairs(engine, 'pairs', PAIRS);
    const { id } = await planRun(engine, setId, { device: 'webgpu' });
    stop = () => void engine.runs.cancel({ id });
    const first = await runToEnd(engine, id);
    expect(first.run.state).toBe('cancelled');
    expect(first.run.done).toBeGreaterThan(0);
    await engine.close();

    await openOn({ has: false });
    const refused = await runToEnd(engine, id);
    expect(refused.run).toMatchObject({ state: 'failed', canResume: true, done: first.run.done });
    expect(refused.run.error).toContain(
      `run ${id} was begun on WebGPU, and its numbers are to be of one device`,
    );
    // What is looked at, of which no number is stored, is computed on the CPU.
    const pairId = rowsOf(id)[0]?.pairId ?? expect.unreachable('no pair is done');
    const maps = await engine.pairs.mapTensors({
      runId: id,
      pairId,
      role: 'set',
      layer: 0,
      head: 0,
      view: 'tokens',
      values: 'centred',
    });
    expect(maps.size).toBeGreaterThan(0);
    // What is stored among the numbers of the run is not, whether the device is away or fails.
    const correction = { runId: id, pairId, positions: [[0, 0]] as [number, number][] };
    const before = rowsOf(id);
    const isRefused = async (why: string) => {
      await expect(engine.pairs.correctAlignment(correction)).rejects.toMatchObject({
        code: 'DEVICE_ABSENT',
        message: expect.stringMatching(new RegExp(`^run ${id} was begun on WebGPU, .*${why}`)) as string,
      });
      expect(rowsOf(id)).toEqual(before);
    };
    await isRefused('mesa-vulkan-drivers');
    await engine.close();
    await openOn({ has: true, failsAfter: 0 });
    await isRefused('the device is lost');
    await engine.close();

    await openOn({ has: true });
    const corrected = await engine.pairs.correctAlignment(correction);
    expect(corrected.alignment.pairs).toEqual([[0, 0]]);
    const { run } = await runToEnd(engine, id);
    expect(run).toMatchObject({ state: 'done', done: 200 });
    expect(run.provenance.ranOn).toMatchObject({ device: 'webgpu', note: null });
  });
});

describe('an analysis', () => {
  const request = (device: 'cpu' | 'webgpu') => ({
    projectId: engine.defaultProject().id,
    kind: 'induction',
    model: 'attn-only-2l',
    device,
  });

  it('is computed again on the CPU, all of it, where its device fails in between', async () => {
    await openOn({ has: true, failsAfter: 2 });
    const finish = async (device: 'cpu' | 'webgpu') =>
      engine.analyses.finish({ id: (await engine.analyses.create(request(device))).id });
    const onCpu = await finish('cpu');
    const fallen = await finish('webgpu');
    expect(fallen.state).toBe('done');
    expect(fallen.provenance.ranOn?.device).toBe('cpu');
    expect(fallen.provenance.ranOn?.note).toContain('the device is lost');
    expect(engine.analyses.tensors({ id: fallen.id })).toEqual(engine.analyses.tensors({ id: onCpu.id }));
  });
});

/** Software drivers for Vulkan: the system's own, or the one that Chromium brings along. */
const DRIVERS = [process.env['VK_ICD_FILENAMES'] ?? '', '/usr/lib/chromium/vk_swiftshader_icd.json'];

async function workingDriver(): Promise<string | null> {
  const before = process.env['VK_ICD_FILENAMES'];
  try {
    for (const driver of DRIVERS) {
      if (driver !== '' && !existsSync(driver)) continue;
      if (driver !== '') process.env['VK_ICD_FILENAMES'] = driver;
      if ((await askDevice({ type: 'probe', device: 'webgpu' }, 60_000)).type === 'probed') return driver;
    }
    return null;
  } finally {
    if (before === undefined) delete process.env['VK_ICD_FILENAMES'];
    else process.env['VK_ICD_FILENAMES'] = before;
  }
}

const driver = await workingDriver();

describe.skipIf(driver === null)('WebGPU (skipped where no Vulkan driver works with it)', () => {
  let line: CommandLine;
  beforeAll(() => (line = new CommandLine()));
  afterAll(() => line.remove());
  // The engine that the others close.
  beforeEach(() => openOn({ has: false }));

  const environment: Record<string, string> =
    driver === null || driver === '' ? {} : { VK_ICD_FILENAMES: driver };
  const run = async (...args: string[]) => {
    const ended = await line.start(args, environment).ended;
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    return ended;
  };
  /** How far two files of activations lie apart: attention patterns, and everything against the size of its values. */
  function apart(one: string, other: string): { readonly patterns: number; readonly relative: number } {
    const [first, second] = [one, other].map((path) => readSafetensors(readFileSync(path)));
    const worst = { patterns: 0, relative: 0 };
    for (const [hook, { data: values }] of first ?? []) {
      const others = second?.get(hook)?.data ?? new Float32Array();
      expect(others.length).toBe(values.length);
      let size = 0;
      let difference = 0;
      for (const [at, value] of values.entries()) {
        // Scores that the mask forbids lie beyond the smallest number on some devices.
        if (hook.endsWith('hook_attn_scores') && value < -1e9) continue;
        size = Math.max(size, Math.abs(value));
        difference = Math.max(difference, Math.abs(value - (others[at] ?? NaN)));
      }
      if (hook.endsWith('hook_pattern')) worst.patterns = Math.max(worst.patterns, difference);
      worst.relative = Math.max(worst.relative, difference / Math.max(size, 1e-6));
    }
    return worst;
  }

  it('computes weights that are kept in two bytes a number as the CPU does, where it knows float16', async () => {
    vi.stubEnv('VK_ICD_FILENAMES', environment['VK_ICD_FILENAMES'] ?? process.env['VK_ICD_FILENAMES']);
    const options = { home: folder.path, resources: resourcesDir(), halvesFrom: 0 };
    const answers: DeviceAnswer[] = [];
    const ask: AskDevice = async (...asking) => {
      const answer = await askDevice(...asking);
      answers.push(answer);
      return answer;
    };
    const devices = new Devices(folder.path, ask);
    const openSession: OpenSession = (graph, limits) => ThreadedSession.open(graph, limits);
    const library = new ModelLibrary({ ...options, devices, openSession });
    const model = await library.open('attn-only-2l', undefined, { device: 'webgpu' });
    vi.unstubAllEnvs();
    const compared = answers.filter(({ type }) => type !== 'probed');
    console.log('attn-only-2l with weights in float16 on WebGPU:', compared, model.ranOn);
    // Whether it knows float16 or not, it is computed there, by float32 that is the CPU's.
    expect(model.ranOn.device).toBe('webgpu');
    expect(compared.at(-1)).toMatchObject({ type: 'compared' });
    expect(model.ranOn.largestDifference).toBeLessThan(1e-3);
    for (const answer of compared) if (answer.type === 'failed') expect(answer.message).toContain('f16');
    await model.close();
  }, 120_000);

  it.each(['attn-only-2l'])(
    'computes %s as the CPU does',
    async (model) => {
      const inputs = line.path('inputs.json');
      writeFileSync(
        inputs,
        JSON.stringify({
          input_ids: [
            [1, 5, 9, 2, 7, 3],
            [4, 8, 2, 6, 1, 1],
          ],
        }),
      );
      const out = (device: string) => line.path(`${model}-${device}.safetensors`);
      for (const device of ['cpu', 'webgpu'])
        await run(
          ...['probe', '--model', model, '--device', device, '--inputs', inputs],
          ...['--hooks', 'all', '--out', out(device)],
        );
      const { patterns, relative } = apart(out('cpu'), out('webgpu'));
      console.log(
        `${model} on WebGPU: patterns within ${patterns}, all values within ${relative} of their size`,
      );
      expect(patterns).toBeLessThan(1e-4);
      expect(relative).toBeLessThan(1e-3);
      expect(patterns + relative).toBeGreaterThan(0);
    },
    240_000,
  );
});
