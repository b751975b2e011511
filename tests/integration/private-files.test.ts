/** What others on the machine can read of a home, of a workspace elsewhere, and of what a person exports. */
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tightenHome } from '../../src/main/engine/files/private-files.ts';
import { CommandLine } from '../cli.ts';

const PAIRS = 'original,counterfactual\nThe movie was good.,The movie was not good.\n';
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Everything in a folder that somebody else has a right to. */
function openToOthers(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  return [folder, ...all.map(({ parentPath, name }) => join(parentPath, name))].filter(
    (path) => (statSync(path).mode & 0o077) !== 0,
  );
}

describe.skipIf(process.platform === 'win32')('files (Windows has no such modes)', () => {
  const cli = new CommandLine();
  const umask = process.umask(0o022);
  beforeAll(async () => {
    writeFileSync(cli.path('pairs.csv'), PAIRS);
    const run = ['run', '--pairs', 'pairs.csv', '--model', 'all-MiniLM-L6-v2', '--keep', 'patterns'];
    const { code, stderr } = await cli.start([...run, '--out', 'made/results']).ended;
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(() => {
    process.umask(umask);
    cli.remove();
  });

  it('of a new home are its user’s alone: workspace, lock, compiled models, hashes', () => {
    const names = readdirSync(cli.home, { recursive: true }).join('\n');
    for (const name of ['default.sqlite', 'default.sqlite.lock', 'weights.data', 'graph.onnx'])
      expect(names).toContain(name);
    expect(openToOthers(cli.home)).toEqual([]);
  });

  it('that are exported are as the person’s umask has it, and their folders', () => {
    expect(
      [cli.path('made'), cli.path('made', 'results'), cli.path('made/results/figures')].map(modeOf),
    ).toEqual(['755', '755', '755']);
    expect(modeOf(cli.path('made/results/metrics.csv'))).toBe('644');
    expect(modeOf(cli.path('made/results/run.json'))).toBe('644');
  });

  it('that are exported are as narrow as the person’s umask has it', async () => {
    process.umask(0o027);
    await cli.start(['export', 'metrics', '--run', '1', '--out', 'narrow/metrics.csv']).ended;
    process.umask(0o022);
    expect([modeOf(cli.path('narrow')), modeOf(cli.path('narrow/metrics.csv'))]).toEqual(['750', '640']);
  });

  it('of a home of an earlier Pairlens are taken away from others, also while it is being served', async () => {
    const names = readdirSync(cli.home, { recursive: true, encoding: 'utf8' });
    for (const path of [cli.home, ...names.map((name) => join(cli.home, name))])
      chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
    expect(openToOthers(cli.home).length).toBeGreaterThan(5);
    const server = cli.start(['serve']);
    await server.says('Stop it with Ctrl-C');
    expect(readdirSync(dirname(cli.store)).join()).toContain('default.sqlite-wal');
    expect(openToOthers(cli.home)).toEqual([]);
    server.process.kill('SIGTERM');
    await server.ended;
    expect(openToOthers(cli.home)).toEqual([]);
  });

  it('of a workspace elsewhere: made private, and left as they are where it was there', async () => {
    const store = cli.path('elsewhere', 'study.sqlite');
    mkdirSync(dirname(store));
    await cli.start(['sets', 'list', '--store', store]).ended;
    const project = await cli.start(['sets', 'import', 'pairs.csv', '--store', store]).ended;
    expect(project.stderr).toBe('');
    expect([modeOf(dirname(store)), modeOf(store)]).toEqual(['755', '600']);

    chmodSync(store, 0o664);
    rmSync(`${store}.lock`);
    const server = cli.start(['serve', '--store', store]);
    await server.says('Stop it with Ctrl-C');
    expect([store, `${store}-wal`, `${store}.lock`].map(modeOf)).toEqual(['664', '664', '664']);
    server.process.kill('SIGTERM');
    await server.ended;
    expect(modeOf(store)).toBe('664');
  });

  it('that are somebody else’s stay as they are, in a home that nobody else can enter', () => {
    const home = cli.path('shared-home');
    mkdirSync(join(home, 'models'), { recursive: true });
    writeFileSync(join(home, 'notes.txt'), '');
    writeFileSync(join(home, 'models', 'graph.onnx'), '');
    expect(tightenHome(home)).toEqual([]);
    expect([home, join(home, 'notes.txt'), join(home, 'models/graph.onnx')].map(modeOf)).toEqual([
      '700',
      '644',
      '600',
    ]);
    rmSync(home, { recursive: true });
    expect(tightenHome(home)).toEqual([]);
  });
});
