/** A home that is only read, as the nodes of a cluster have it: models were compiled there beforehand. */
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tightenHome } from '../../src/main/engine/files/private-files.ts';
import { CommandLine, type Ended, MINILM } from '../cli.ts';

const PAIRS = 'original,counterfactual\nThe movie was good.,The movie was not good.\n';
const TEXTS = 'text\nThe movie was good.\nHe did not go home.\n';
const NOBODY = 65_534;

function everythingIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return [folder, ...names.map((name) => join(folder, name))];
}

function withoutWriting(folder: string): void {
  for (const path of everythingIn(folder)) chmodSync(path, statSync(path).isDirectory() ? 0o500 : 0o400);
}

function writableAgain(folder: string): void {
  for (const path of [folder, ...everythingIn(folder)]) chmodSync(path, 0o700);
}

describe.skipIf(process.platform === 'win32')(
  'a home that cannot be written (Windows has no such modes)',
  () => {
    const cli = new CommandLine();
    const readOnly = async (...args: string[]): Promise<Ended> => cli.start(args, {}, true).ended;
    const ablation = (store: string) => [
      ...['analyze', 'ablation', '--texts', 'texts.csv', '--model', 'attn-only-2l'],
      ...['--store', store, '--out', `${store}-out`],
    ];
    let before: string[];

    beforeAll(async () => {
      writeFileSync(cli.path('pairs.csv'), PAIRS);
      writeFileSync(cli.path('texts.csv'), TEXTS);
      for (const model of [MINILM, 'attn-only-2l']) {
        const { code, stdout, stderr } = await cli.run('models', 'compile', model);
        expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: `${model} is compiled\n` });
      }
      before = everythingIn(cli.home);
      withoutWriting(cli.home);
    });
    afterAll(() => {
      writableAgain(cli.home);
      cli.remove();
    });

    it('serves several at once, each with a workspace of its own', async () => {
      const runs = await Promise.all(
        ['a', 'b'].map((name) =>
          readOnly(
            ...['run', '--pairs', 'pairs.csv', '--model', MINILM],
            ...['--store', `${name}.sqlite`, '--out', name],
          ),
        ),
      );
      for (const { code, stderr } of runs) {
        expect(code, stderr).toBe(0);
        expect(stderr).not.toMatch(/permissions|compil/i);
      }
      const [a, b] = ['a', 'b'].map((name) => readFileSync(cli.path(name, 'metrics.csv'), 'utf8'));
      expect(a?.trim().split('\n')).toHaveLength(1 + 72);
      expect(b).toBe(a);
    });

    it('serves graphs that replace activations, which stay in memory, with the same numbers', async () => {
      const there = await readOnly(...ablation('read-only.sqlite'));
      expect(there.code, there.stderr).toBe(0);
      expect(everythingIn(cli.home)).toEqual(before);

      writableAgain(cli.home);
      const here = await cli.run(...ablation('writable.sqlite'));
      expect(here.code, here.stderr).toBe(0);
      expect(everythingIn(cli.home).some((path) => path.includes('variant-'))).toBe(true);
      withoutWriting(cli.home);

      const tables = readdirSync(cli.path('writable.sqlite-out')).filter((name) => name.endsWith('.csv'));
      expect(tables.length).toBeGreaterThan(0);
      for (const name of tables)
        expect(readFileSync(cli.path('read-only.sqlite-out', name), 'utf8'), name).toBe(
          readFileSync(cli.path('writable.sqlite-out', name), 'utf8'),
        );
    });

    it('says what to do where a model is not compiled', async () => {
      const run = ['run', '--pairs', 'pairs.csv', '--model', 'bert-novel-tiny', '--store', 'other.sqlite'];
      const { code, stderr } = await readOnly(...run);
      expect(code).toBe(1);
      expect(stderr).toMatch(/bert-novel-tiny is not compiled yet, and .*“pairlens models compile”/);
    });
  },
);

it.skipIf(process.getuid?.() !== 0)('a home that is somebody else’s stays as it is (as root only)', () => {
  const cli = new CommandLine();
  const shared = cli.path('shared');
  mkdirSync(join(shared, 'models'), { recursive: true });
  for (const path of [shared, join(shared, 'models')]) chmodSync(path, 0o755);
  expect(tightenHome(shared)).toEqual([]);
  const modes = () => everythingIn(shared).map((path) => (statSync(path).mode & 0o777).toString(8));
  expect(modes()).toEqual(['700', '700']);
  for (const path of everythingIn(shared)) chmodSync(path, 0o755);
  chownSync(shared, NOBODY, NOBODY);
  expect(tightenHome(shared)).toEqual([]);
  expect(modes()).toEqual(['755', '755']);
  cli.remove();
});
