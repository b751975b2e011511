/** `pairlens models add | show | remove` as a person has them, against a Hub of the test's own. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Model, ModelDetail } from '../../src/shared/entities.ts';
import { CommandLine, GOLDEN_BERT, jsonLines } from '../cli.ts';
import { HubServer } from '../hub-server.ts';
import { GOLDEN_PAIRS } from './workspaces.ts';
import { writeFileSync } from 'node:fs';

const ID = 'someone/tiny-bert';
const WEIGHTS = 'model.safetensors';
const HALF = 40_000;

let server: HubServer;
let cli: CommandLine;
let environment: Record<string, string>;

beforeAll(async () => {
  server = await HubServer.start();
  const read = (name: string) => readFile(join(GOLDEN_BERT, name));
  const files = { 'config.json': await read('config.json'), [WEIGHTS]: await read(WEIGHTS) };
  server.add(
    ID,
    { ...files, 'README.md': '---\nlicense: mit\n---\n# Tiny' },
    { licence: 'mit', revisions: ['v1'] },
  );
});

afterAll(() => server.close());

beforeEach(() => {
  cli = new CommandLine();
  environment = { HF_ENDPOINT: server.endpoint };
  server.reset();
});

afterEach(() => cli.remove());

const run = (...args: string[]) => cli.start(['models', ...args], environment).ended;

async function names(): Promise<string[]> {
  return (await cli.json<Model[]>('models', 'list')).map(({ name }) => name);
}

/** The part of the weights that the CDN was asked for, in order. */
const ranges = () =>
  server.seen.filter(({ what, host }) => what === WEIGHTS && host === 'cdn').map(({ range }) => range);

describe('models add', () => {
  it('brings a model of the Hub; show, probe and remove know it by its id', async () => {
    const added = await run('add', ID, '--json');
    expect([added.code, added.stderr]).toEqual([
      0,
      expect.stringContaining(`Downloading ${WEIGHTS}`) as unknown,
    ]);
    expect(JSON.parse(added.stdout)).toMatchObject({
      name: ID,
      origin: 'hub',
      compiled: true,
      licence: 'mit',
    });

    const shown = await cli.json<ModelDetail>('models', 'show', ID);
    expect(shown).toMatchObject({ name: ID, layers: 2, card: '# Tiny' });
    const text = (await run('show', ID)).stdout;
    expect(text).toMatch(/^architecture {2}bert$/m);
    expect(text).toMatch(/^commit {8}[0-9a-f]{40}$/m);
    expect(text).toContain('blocks.1.attn.hook_pattern');
    const inputs = [
      '--inputs',
      join(GOLDEN_BERT, 'inputs.json'),
      '--hooks',
      'resid_final',
      '--out',
      'x.safetensors',
    ];
    expect((await cli.run('probe', '--model', ID, ...inputs)).code).toBe(0);

    expect(await run('remove', ID)).toMatchObject({ code: 0, stdout: `${ID} is removed\n` });
    expect(await names()).not.toContain(ID);
    const probed = await cli.run('probe', '--model', ID, ...inputs);
    expect(probed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('was removed; add it again') as unknown,
    });
  });

  it('takes a revision and has it beside the model itself', async () => {
    expect((await run('add', ID, '--revision', 'v1')).code).toBe(0);
    expect(await names()).toContain(`${ID}@v1`);
  });

  it('takes a folder by a name', async () => {
    const added = await run('add', GOLDEN_BERT, '--name', 'golden');
    expect(added.stdout).toContain('golden is here: bert, 2 layers of 4 heads, 20.0 k parameters');
    expect(await names()).toContain('golden');
    expect(server.seen).toEqual([]);
  });

  it.each([
    [['../gpt2'], 1, 'there is no model folder'],
    [['a/../b'], 2, 'is not the id of a model'],
    [['https://huggingface.co/gpt2'], 2, 'is not the id of a model'],
    [[ID, '--revision', '../x'], 2, 'is not a revision'],
    [[ID, '--name', 'mine'], 2, '--name is for folders'],
    [['someone/missing'], 1, 'has no model someone/missing'],
  ])('%j ends with %i', async (args, code, message) => {
    const ended = await run('add', ...args);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(message);
  });

  it('says to a machine what went wrong', async () => {
    const ended = await run('add', 'someone/missing', '--json');
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'HUB_NOT_FOUND' } });
  });

  it('makes no request offline', async () => {
    environment['HF_HUB_OFFLINE'] = '1';
    expect(await run('add', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('makes no requests') as unknown,
    });
    expect(server.seen).toEqual([]);
  });

  it.each<[NodeJS.Signals, number | null]>([
    ['SIGINT', 130],
    ['SIGKILL', null],
  ])('goes on where a %s stopped it', async (signal, code) => {
    server.fail(WEIGHTS, { stallAfter: HALF });
    const adding = cli.start(['models', 'add', ID], environment);
    const partial = join(cli.home, 'hub/partial');
    await expect.poll(() => sizes(partial), { timeout: 60_000, interval: 50 }).toContain(HALF);
    adding.process.kill(signal);
    const ended = await adding.ended;
    expect(ended.code).toBe(code);
    if (code !== null) expect(ended.stderr).toContain('what was downloaded stays');
    expect(await readdir(join(cli.home, 'hub'))).not.toContain('models');
    expect(await names()).not.toContain(ID);

    server.reset();
    expect((await run('add', ID)).code).toBe(0);
    expect(ranges()).toEqual([`bytes=${HALF}-`]);
    expect(server.count('config.json')).toBe(0);
  });
});

async function sizes(folder: string): Promise<number[]> {
  const files = await readdir(folder).catch(() => []);
  return Promise.all(files.map(async (name) => (await readFile(join(folder, name)).catch(() => '')).length));
}

describe('models remove', () => {
  it('keeps results when told to, and otherwise refuses', async () => {
    expect((await run('add', ID)).code).toBe(0);
    writeFileSync(cli.path('pairs.jsonl'), jsonLines(GOLDEN_PAIRS));
    expect((await cli.run('run', '--pairs', 'pairs.jsonl', '--model', ID, '--keep', 'none')).code).toBe(0);
    const refused = await run('remove', ID, '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'CONFLICT', details: { runs: [1] } } });
    expect(await run('remove', ID, '--keep-results')).toMatchObject({
      code: 0,
      stdout: `${ID} is removed; 1 run of this workspace stays without it\n`,
    });
    const list = (await cli.run('models', 'list')).stdout;
    expect(list).toMatch(/someone\/tiny-bert.* gone /);
    expect((await cli.run('runs', 'show', '1')).code).toBe(0);
  });
});

describe('models list --curated', () => {
  it('needs no Hub', async () => {
    const { code, stdout } = await run('list', '--curated');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^gpt2 +gpt2 +124\.4 M +548 MB +MIT/m);
    expect(server.seen).toEqual([]);
  });
});
