import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '../../../shared/device-names.ts';
import { ON_CPU, PRECISIONS, type Precision } from '../../../shared/devices.ts';
import type { AskDevice } from './ask-device.ts';
import type { Comparison, DeviceRequest } from './device-messages.ts';
import { type DeviceGraphs, Devices, type ModelToCompare } from './devices.ts';

const graphsOf =
  (first: Precision, ...others: readonly Precision[]) =>
  (hash = 'g'.repeat(64)): Promise<DeviceGraphs> => {
    const graphOf = (precision: Precision) => ({
      precision,
      hash,
      file: { path: `/models/${precision}.onnx`, keepsHalves: precision === 'float16-weights' },
    });
    return Promise.resolve([graphOf(first), ...others.map(graphOf)]);
  };

const MODEL: ModelToCompare = {
  weightsHash: 'w'.repeat(64),
  reference: { path: '/models/graph.onnx', keepsHalves: false },
  graphs: graphsOf('float32'),
  limits: { maxPositions: 8, vocabularySize: 9, tokenTypes: 0 },
  patterns: ['blocks.0.attn.hook_pattern'],
  vectors: ['resid_final', 'logits'],
};

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'pairlens-devices-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Devices that a machine might have: those that are named are there and compute like this, or fail on a model. */
function machine(there: Partial<Record<Device, Comparison | string>>) {
  const asked: DeviceRequest[] = [];
  const ask = (request: DeviceRequest) => {
    asked.push(request);
    const own = there[request.device];
    const failed = (message: string) => ({ type: 'failed' as const, message, answered: true });
    if (request.type === 'probe')
      return Promise.resolve(
        own === undefined ? failed('backend not found') : { type: 'probed' as const, milliseconds: 5 },
      );
    return Promise.resolve(
      own === undefined || typeof own === 'string'
        ? failed(own ?? 'nothing there')
        : { type: 'compared' as const, ...own },
    );
  };
  return { asked, ask: ask as AskDevice };
}

const alike = (
  deviceMilliseconds: number,
  largestDifference: number | null = 2e-6,
  relativeDifference: number | null = 3e-6,
): Comparison => ({
  largestDifference,
  relativeDifference,
  cpuMilliseconds: 10,
  deviceMilliseconds,
});
/** As it was noted before logits were compared. */
const BEFORE = '{"largestDifference":2e-6,"cpuMilliseconds":10,"deviceMilliseconds":3}';
const silent = () => undefined;

describe('the devices of a machine', () => {
  it('are those that compute a product; the others say why not', async () => {
    const { ask, asked } = machine({ cpu: alike(10), webgpu: alike(3) });
    const devices = new Devices(home, ask);
    const listed = await devices.list();
    expect(listed.map(({ device, here }) => [device, here])).toEqual([
      ['cpu', true],
      ['cuda', false],
      ['coreml', false],
      ['dml', false],
      ['webgpu', true],
    ]);
    for (const { here, why, milliseconds } of listed) {
      expect(why === null).toBe(here);
      expect(milliseconds).toBe(here ? 5 : null);
    }
    await devices.list();
    expect(asked).toHaveLength(5);
  });
});

describe('what computes a model', () => {
  it('is the CPU without anything being tried, where that is asked for', async () => {
    const { ask, asked } = machine({});
    const chosen = await new Devices(home, ask).choose('cpu', MODEL, silent);
    expect(chosen).toEqual(ON_CPU);
    expect(asked).toEqual([]);
  });

  it('is no device that is not here', async () => {
    const { ask } = machine({});
    await expect(new Devices(home, ask).choose('webgpu', MODEL, silent)).rejects.toMatchObject({
      code: 'DEVICE_ABSENT',
    });
  });

  it('is the CPU in the place of what is usual elsewhere', async () => {
    const here = new Devices(home, machine({ webgpu: alike(3) }).ask);
    const usual = await Promise.all(
      (['cpu', 'auto', 'webgpu', 'cuda'] as const).map((one) => here.orCpu(one)),
    );
    expect(usual).toEqual(['cpu', 'auto', 'webgpu', 'cpu']);
  });

  it('is the device that was asked for, however slow, once it has computed the model as the CPU does', async () => {
    const { ask } = machine({ webgpu: alike(900) });
    const told: string[] = [];
    const chosen = await new Devices(home, ask).choose('webgpu', MODEL, (text) => told.push(text));
    expect(chosen).toEqual({
      device: 'webgpu',
      precision: 'float32',
      largestDifference: 2e-6,
      note: null,
    });
    expect(told).toEqual(['Comparing WebGPU with the CPU']);
  });

  it.each([
    [alike(1, 2e-3), 'its attention patterns differ from the CPU’s by 2.0e-3, more than 0.001'],
    [alike(1, null), 'it computes values that are not finite'],
    [alike(1, 0, null), 'it computes values that are not finite'],
    [
      alike(1, 0, 2e-3),
      'its final stream or its logits differ from the CPU’s by 2.0e-3 of their size, more than 0.001',
    ],
    ['no room', 'no room'],
  ])('is the CPU in the place of a device that fails on it: %j', async (own, why) => {
    const { ask } = machine({ webgpu: own });
    const chosen = await new Devices(home, ask).choose('webgpu', MODEL, silent);
    expect(chosen).toEqual({ ...ON_CPU, note: `WebGPU was not used: ${why}` });
  });

  it('is, for auto, the fastest that computes it as the CPU does', async () => {
    const choose = (there: Partial<Record<Device, Comparison | string>>, folder: string) =>
      new Devices(join(home, folder), machine(there).ask).choose('auto', MODEL, silent);
    expect(await choose({ cuda: alike(4), webgpu: alike(3) }, 'a')).toMatchObject({ device: 'webgpu' });
    expect(await choose({ cuda: alike(4), webgpu: alike(3, 1) }, 'b')).toEqual({
      device: 'cuda',
      precision: 'float32',
      largestDifference: 2e-6,
      note: 'WebGPU was not used: its attention patterns differ from the CPU’s by 1.0e+0, more than 0.001',
    });
    expect(await choose({ webgpu: alike(11) }, 'c')).toEqual(ON_CPU);
  });

  it('is not compared again, also by the next process, unless weights or graph are others', async () => {
    const first = machine({ webgpu: alike(3) });
    await new Devices(home, first.ask).choose('webgpu', MODEL, silent);
    const next = machine({ webgpu: alike(3, 5e-5) });
    const devices = new Devices(home, next.ask);
    const differenceOf = async (model: ModelToCompare) =>
      (await devices.choose('webgpu', model, silent)).largestDifference;
    expect(await differenceOf(MODEL)).toBe(2e-6);
    expect(next.asked.filter(({ type }) => type === 'compare')).toHaveLength(0);
    expect(await differenceOf({ ...MODEL, weightsHash: 'v'.repeat(64) })).toBe(5e-5);
    expect(await differenceOf({ ...MODEL, graphs: () => graphsOf('float32')('h'.repeat(64)) })).toBe(5e-5);
    expect(readdirSync(join(home, 'devices'))).toHaveLength(3);
  });

  it('is compared again where what was noted cannot be understood', async () => {
    await new Devices(home, machine({ webgpu: alike(3) }).ask).choose('webgpu', MODEL, silent);
    for (const text of ['{', '{"largestDifference":"small"}', BEFORE]) {
      for (const name of readdirSync(join(home, 'devices'))) writeFileSync(join(home, 'devices', name), text);
      const { ask } = machine({ webgpu: alike(3, 7e-6) });
      const chosen = await new Devices(home, ask).choose('webgpu', MODEL, silent);
      expect(chosen.largestDifference).toBe(7e-6);
    }
  });

  it('is known as long as the process lasts where nothing can be written', async () => {
    // A file in the place of the folder stops the superuser, too.
    writeFileSync(join(home, 'devices'), '');
    chmodSync(home, 0o500);
    const { ask, asked } = machine({ webgpu: alike(3) });
    const devices = new Devices(home, ask);
    for (let time = 0; time < 2; time++)
      expect(await devices.choose('webgpu', MODEL, silent)).toMatchObject({ device: 'webgpu' });
    expect(asked.filter(({ type }) => type === 'compare')).toHaveLength(1);
    chmodSync(home, 0o700);
  });

  it('is not a device any more on which it failed', async () => {
    const ask = vi.fn(machine({ webgpu: alike(3) }).ask);
    const devices = new Devices(home, ask as AskDevice);
    devices.noteFailure('webgpu', MODEL, 'WebGPU failed on a batch [2, 4]: the device is lost');
    const expected = {
      ...ON_CPU,
      note: 'WebGPU was not used: WebGPU failed on a batch [2, 4]: the device is lost',
    };
    for (const choice of ['webgpu', 'auto'] as const)
      expect(await devices.choose(choice, MODEL, silent)).toEqual(expected);
    expect(await devices.choose('webgpu', { ...MODEL, weightsHash: 'v' }, silent)).toMatchObject({
      device: 'webgpu',
    });
  });

  describe('whose weights are in float16', () => {
    const model = { ...MODEL, graphs: graphsOf('float16', 'float16-weights', 'float32') };
    /** How a device does with each of these graphs. */
    const choose = (
      own: Readonly<Record<Precision, Comparison | string>>,
      choice: 'webgpu' | 'auto' = 'webgpu',
    ) => {
      const there = machine({ webgpu: 'not asked' });
      const ask = (request: DeviceRequest) => {
        if (request.type === 'probe') return there.ask(request, 0);
        expect(request.reference).toEqual(MODEL.reference);
        const path = 'path' in request.graph ? request.graph.path : '';
        const [precision] = PRECISIONS.filter((one) => path === `/models/${one}.onnx`);
        const answer = own[precision ?? expect.unreachable('no such graph')];
        return Promise.resolve(
          typeof answer === 'string'
            ? { type: 'failed' as const, message: answer, answered: true }
            : { type: 'compared' as const, ...answer },
        );
      };
      return new Devices(home, ask as AskDevice).choose(choice, model, silent);
    };
    const apart = alike(1, 5e-3);

    it('multiplies them in float16 where that is near enough', async () => {
      expect(await choose({ float16: alike(1, 4e-4), 'float16-weights': apart, float32: apart })).toEqual({
        device: 'webgpu',
        precision: 'float16',
        largestDifference: 4e-4,
        note: null,
      });
    });

    it('keeps them in float16, and multiplies in float32, where it is not', async () => {
      expect(await choose({ float16: apart, 'float16-weights': alike(1), float32: apart })).toEqual({
        device: 'webgpu',
        precision: 'float16-weights',
        largestDifference: 2e-6,
        note: 'WebGPU computes it in float32, for in float16 its attention patterns differ from the CPU’s by 5.0e-3, more than 0.001',
      });
    });

    it('does not multiply them in float16 where only the patterns are near, or where a value was not finite', async () => {
      const own = { float16: alike(1, 4e-4, 1.2e-2), 'float16-weights': alike(1), float32: apart };
      expect((await choose(own)).note).toContain(
        'for in float16 its final stream or its logits differ from the CPU’s by 1.2e-2 of their size',
      );
      const devices = new Devices(home, machine({ webgpu: alike(1) }).ask);
      devices.noteFailure('webgpu', model, 'a value is not finite', { precision: 'float16' });
      expect(await devices.choose('webgpu', model, silent)).toMatchObject({
        precision: 'float16-weights',
        note: 'WebGPU computes it in float32, for in float16 a value is not finite',
      });
    });

    it('says of auto why not float16 where the device is chosen, and nothing of it where it is not', async () => {
      const chosenWhere = (deviceMilliseconds: number) =>
        choose({ float16: apart, 'float16-weights': alike(deviceMilliseconds), float32: apart }, 'auto');
      expect(await chosenWhere(100)).toEqual(ON_CPU);
      rmSync(join(home, 'devices'), { recursive: true });
      expect(await chosenWhere(3)).toMatchObject({
        device: 'webgpu',
        note: expect.stringMatching(/^WebGPU computes it in float32, for in float16/) as string,
      });
    });

    it('has them in float32 where it knows no float16', async () => {
      const none = 'the device does not support f16';
      expect(await choose({ float16: none, 'float16-weights': none, float32: alike(1) })).toEqual({
        device: 'webgpu',
        precision: 'float32',
        largestDifference: 2e-6,
        note: `WebGPU computes it in float32, for in float16 ${none}`,
      });
    });

    it('is not asked again for what it has said that it cannot, until a week later', async () => {
      const none = 'the device does not support f16';
      const own = { float16: none, 'float16-weights': none, float32: alike(1) };
      const first = await choose(own);
      const chosenLater = async (days: number) => {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 24 * 60 * 60 * 1000 });
        try {
          return await choose({
            ...own,
            float16: alike(1),
            'float16-weights': alike(1),
            float32: 'not asked',
          });
        } finally {
          vi.useRealTimers();
        }
      };
      expect(await chosenLater(6)).toEqual(first);
      expect((await chosenLater(8)).precision).toBe('float16');
    });

    it.each([
      ['it ended', false],
      ['failed to allocate memory', true],
    ])('is asked again where that may be otherwise another time: %s', async (message, answered) => {
      const ask = vi.fn((request: DeviceRequest) =>
        Promise.resolve(
          request.type === 'probe'
            ? { type: 'probed' as const, milliseconds: 1 }
            : { type: 'failed' as const, message, answered },
        ),
      );
      for (const times of [1, 2]) {
        await new Devices(home, ask as AskDevice).choose('webgpu', model, silent);
        expect(ask.mock.calls.filter(([{ type }]) => type === 'compare')).toHaveLength(3 * times);
      }
    });

    it('is the CPU where none of these is near', async () => {
      expect(await choose({ float16: apart, 'float16-weights': apart, float32: 'no room' })).toEqual({
        ...ON_CPU,
        note: 'WebGPU was not used: no room',
      });
    });
  });

  it('is not decided by a comparison that was cancelled', async () => {
    const there = machine({ webgpu: alike(3) });
    const cancel = new AbortController();
    const ask = vi.fn(async (...[request, , asking]: Parameters<AskDevice>) => {
      if (request.type === 'compare' && !cancel.signal.aborted) {
        cancel.abort('not any more');
        expect(asking?.signal).toBe(cancel.signal);
        asking?.signal?.throwIfAborted();
      }
      return there.ask(request, 0);
    });
    const devices = new Devices(home, ask as AskDevice);
    await expect(devices.choose('webgpu', MODEL, silent, cancel.signal)).rejects.toBe('not any more');
    expect(await devices.choose('webgpu', MODEL, silent)).toMatchObject({ device: 'webgpu', note: null });
    for (const [, , asking] of ask.mock.calls) expect(asking?.turns).toBe(devices.turns);
  });
});
