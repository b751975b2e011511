/** Adding, looking into, probing and removing models, as the screens ask for it. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSafetensors, parseSafetensorsHeader } from '../../src/core/checkpoints/safetensors.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import type { NewModel, Token, ValueKind } from '../../src/shared/entities.ts';
import type { Job } from '../../src/shared/jobs.ts';
import { HubServer } from '../hub-server.ts';
import {
  addSet,
  finishRun,
  GOLDEN_BERT,
  GOLDEN_PAIRS,
  MINILM,
  pairsOf,
  planRun,
  runPairs,
} from './workspaces.ts';

const ID = 'someone/tiny-bert';
const WEIGHTS = 'model.safetensors';

let server: HubServer;
let folder: string;
let home: string;
let engine: Engine;
/** A copy of the golden checkpoint, with a card. */
let checkpoint: string;

beforeAll(async () => {
  server = await HubServer.start();
  const read = (name: string) => readFile(join(GOLDEN_BERT, name));
  server.add(
    ID,
    { 'config.json': await read('config.json'), [WEIGHTS]: await read(WEIGHTS) },
    { licence: 'mit' },
  );
});

afterAll(() => server.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairlens-models-'));
  home = join(folder, 'home');
  checkpoint = join(folder, 'my-bert');
  for (const name of ['config.json', WEIGHTS]) await cp(join(GOLDEN_BERT, name), join(checkpoint, name));
  await writeFile(
    join(checkpoint, 'README.md'),
    '---\nlanguage: en\nlicense: "cc-by-4.0" # of the card\n---\n\n# Mine\n\nText.\n',
  );
  engine = await open();
  server.reset();
});

afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

function open(storePath?: string): Promise<Engine> {
  return openEngine({ home, shell: 'cli', storePath, environment: { HF_ENDPOINT: server.endpoint } });
}

/** Adds a model and returns all that was told of it. */
async function add(model: NewModel): Promise<Job[]> {
  const news = engine.jobs.listen();
  const { jobId } = await engine.models.add(model);
  const told: Job[] = [];
  for await (const job of news) {
    if (job.jobId !== jobId) continue;
    told.push(job);
    if (job.state !== 'running') break;
  }
  return told;
}

const addFolder = (name?: string) =>
  add({ from: 'folder', folder: checkpoint, ...(name !== undefined && { name }) });
const addFromHub = () => add({ from: 'hub', id: ID });

async function names(): Promise<string[]> {
  return (await engine.models.list()).map(({ name }) => name);
}

const compiledFolders = async () =>
  (await readdir(join(home, 'models'))).filter((name) => /^[0-9a-f]{16}-/.test(name));

/** A run on the golden pairs. */
async function runOn(model: string): Promise<number> {
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
  return (await runPairs(engine, { setId, model, options: { keep: 'none' } })).id;
}

describe('a folder', () => {
  it('is added under its own name, compiled, and used by it', async () => {
    const told = await addFolder();
    expect(told.at(-1)).toMatchObject({ title: 'my-bert', state: 'done', activity: 'Done', error: null });
    const weights = await readFile(join(checkpoint, WEIGHTS));
    expect(await engine.models.get({ name: 'my-bert' })).toMatchObject({
      id: null,
      name: 'my-bert',
      title: 'my-bert',
      folder: checkpoint,
      origin: 'folder',
      source: checkpoint,
      architecture: 'bert',
      layers: 2,
      heads: 4,
      dModel: 32,
      dHead: 8,
      maxPositions: 40,
      vocabularySize: 107,
      weightsHash: createHash('sha256').update(weights).digest('hex'),
      tokenizerHash: '',
      commit: null,
      licence: 'cc-by-4.0',
      compiled: true,
      runCount: 0,
      weightsPresent: true,
    });
    const run = await planRun(engine, {
      setId: await addSet(engine, 'golden', GOLDEN_PAIRS),
      model: 'my-bert',
    });
    expect(run.model.name).toBe('my-bert');
    expect(await engine.models.get({ name: 'my-bert' })).toMatchObject({ id: run.model.id, runCount: 1 });
  });

  it('is there in every workspace of the home', async () => {
    await addFolder('mine');
    const other = await open(join(folder, 'other.sqlite'));
    expect((await other.models.list()).map(({ name }) => name)).toEqual(await names());
    await other.close();
  });

  it.each(['', ' ', 'a/b', '..', 'a@b', 'C:x', 'a\nb', 'x'.repeat(101)])(
    'cannot be called %j',
    async (name) => {
      await expect(engine.models.add({ from: 'folder', folder: checkpoint, name })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    },
  );

  it('cannot take the name of another model', async () => {
    await addFolder('mine');
    for (const name of ['mine', MINILM])
      await expect(engine.models.add({ from: 'folder', folder: checkpoint, name })).rejects.toMatchObject({
        code: 'CONFLICT',
      });
  });

  it('that is none is refused at once; one that cannot be compiled in the end', async () => {
    const missing = join(folder, 'missing');
    await expect(engine.models.add({ from: 'folder', folder: missing })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
    await writeFile(join(checkpoint, 'config.json'), '{"model_type": "t5"}');
    const last = (await addFolder()).at(-1);
    expect(last).toMatchObject({ state: 'failed', error: { code: 'MODEL_UNSUPPORTED' } });
    expect(await names()).not.toContain('my-bert');
  });

  it('that has gone is listed as what it was, and can be added again', async () => {
    await addFolder();
    const before = await engine.models.get({ name: 'my-bert' });
    await rm(checkpoint, { recursive: true });
    const gone = { ...before, weightsPresent: false, compiled: false, bytes: 0 };
    expect(await engine.models.get({ name: 'my-bert' })).toEqual(gone);
    expect(await engine.models.detail({ name: 'my-bert' })).toMatchObject({
      files: [],
      tensors: [],
      hooks: [],
    });
    checkpoint = join(folder, 'elsewhere');
    await cp(GOLDEN_BERT, checkpoint, { recursive: true });
    expect((await addFolder('my-bert')).at(-1)?.state).toBe('done');
    expect(await engine.models.get({ name: 'my-bert' })).toMatchObject({
      folder: checkpoint,
      weightsPresent: true,
    });
  });
});

describe('a model in detail', () => {
  it('has its config, card, files, tensors, hook points and parameters by role', async () => {
    await addFolder();
    const detail = await engine.models.detail({ name: 'my-bert' });
    expect(detail.config).toEqual(JSON.parse(await readFile(join(checkpoint, 'config.json'), 'utf8')));
    expect(detail.card).toBe('# Mine\n\nText.');
    expect(detail.files.map(({ name }) => name)).toEqual(['README.md', 'config.json', WEIGHTS]);
    for (const { name, bytes, sha256 } of detail.files) {
      const content = await readFile(join(checkpoint, name));
      expect([name, bytes, sha256]).toEqual([
        name,
        content.length,
        createHash('sha256').update(content).digest('hex'),
      ]);
    }
    const header = parseSafetensorsHeader(await readFile(join(checkpoint, WEIGHTS)));
    expect(detail.tensors.map(({ name }) => name).sort()).toEqual([...header.tensors.keys()].sort());
    const embeddings = detail.tensors.find(({ name }) => name.endsWith('word_embeddings.weight'));
    expect(embeddings).toMatchObject({ shape: [107, 32], dtype: 'F32', bytes: 107 * 32 * 4, used: true });
    const used = detail.tensors.filter((tensor) => tensor.used);
    const numbers = used.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
    expect(numbers.reduce((sum, count) => sum + count, 0)).toBe(detail.parameters);
    const pattern = detail.hooks.find(({ name }) => name === 'blocks.1.attn.hook_pattern');
    // Batch and lengths are what the input decides; the heads are counted.
    expect(pattern?.axes).toHaveLength(4);
    expect(pattern?.axes[1]).toBe(4);
    const roles = new Map(detail.roles.map(({ name, shape }) => [name, shape]));
    expect(roles.get('blocks.1.attn.W_K')).toEqual([4, 32, 8]);
    expect(roles.get('unembed.W_U')).toEqual([32, 107]);
  });

  it('knows the hashes of bundled files by the manifest', async () => {
    const { files, card } = await engine.models.detail({ name: MINILM });
    const weights = files.find(({ name }) => name === WEIGHTS);
    expect(weights?.sha256).toBe((await engine.models.get({ name: MINILM })).weightsHash);
    expect(card).toBeNull();
  });

  it('of a model that is not there says what there is', async () => {
    await expect(engine.models.detail({ name: 'nothing' })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining(MINILM) as unknown,
    });
    await expect(engine.models.detail({ name: checkpoint })).rejects.toMatchObject({
      message: `${checkpoint} is a folder that has not been added`,
    });
  });
});

describe('a probe', () => {
  const read = async (blob: Blob) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const tokens = JSON.parse(parseSafetensorsHeader(bytes).metadata['tokens'] ?? '') as Token[];
    const pattern = readSafetensors(bytes).get('pattern') ?? expect.unreachable('no pattern');
    return { pattern, tokens };
  };

  it('gives the patterns of all heads that PyTorch gives', async () => {
    await addFolder();
    const expected = readSafetensors(await readFile(join(GOLDEN_BERT, 'expected.safetensors')));
    // The third row of the reference: five tokens of type 0, padded to eleven.
    const [row, length, padded] = [2, 5, 11];
    const ids = [98, 51, 41, 90, 37];
    const { pattern, tokens } = await read(await engine.models.probe({ name: 'my-bert', ids }));
    expect(pattern.shape).toEqual([2, 4, length, length]);
    expect(tokens).toEqual(ids.map((id, at) => ({ id, text: `${id}`, special: false, word: at })));
    let largest = 0;
    for (const layer of [0, 1]) {
      const reference =
        expected.get(`blocks.${layer}.attn.hook_pattern`) ?? expect.unreachable('no reference');
      expect(reference.shape).toEqual([3, 4, padded, padded]);
      for (let head = 0; head < 4; head++)
        for (let query = 0; query < length; query++)
          for (let key = 0; key < length; key++) {
            const ours = pattern.data[((layer * 4 + head) * length + query) * length + key] ?? Number.NaN;
            const theirs = reference.data[((row * 4 + head) * padded + query) * padded + key] ?? Number.NaN;
            largest = Math.max(largest, Math.abs(ours - theirs));
          }
    }
    expect(largest).toBeLessThan(2e-5);
  });

  it('gives the weight x norm of a head that PyTorch gives, and its cosines', async () => {
    await addFolder();
    const expected = readSafetensors(await readFile(join(GOLDEN_BERT, 'norms.safetensors')));
    const [row, length, padded, layer, head] = [2, 5, 11, 1, 3];
    const reference = expected.get(`blocks.${layer}.attn_n`) ?? expect.unreachable('no reference');
    const probed = async (values: ValueKind) => {
      const input = { name: 'my-bert', ids: [98, 51, 41, 90, 37], layer, head, values };
      const bytes = new Uint8Array(await (await engine.models.probeValues(input)).arrayBuffer());
      return readSafetensors(bytes).get('values') ?? expect.unreachable('no values');
    };
    const { shape, data } = await probed('weight_norm');
    expect(shape).toEqual([length, length]);
    data.forEach((ours, cell) => {
      const at = ((row * 4 + head) * padded + Math.floor(cell / length)) * padded + (cell % length);
      expect(Math.abs(ours - (reference.data[at] ?? NaN))).toBeLessThan(2e-5);
    });
    const [centred, earlier] = [await probed('centred'), await probed('earlier')];
    for (const cosines of [centred, earlier]) expect(cosines.data[0]).toBeCloseTo(1, 5);
    expect(centred.data).not.toEqual(earlier.data);
    await expect(
      engine.models.probeValues({ name: 'my-bert', ids: [1], layer: 2, head: 0, values: 'centred' }),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'my-bert has no head 0 in layer 2: it has 2 layers of 4 heads, counted from 0',
    });
  });

  it('of a model without layers has no patterns, and a run on it is refused', async () => {
    const embeddings = join(GOLDEN_BERT, '../attention_only-0');
    await add({ from: 'folder', folder: embeddings });
    const { pattern, tokens } = await read(
      await engine.models.probe({ name: 'attention_only-0', ids: [1, 2, 3] }),
    );
    expect([pattern.shape[0], pattern.data.length, tokens.length]).toEqual([0, 0, 3]);
    await expect(runOn('attention_only-0')).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'attention_only-0 has no layers, and so no heads that a run could compare',
    });
    expect(await engine.models.get({ name: 'attention_only-0' })).toMatchObject({ runCount: 0 });
  });

  it('tokenises a text', async () => {
    const { pattern, tokens } = await read(await engine.models.probe({ name: MINILM, text: 'Tom sat.' }));
    expect(tokens.map(({ text }) => text)).toEqual(['[CLS]', 'tom', 'sat', '.', '[SEP]']);
    expect(pattern.shape).toEqual([6, 12, 5, 5]);
    // Rows of a pattern are distributions.
    const row = pattern.data.subarray(0, 5).reduce((sum, value) => sum + value, 0);
    expect(row).toBeCloseTo(1, 5);
  });

  it.each([
    ['TOKENIZER_MISSING', { text: 'Tom' }],
    ['SENTENCE_TOO_LONG', { ids: Array<number>(41).fill(1) }],
    ['INPUT_INVALID', { ids: [107] }],
  ])('says %s', async (code, input) => {
    await addFolder();
    await expect(engine.models.probe({ name: 'my-bert', ...input })).rejects.toMatchObject({ code });
    const at = { layer: 0, head: 0, values: 'weight_norm' } as const;
    await expect(engine.models.probeValues({ name: 'my-bert', ...input, ...at })).rejects.toMatchObject({
      code,
    });
  });
});

describe('a model of the Hub', () => {
  it('is added, and the curated list needs no Hub', async () => {
    const told = await addFromHub();
    expect(told.at(-1)).toMatchObject({ title: ID, state: 'done', file: null, error: null });
    expect(await engine.models.get({ name: ID })).toMatchObject({ origin: 'hub', licence: 'mit' });
    server.reset();
    expect(engine.models.curated().map(({ id }) => id)).toContain('prajjwal1/bert-tiny');
    expect(server.seen).toEqual([]);
  });

  it('tells of a failure with code and message', async () => {
    server.fail('api', { status: 404 });
    expect((await addFromHub()).at(-1)).toMatchObject({
      state: 'failed',
      activity: 'Failed',
      error: { code: 'HUB_NOT_FOUND', message: expect.stringContaining(ID) as unknown },
    });
  });

  it('can be cancelled, is told to who listens late, and is added only once at a time', async () => {
    server.fail(WEIGHTS, { stallAfter: 1000 });
    const news = engine.jobs.listen();
    const { jobId } = await engine.models.add({ from: 'hub', id: ID });
    for await (const { file, done } of news) if (file === WEIGHTS && done > 1000) break;
    const late = await engine.jobs.listen().next();
    expect(late.value).toMatchObject({ jobId, state: 'running', file: WEIGHTS });
    await expect(engine.models.add({ from: 'hub', id: ID })).rejects.toMatchObject({ code: 'CONFLICT' });
    const ending = engine.jobs.listen();
    await engine.jobs.cancel(jobId);
    for await (const job of ending)
      if (job.state !== 'running') {
        expect(job).toMatchObject({ jobId, state: 'cancelled', error: null });
        break;
      }
    expect(await names()).not.toContain(ID);
    await expect(engine.jobs.cancel(jobId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('removing', () => {
  it('a model of the Hub takes its files and its compiled form', async () => {
    await addFromHub();
    await engine.models.remove({ name: ID, keepResults: false });
    expect(await names()).not.toContain(ID);
    expect(await compiledFolders()).toEqual([]);
    const left = await readdir(join(home, 'hub'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['hub.lock']);
    await expect(engine.models.remove({ name: ID, keepResults: false })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: `the model ${ID} was removed; add it again`,
    });
  });

  it('leaves what another model needs', async () => {
    await addFromHub();
    await addFolder();
    server.add('other/copy', {
      'config.json': await readFile(join(checkpoint, 'config.json')),
      [WEIGHTS]: await readFile(join(checkpoint, WEIGHTS)),
    });
    await add({ from: 'hub', id: 'other/copy' });
    await engine.models.remove({ name: ID, keepResults: false });
    const { sha256 } =
      (await engine.models.detail({ name: 'other/copy' })).files.at(-1) ?? expect.unreachable();
    expect(await readdir(join(home, 'hub/blobs'))).toContain(sha256);
    expect(await compiledFolders()).toHaveLength(1);
    await engine.models.probe({ name: 'other/copy', ids: [1, 2] });
  });

  it("leaves a person's folder as it is", async () => {
    await addFolder();
    const before = await readdir(checkpoint);
    await engine.models.remove({ name: 'my-bert', keepResults: false });
    expect(await readdir(checkpoint)).toEqual(before);
    expect(await names()).not.toContain('my-bert');
    expect(await compiledFolders()).toEqual([]);
  });

  it('is refused for bundled models and for folders that were not added', async () => {
    await runOn(checkpoint);
    for (const name of [MINILM, checkpoint])
      await expect(engine.models.remove({ name, keepResults: true })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
  });

  it('is refused while runs refer to it, unless their results are kept without it', async () => {
    await addFromHub();
    const run = await runOn(ID);
    await expect(engine.models.remove({ name: ID, keepResults: false })).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { runs: [run] },
    });
    const { setId } =
      pairsOf(engine, engine.runs.get({ id: run }).set.id)[0] ?? expect.unreachable('no pair');
    const pair = pairsOf(engine, setId)[0] ?? expect.unreachable('no pair');
    const filter = { role: 'set' as const, thresholds: [] };
    const rows = () => engine.results.count({ runId: run, filter });
    const before = rows();
    const map = {
      runId: run,
      pairId: pair.id,
      layer: 0,
      head: 0,
      view: 'tokens',
      values: 'centred',
    } as const;
    await engine.pairs.maps(map);

    await engine.models.remove({ name: ID, keepResults: true });
    expect(rows()).toEqual(before);
    expect(await engine.models.get({ name: ID })).toMatchObject({
      origin: 'hub',
      weightsPresent: false,
      compiled: false,
      bytes: 0,
      runCount: 1,
      licence: 'mit',
    });
    expect(await compiledFolders()).toEqual([]);
    expect(await engine.models.detail({ name: ID })).toMatchObject({
      config: { model_type: 'bert' },
      files: [],
    });
    // A map that no run kept is computed from the weights.
    await engine.close();
    engine = await open();
    await expect(engine.pairs.maps(map)).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: `the model ${ID} was removed; add it again`,
    });
    await addFromHub();
    await engine.pairs.maps(map);
    expect(await engine.models.get({ name: ID })).toMatchObject({ weightsPresent: true, runCount: 1 });
  });

  it('closes a model that was just used', async () => {
    await addFolder();
    await engine.models.probe({ name: 'my-bert', ids: [1, 2, 3] });
    await engine.models.remove({ name: 'my-bert', keepResults: false });
    await expect(engine.models.probe({ name: 'my-bert', ids: [1, 2, 3] })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
  });
});

describe('the list', () => {
  it('has folders that only runs have used, by their path, and says when they are gone', async () => {
    const run = await runOn(checkpoint);
    const used = await engine.models.get({ name: checkpoint });
    expect(used).toMatchObject({
      name: checkpoint,
      title: basename(checkpoint),
      origin: 'run',
      runCount: 1,
      compiled: true,
      dHead: 8,
      vocabularySize: 107,
      weightsPresent: true,
    });
    // As runs call it, too: an address with the name that a run shows leads to it.
    expect(await engine.models.get({ name: basename(checkpoint) })).toEqual(used);
    expect(await engine.models.detail({ name: basename(checkpoint) })).toMatchObject({ name: checkpoint });
    expect((await finishRunAgain(checkpoint)).state).toBe('done');
    await rm(checkpoint, { recursive: true });
    expect(await engine.models.get({ name: checkpoint })).toMatchObject({
      dHead: 8,
      vocabularySize: 107,
      weightsPresent: false,
      compiled: false,
      bytes: 0,
    });
    engine.runs.remove({ id: run });
    expect(await engine.models.get({ name: checkpoint })).toMatchObject({ runCount: 1 });
  });

  async function finishRunAgain(model: string) {
    const setId = await addSet(engine, 'again', GOLDEN_PAIRS);
    return finishRun(engine, (await planRun(engine, { setId, model })).id);
  }

  it('names an entry that is damaged; the workspace opens all the same, and nothing is cleared away', async () => {
    await addFromHub();
    await engine.close();
    const entries = join(home, 'models/added');
    const [entry = ''] = await readdir(entries);
    await writeFile(join(entries, entry), '{');
    engine = await open();
    await expect(engine.models.list()).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: `${join(entries, entry)} is not the entry of an added model; delete it, and add the model again`,
    });
    expect(await readdir(join(home, 'hub/models'))).toEqual(['someone--tiny-bert']);
    await engine.models.probe({ name: MINILM, ids: [101, 102] });
  });

  it('names an entry of which a hash is damaged, and blames no file of the model', async () => {
    await addFromHub();
    const entries = join(home, 'models/added');
    const [entry = ''] = await readdir(entries);
    const text = await readFile(join(entries, entry), 'utf8');
    const other = text.replace(/"sha256": "(.)/, (found, digit: string) =>
      found.replace(/.$/, digit === '0' ? '1' : '0'),
    );
    expect(other).not.toBe(text);
    await writeFile(join(entries, entry), other);
    await expect(engine.models.list()).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringContaining(join(entries, entry)) as string,
    });
  });

  it('clears away what a process that was killed has left of a model of the Hub', async () => {
    await addFromHub();
    const orphan = join(home, 'hub/models/some--orphan/0123456789abcdef0123456789abcdef01234567');
    await cp(GOLDEN_BERT, orphan, { recursive: true });
    await writeFile(join(home, 'hub/blobs', 'f'.repeat(64)), 'nobody needs it');
    await engine.close();
    engine = await open();
    expect(await readdir(join(home, 'hub/models'))).toEqual(['someone--tiny-bert']);
    expect(await readdir(join(home, 'hub/blobs'))).not.toContain('f'.repeat(64));
    await engine.models.probe({ name: ID, ids: [1] });
  });
});
