/** ONNX Runtime keeps what it reports, and the number of who reports it, in the temporary folder: there is none where it is silent. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './workspace.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** What a program leaves of ONNX Runtime's reports. */
async function leftBy(name: string, args: readonly string[]): Promise<string[]> {
  const temporary = join(folder.path, name);
  mkdirSync(temporary);
  await promisify(execFile)(process.execPath, [...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], TMPDIR: temporary, PAIRLENS_HOME: join(folder.path, 'home') },
  });
  return readdirSync(temporary).filter((file) => file === '.ses' || file.startsWith('mat-debug'));
}

describe.skipIf(process.platform !== 'linux')('ONNX Runtime reports its use to nobody', () => {
  it('leaves traces where it is not told to be silent', async () => {
    const opens = `import('onnxruntime-node').then(({ default: ort }) => ort.InferenceSession.create(new Uint8Array([1]))).catch(() => 0)`;
    expect(await leftBy('told-nothing', ['-e', opens])).not.toEqual([]);
  });

  const hook = 'blocks.0.attn.hook_pattern';
  const probe = [
    'probe',
    '--model',
    'char-en',
    '--text',
    'a',
    '--hooks',
    hook,
    '--out',
    join(folder.path, 'a.safetensors'),
  ];
  it.each([
    ['a model', probe],
    ['the devices', ['models', 'devices']],
  ])('leaves none of %s', async (name, args) => {
    expect(await leftBy(name, ['src/main/cli/pairlens.ts', ...args])).toEqual([]);
  });
});
