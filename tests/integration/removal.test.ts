/** What a model that was removed leaves behind, what stands in the way of removing one, and what others make of it. */
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { holdModel } from '../hold-model.ts';
import { HubServer } from '../hub-server.ts';
import { addSet, GOLDEN_BERT, GOLDEN_PAIRS, pairsOf, planRun, runPairs } from './workspaces.ts';

const ID = 'someone/tiny-bert';

let server: HubServer;
let scratch: string;
let home: string;
let folder: string;
let engine: Engine;

beforeAll(async () => {
  server = await HubServer.start();
  const read = (name: string) => readFile(join(GOLDEN_BERT, name));
  server.add(ID, {
    'config.json': await read('config.json'),
    'model.safetensors': await read('model.safetensors'),
  });
});
afterAll(() => server.close());

/** Settled in any case, so that a test that fails ends. */
let release: PromiseWithResolvers<void>;

beforeEach(async () => {
  release = Promise.withResolvers();
  scratch = await mkdtemp(join(tmpdir(), 'pairlens-removal-'));
  home = join(scratch, 'home');
  folder = join(scratch, 'my-bert');
  await mkdir(folder);
  for (const name of ['config.json', 'model.safetensors'])
    await cp(join(GOLDEN_BERT, name), join(folder, name));
  engine = await openHome();
});
afterEach(async () => {
  release.resolve();
  await engine.close();
  server.reset();
  await rm(scratch, { recursive: true });
});

function openHome(): Promise<Engine> {
  return openEngine({ home, shell: 'cli', environment: { HF_ENDPOINT: server.endpoint } });
}

async function addFolder(name: string): Promise<void> {
  const { jobId } = await engine.models.add({ from: 'folder', folder, name });
  expect(await engine.jobs.ended(jobId)).toMatchObject({ state: 'done', error: null });
}

const compiledFolders = async () =>
  (await readdir(join(home, 'models'))).filter((name) => /^[0-9a-f]{16}-/.test(name));

const remove = (name: string, keepResults = false) => engine.models.remove({ name, keepResults });

async function runOn(model: string, setName = 'golden'): Promise<number> {
  const setId = await addSet(engine, setName, GOLDEN_PAIRS);
  return (await runPairs(engine, { setId, model, options: { keep: 'none' } })).id;
}

function mapOf(runId: number, at = 0) {
  const pair = pairsOf(engine, engine.runs.get({ id: runId }).set.id)[at] ?? expect.unreachable('no pair');
  return { runId, pairId: pair.id, layer: 0, head: 0, view: 'tokens', values: 'centred' } as const;
}

const wasRemoved = { code: 'MODEL_NOT_FOUND', message: 'the model mine was removed; add it again' };

describe('a folder of one’s own that was removed, with results kept', () => {
  it('is not reached through the runs that were made with it, and is not compiled again', async () => {
    await addFolder('mine');
    const run = await runOn('mine');
    const { id: unfinished } = await planRun(engine, {
      setId: engine.runs.get({ id: run }).set.id,
      model: 'mine',
    });
    const map = mapOf(run);
    await engine.pairs.maps(map);
    await remove('mine', true);
    for (const restarted of [false, true]) {
      if (restarted) {
        await engine.close();
        engine = await openHome();
      }
      await expect(engine.pairs.maps(mapOf(run, 1))).rejects.toMatchObject(wasRemoved);
      await expect(
        engine.pairs.maps({ ...map, pairId: mapOf(run, 1).pairId, values: 'weight_norm' }),
      ).rejects.toMatchObject(wasRemoved);
      await expect(
        engine.pairs.correctAlignment({ runId: run, pairId: map.pairId, positions: null }),
      ).rejects.toMatchObject(wasRemoved);
      expect(await engine.runs.finish({ id: unfinished })).toMatchObject({
        state: 'failed',
        error: wasRemoved.message,
      });
      expect(await compiledFolders()).toEqual([]);
      expect(await engine.models.get({ name: 'mine' })).toMatchObject({
        origin: 'folder',
        weightsPresent: false,
        compiled: false,
        runCount: 2,
      });
    }
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'model.safetensors']);
  });

  it('comes back when it is added again, or when a person names its path', async () => {
    await addFolder('mine');
    const run = await runOn('mine');
    await remove('mine', true);
    await addFolder('again');
    await engine.pairs.maps(mapOf(run));
    await remove('again', true);
    await expect(engine.pairs.maps(mapOf(run, 1))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    const other = await runOn(folder, 'by path');
    for (const id of [run, other]) await engine.pairs.maps(mapOf(id, 1));
    expect(await engine.models.get({ name: folder })).toMatchObject({ origin: 'run', weightsPresent: true });
  });
});

describe('the engine', () => {
  it.runIf(existsSync('/proc/self/maps'))('holds no file of a model that was removed', async () => {
    await addFolder('mine');
    const run = await runOn('mine');
    await engine.pairs.maps(mapOf(run));
    await engine.models.probe({ name: 'mine', ids: [1, 2, 3] });
    const held = async () => {
      const maps = (await readFile('/proc/self/maps', 'utf8')).split('\n');
      const descriptors = await Promise.all(
        (await readdir('/proc/self/fd')).map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
      );
      return [...maps, ...descriptors].filter((line) => line.includes(join(home, 'models')));
    };
    // While it is open its weights are mapped: the test sees what it looks for.
    expect((await held()).join()).toContain('weights.data');
    await remove('mine', true);
    expect(await held()).toEqual([]);
  });
});

describe('two names on the same weights', () => {
  it('are told of each other, and the runs of one go on with the other', async () => {
    await addFolder('mine');
    await addFolder('twin');
    const of = async (name: string) => (await engine.models.get({ name })).sameWeights;
    expect(await of('mine')).toEqual([{ name: 'twin', sameTokenizer: true }]);
    expect(await of('twin')).toEqual([{ name: 'mine', sameTokenizer: true }]);
    expect((await engine.models.detail({ name: 'twin' })).sameWeights).toHaveLength(1);
    const run = await runOn('mine');
    expect(await remove('mine')).toEqual({ sameWeights: [{ name: 'twin', sameTokenizer: true }] });
    expect(await of('twin')).toEqual([]);
    expect(await compiledFolders()).toHaveLength(1);
    await engine.pairs.maps(mapOf(run));
    await expect(remove('twin')).rejects.toMatchObject({ code: 'CONFLICT', details: { runs: [run] } });
    await remove('twin', true);
    expect(await compiledFolders()).toEqual([]);
    await expect(engine.pairs.maps(mapOf(run, 1))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('with different tokenizers share the compiled form, and no more', async () => {
    await addFolder('mine');
    const run = await runOn('mine');
    const [bare, words] = [folder, join(scratch, 'with-words')];
    await cp(bare, words, { recursive: true });
    const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
    const vocabulary = [...special, ...Array.from({ length: 102 }, (_, i) => `t${i}`)];
    await writeFile(join(words, 'vocab.txt'), `${vocabulary.join('\n')}\n`);
    folder = words;
    await addFolder('words');
    expect((await engine.models.get({ name: 'mine' })).sameWeights).toEqual([
      { name: 'words', sameTokenizer: false },
    ]);
    await expect(remove('mine')).rejects.toMatchObject({ code: 'CONFLICT', details: { runs: [run] } });
    await remove('mine', true);
    expect(await compiledFolders()).toHaveLength(1);
    await expect(engine.pairs.maps(mapOf(run))).rejects.toMatchObject(wasRemoved);
  });
});

describe('what stands in the way is named', () => {
  const inTheWay = (why: string) => ({
    code: 'CONFLICT',
    message: `mine cannot be removed just now: ${why}`,
  });

  it('a run, one that waits for it, and a map', async () => {
    await addFolder('mine');
    const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
    const [first, second] = [
      await planRun(engine, { setId, model: 'mine' }),
      await planRun(engine, { setId, model: 'mine' }),
    ];
    holdModel(0, release.promise);
    const ended = [engine.runs.finish(first), engine.runs.finish(second)];
    await expect(remove('mine', true)).rejects.toMatchObject(
      inTheWay(`run ${first.id} is running with it; cancel run ${first.id}, or wait for its end`),
    );
    // As a second process sees it, which only reads the workspace.
    const other = await openEngine({ home, shell: 'cli', readonly: true });
    await expect(other.models.remove({ name: 'mine', keepResults: true })).rejects.toMatchObject(
      inTheWay(`run ${first.id} is running with it; cancel run ${first.id}, or wait for its end`),
    );
    await other.close();
    release.resolve();
    await Promise.all([engine.runs.cancel(first), ...ended]);

    release = Promise.withResolvers();
    holdModel(0, release.promise);
    const map = engine.pairs.maps(mapOf(second.id, 1));
    await expect
      .poll(() => remove('mine', true).catch((error: unknown) => error))
      .toMatchObject(inTheWay('a map, a pair or a probe is being computed with it; try again in a moment'));
    release.resolve();
    await map;
    expect(await remove('mine', true)).toEqual({ sameWeights: [] });
  });

  it('a run that waits for another model’s', async () => {
    await addFolder('mine');
    const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
    const before = await planRun(engine, { setId, model: GOLDEN_BERT });
    const waiting = await planRun(engine, {
      setId: await addSet(engine, 'texts', [{ original: 'a cat', counterfactual: 'a dog' }]),
      model: 'all-MiniLM-L6-v2',
    });
    expect(before.model.id).not.toBe(waiting.model.id);
    holdModel(0, release.promise);
    const ended = [engine.runs.finish(waiting), engine.runs.finish(before)];
    await expect(remove('mine', true)).rejects.toMatchObject(
      inTheWay(`run ${before.id} waits to run with it; cancel run ${before.id}, or wait for its end`),
    );
    release.resolve();
    await Promise.all(ended);
  });

  it('a download', async () => {
    server.fail('model.safetensors', { stallAfter: 1000 });
    const { jobId } = await engine.models.add({ from: 'hub', id: ID });
    // What is not there yet cannot be removed, and says so by its name.
    await expect(remove(ID)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await engine.jobs.cancel(jobId);
  });
});
