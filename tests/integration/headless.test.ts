/** The folder for machines without a screen: it runs where nothing else of the project is, without a network. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/built.ts';
import { makeHeadlessFolder } from '../../scripts/headless.ts';

/** A network of its own has no other machine in it; whoever may not make one runs it in that of this machine. */
const ALONE = spawnSync('unshare', ['-n', 'true']).status === 0 ? ['unshare', '-n'] : ['env'];

describe.skipIf(process.platform !== 'linux')('the folder for nodes (made on Linux only)', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pairlens-headless-'));
  const folder = join(scratch, 'pairlens-headless');
  const command = join(scratch, 'pairlens');

  beforeAll(() => {
    ensureBuilt();
    makeHeadlessFolder(folder);
    // As an admin would: found through a link, from anywhere.
    symlinkSync(join(folder, 'pairlens'), command);
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  const run = (...args: string[]): string => {
    const [program = '', ...before] = ALONE;
    return execFileSync(program, [...before, command, ...args], {
      cwd: scratch,
      env: { PATH: '/usr/bin:/bin', PAIRLENS_HOME: join(scratch, 'home') },
      stdio: 'pipe',
      encoding: 'utf8',
    });
  };

  it('computes a part and merges it, by the Node that it brings', () => {
    run('models', 'compile', 'attn-only-2l');
    const set = ['--pairs', 'role-swap', '--model', 'all-MiniLM-L6-v2'];
    expect(run('run', ...set, '--shard', '1/1', '--out', 'parts')).toContain(
      'Shard 1 of 1: 122 pairs, 0 failed',
    );
    expect(run('merge', 'parts', '--store', 'merged.sqlite')).toContain('All 122 pairs of “role-swap”');
    run('export', 'metrics', '--run', '1', '--store', 'merged.sqlite', '--out', 'metrics.csv');
    const metrics = readFileSync(join(scratch, 'metrics.csv'), 'utf8');
    expect(metrics.trim().split('\n')).toHaveLength(1 + 122 * 72);
  });

  it('has what the workbench sends to a browser, the files for schedulers, and nothing that is for development', () => {
    for (const path of [
      'app/out/renderer/index.html',
      'deploy/slurm/submit.sh',
      'deploy/kubernetes/parts.yaml',
    ])
      expect(existsSync(join(folder, path)), path).toBe(true);
    const packages = readdirSync(join(folder, 'app/node_modules'));
    expect(packages).toContain('onnxruntime-node');
    for (const name of ['electron', 'svelte', 'vite', 'typescript', 'node'])
      expect(packages).not.toContain(name);
    const natives = readdirSync(join(folder, 'app/node_modules/onnxruntime-node'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((name) => /\.(?:node|so|dylib|dll)(?:\.\d+)*$/.test(name));
    expect(natives.length).toBeGreaterThan(1);
    expect(natives.filter((name) => !name.startsWith(`bin/napi-v6/linux/${process.arch}/`))).toEqual([]);
    expect(statSync(join(folder, 'bin/node')).mode & 0o111).toBe(0o111);
    expect(readFileSync(join(folder, 'app/package.json'), 'utf8')).toContain('"pairlens"');
  });

  it('has the licence of the Node that it brings, and its own', () => {
    expect(readFileSync(join(folder, 'bin/LICENSE-node'), 'utf8')).toMatch(
      /^Node\.js is licensed for use as follows:[^]*V8[^]*OpenSSL/,
    );
    expect(existsSync(join(folder, 'app/LICENSE'))).toBe(true);
    const version = execFileSync(join(folder, 'bin/node'), ['--version'], { encoding: 'utf8' }).trim();
    expect(existsSync(`build/node/LICENSE-${version.slice(1)}`)).toBe(true);
  });
});
