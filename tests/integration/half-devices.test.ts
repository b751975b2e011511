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
import { ThreadedSession } from '../../src/main/engine/inference/threaded-session.ts';
import { type LoadedModel, ModelLibrary, type OpenSession } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { bitsOf, inHalves, inputsOf } from './half-checkpoint.ts';
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
