/**
 * One bit of a file of a model is another, with size and time as they were: the numbers are right, for the file is made
 * again, or the model is refused by name. Never are they wrong without a word.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { checkModels } from '../../src/main/engine/models/check-models.ts';
import { readDamageNotes } from '../../src/main/engine/models/damage-notes.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import type { NewModel } from '../../src/shared/entities.ts';
import { flipBit, PLACES } from '../flip.ts';
import { HubServer } from '../hub-server.ts';
import { holdModel } from '../hold-model.ts';
import { afterFilesSettled } from '../settled-files.ts';
import { addSet, GOLDEN_BERT, GOLDEN_PAIRS, planRun } from './workspaces.ts';

const ID = 'someone/tiny-bert';
const IDS = [98, 51, 41, 90, 37];
const VOCABULARY = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  ...Array.from({ length: 102 }, (_, i) => `t${i}`),
];

let scratch: string;
let home: string;
let folder: string;
let server: HubServer;

beforeAll(async () => {
  server = await HubServer.start();
  const read = (name: string) => readFile(join(GOLDEN_BERT, name));
  server.add(ID, {
    'config.json': await read('config.json'),
    'model.safetensors': await read('model.safetensors'),
    'vocab.txt': Buffer.from(`${VOCABULARY.join('\n')}\n`),
  });
});
afterAll(() => server.close());

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pairlens-damaged-'));
  home = join(scratch, 'home');
  folder = join(scratch, 'model');
  await mkdir(folder);
  for (const name of ['config.json', 'model.safetensors'])
    await cp(join(GOLDEN_BERT, name), join(folder, name));
  await writeFile(join(folder, 'vocab.txt'), `${VOCABULARY.join('\n')}\n`);
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(scratch, { recursive: true });
});

/** As a process has it that has just started: it knows nothing of what others have checked. */
const freshLibrary = () => new ModelLibrary({ home, resources: resourcesDir() });

async function valuesOf(model: LoadedModel): Promise<number[]> {
  const [hook = ''] = model.hooks.slice(-1);
  const computed = (await model.run({ inputIds: [IDS] }, [hook])).get(hook);
  return Array.from(computed?.data ?? expect.unreachable('nothing was computed'));
}

/** What a fresh process computes, and what it said of what took it time. */
async function compute(model = folder): Promise<{ values: number[]; told: string[] }> {
  const told: string[] = [];
  const opened = await freshLibrary().open(model, (text) => {
    // Files that have just been made are read again until they have settled.
    if (text !== 'Reading the weights') told.push(text);
  });
  try {
    return { values: await valuesOf(opened), told };
  } finally {
    await opened.close();
  }
}

async function compiledFile(name: string): Promise<string> {
  const models = join(home, 'models');
  const [compiled = ''] = (await readdir(models)).filter((entry) => /^[0-9a-f]{16}-/.test(entry));
  return join(models, compiled, name);
}

function openHome(): Promise<Engine> {
  return openEngine({ home, shell: 'cli', environment: { HF_ENDPOINT: server.endpoint } });
}

async function add(engine: Engine, model: NewModel): Promise<void> {
  const job = await engine.jobs.ended((await engine.models.add(model)).jobId);
  expect(job).toMatchObject({ state: 'done', error: null });
}

describe('a file of the compiled form', () => {
  const cases = ['weights.data', 'graph.onnx', 'model.json'].flatMap((file) =>
    PLACES.map((place) => [file, place] as const),
  );

  it.each(cases)('%s, its %s byte: is made again, and said', async (file, place) => {
    const before = await compute();
    expect(before.told).toContain('Compiling the model');
    const path = await compiledFile(file);
    const content = await readFile(path);
    await flipBit(path, place);
    const after = await compute();
    expect(after.values).toEqual(before.values);
    expect(after.told).toEqual([`Compiling the model again: ${path} is damaged`]);
    expect(await readFile(path)).toEqual(content);
    expect((await compute()).told).toEqual([]);
  });

  it('is told of afterwards, where numbers may have been made with it', async () => {
    await compute();
    for (const file of ['graph.onnx', 'weights.data']) {
      await flipBit(await compiledFile(file), 'middle');
      await compute();
    }
    const { weightsHash } = await freshLibrary().facts.read(folder);
    expect(await readDamageNotes(join(home, 'models'))).toEqual([
      { weightsHash, path: await compiledFile('weights.data'), foundAt: expect.any(String) as unknown },
    ]);
  });

  it('is not made again from a checkpoint that is damaged as well: it is refused', async () => {
    // A hash is remembered of files that have settled only.
    afterFilesSettled();
    await compute();
    const [remembered = ''] = await readdir(join(home, 'models/hashes'));
    const weights = join(folder, 'model.safetensors');
    await flipBit(await compiledFile('weights.data'), 'middle');
    await flipBit(weights, 'last');
    // As a disk that loses bits leaves it: the identity of the file is what it was.
    await pretendUnchanged(join(home, 'models/hashes', remembered), weights);
    for (let again = 0; again < 2; again++)
      await expect(compute()).rejects.toMatchObject({
        code: 'MODEL_DAMAGED',
        message: expect.stringContaining(`${weights} has other bytes than when it was first read`) as unknown,
      });
  });

  it('of an older Pairlens, which has no hashes, is made again; that it was another is noted', async () => {
    const before = await compute();
    const path = await compiledFile('weights.data');
    const older = join(path, '..').replace(/-\d+$/, '-3');
    for (const isDamaged of [false, true]) {
      await cp(join(path, '..'), older, { recursive: true });
      await rm(join(path, '..'), { recursive: true });
      if (isDamaged) await flipBit(join(older, 'weights.data'), 'middle');
      const after = await compute();
      expect(after.values).toEqual(before.values);
      expect(after.told[0]).toMatch(/^Compiling the model again: what an older Pairlens compiled/);
      expect(await readDamageNotes(join(home, 'models'))).toHaveLength(isDamaged ? 1 : 0);
      expect((await readdir(join(home, 'models'))).filter((name) => name.endsWith('-3'))).toEqual([]);
    }
  });

  it('of an older Pairlens, in float32, says nothing of weights that are kept in two bytes a number now', async () => {
    const openWith = async (halvesFrom: number) => {
      const library = new ModelLibrary({ home, resources: resourcesDir(), halvesFrom });
      await (await library.open('attn-only-2l')).close();
    };
    await openWith(Infinity);
    const path = join(await compiledFile('weights.data'), '..');
    const older = path.replace(/-\d+$/, '-3');
    await rename(path, older);
    await openWith(0);
    expect(await compiledFile('weights.data')).toContain('-halves-');
    expect(await readDamageNotes(join(home, 'models'))).toEqual([]);
    expect(await readdir(join(home, 'models'))).not.toContain(basename(older));
  });

  it.each([
    [
      'sha256',
      (entry: string) =>
        entry.replace(/"sha256":"(.)/, (_, digit) => `"sha256":"${digit === 'a' ? 'b' : 'a'}`),
    ],
    ['anything', () => '{"identity":'],
  ])('a remembered hash whose %s is damaged is not believed', async (_what, damage) => {
    afterFilesSettled();
    await compute();
    const { weightsHash } = await freshLibrary().facts.read(folder);
    const [name = ''] = await readdir(join(home, 'models/hashes'));
    const path = join(home, 'models/hashes', name);
    const entry = await readFile(path, 'utf8');
    await writeFile(path, damage(entry));
    expect((await freshLibrary().facts.read(folder)).weightsHash).toBe(weightsHash);
    expect(await readFile(path, 'utf8')).toBe(entry);
  });
});

describe('a file of a model with a name', () => {
  it.each(['model.safetensors', 'config.json', 'vocab.txt'])('%s from the Hub is refused', async (file) => {
    const engine = await openHome();
    await add(engine, { from: 'hub', id: ID });
    await engine.close();
    const [blobs, models] = [join(home, 'hub/blobs'), join(home, 'hub/models/someone--tiny-bert')];
    const [commit = ''] = await readdir(models);
    const content = await readFile(join(models, commit, file));
    for (const blob of await readdir(blobs))
      if ((await readFile(join(blobs, blob))).equals(content)) await flipBit(join(blobs, blob), 'middle');
    await expect(compute(ID)).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
      message: expect.stringMatching(
        /not what came from the Hub: pairlens models remove "someone\/tiny-bert" --keep-results, then add it again$/,
      ) as unknown,
    });
  });

  it.each(['model.safetensors', 'config.json', 'vocab.txt'])('%s of a folder is refused', async (file) => {
    const engine = await openHome();
    await add(engine, { from: 'folder', folder, name: 'mine' });
    await engine.close();
    await flipBit(join(folder, file), 'middle');
    await expect(compute('mine')).rejects.toMatchObject({
      code: 'MODEL_DAMAGED',
      message: expect.stringContaining(folder) as unknown,
    });
  });
});

describe('looking through a home', () => {
  const look = async () => {
    const found = await checkModels({ home, resources: resourcesDir() });
    return { ...found, findings: found.findings.map(({ state, path }) => [state, path]) };
  };

  it('finds nothing in one that is sound, and every flipped bit', async () => {
    const engine = await openHome();
    await add(engine, { from: 'hub', id: ID });
    await add(engine, { from: 'folder', folder, name: 'mine' });
    await engine.close();
    expect(await look()).toMatchObject({ findings: [], compiled: 1, blobs: 3 });

    const blobs = join(home, 'hub/blobs');
    const [blob = ''] = await readdir(blobs);
    const [entry = ''] = (await readdir(join(home, 'models/added'))).filter((name) =>
      name.startsWith('mine'),
    );
    const compiled = await compiledFile('weights.data');
    await flipBit(compiled, 'last');
    await flipBit(join(blobs, blob), 'first');
    await flipBit(join(folder, 'vocab.txt'), 'middle');
    const { findings } = await look();
    expect(findings).toContainEqual(['damaged', compiled]);
    expect(findings).toContainEqual(['damaged', join(blobs, blob)]);
    expect(findings).toContainEqual(['damaged', join(folder, 'vocab.txt')]);
    // The model from the Hub whose blob that is.
    expect(findings).toHaveLength(4);
    await writeFile(join(home, 'models/added', entry), '{');
    expect((await look()).findings).toContainEqual(['damaged', join(home, 'models/added', entry)]);
  });

  it('names the weights of which wrong numbers may have been made, also when they have been mended', async () => {
    await compute();
    const { weightsHash } = await freshLibrary().facts.read(folder);
    await flipBit(await compiledFile('weights.data'), 'middle');
    const hashes = async () =>
      (await checkModels({ home, resources: resourcesDir() })).findings.map((finding) => [
        finding.state,
        finding.weightsHash,
      ]);
    expect(await hashes()).toEqual([['damaged', weightsHash]]);
    await compute();
    expect(await hashes()).toEqual([['mended', weightsHash]]);
  });
});

describe('while the model is open', () => {
  it('a change is found before anything of it is kept, and the next one computes rightly', async () => {
    const engine = await openHome();
    try {
      const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
      const sound = await engine.runs.finish(await planRun(engine, { setId, model: folder }));
      const release = Promise.withResolvers<void>();
      holdModel(0, release.promise);
      const run = await planRun(engine, { setId, model: folder });
      const ended = engine.runs.finish(run);
      const activity = () => engine.jobs.find(({ kind }) => kind === 'run')?.activity;
      await expect.poll(activity).toBe('Running pairs');
      await flipBit(await compiledFile('weights.data'), 'middle');
      release.resolve();
      const failed = await ended;
      expect(failed).toMatchObject({ state: 'failed', done: 0 });
      expect(failed.error).toMatch(/weights\.data\) were changed or removed while the model was open/);
      const again = await engine.runs.finish(run);
      expect(again).toMatchObject({ state: 'done', done: sound.done });
      const rows = (runId: number) =>
        engine.results.page({
          runId,
          filter: { role: 'set', thresholds: [] },
          sort: { by: 'pair', direction: 'asc' },
          offset: 0,
          limit: 500,
        });
      expect(rows(run.id)).toEqual(rows(sound.id));
    } finally {
      await engine.close();
    }
  });

  it('one that lies idle is opened anew', async () => {
    const engine = await openHome();
    try {
      await add(engine, { from: 'folder', folder, name: 'mine' });
      const probe = async () =>
        new Uint8Array(await (await engine.models.probe({ name: 'mine', ids: IDS })).arrayBuffer());
      const before = await probe();
      await flipBit(await compiledFile('weights.data'), 'middle');
      expect(await probe()).toEqual(before);
    } finally {
      await engine.close();
    }
  });
});

/** Makes a remembered hash hold for a file as it is now. */
async function pretendUnchanged(entryPath: string, path: string): Promise<void> {
  const { identityOf } = await import('../../src/main/engine/files/file-identity.ts');
  const { sha256 } = await import('../../src/main/engine/files/hashing.ts');
  const entry = JSON.parse(await readFile(entryPath, 'utf8')) as { sha256: string };
  const identity = [`${path} ${(await identityOf(path)).text}`];
  const check = sha256(JSON.stringify([identity, entry.sha256]));
  await writeFile(entryPath, JSON.stringify({ identity, sha256: entry.sha256, check }));
}
