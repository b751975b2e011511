/** The Hub client and what it leaves in the home, against a Hub of its own that fails in every way there is. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Hub } from '../../src/main/engine/hub/hub.ts';
import type { Clock } from '../../src/main/engine/hub/retry.ts';
import type { Environment } from '../../src/main/engine/hub/settings.ts';
import { planHubModel } from '../../src/main/engine/models/add-hub.ts';
import type { JobCounts, JobReport } from '../../src/main/engine/jobs/job-teller.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import { type Fault, HubServer } from '../hub-server.ts';
import { GOLDEN_BERT } from './workspaces.ts';

const ID = 'someone/tiny-bert';
const CARD = '---\nlicense: mit\ntags: [bert]\n---\n# Tiny\n\nA model.\n';
const WEIGHTS = 'model.safetensors';
/** Short of the end of the 84,580 bytes of the weights. */
const HALF = 40_000;

let server: HubServer;
let home: string;
let config: string;
let weights: Buffer;
/** Milliseconds that the client has waited, one entry a wait. */
let waits: number[];
let activities: string[];
let told: JobCounts[];
let controller: AbortController;
/** Cancels when this is told. */
let cancelAt: string | null;

const clock: Clock = {
  now: () => Date.parse('2026-01-01T00:00:00Z'),
  sleep: (milliseconds, signal) => {
    signal.throwIfAborted();
    waits.push(milliseconds);
    return Promise.resolve();
  },
};

const report: JobReport = {
  activity: (text) => {
    activities.push(text);
    if (text === cancelAt) controller.abort();
  },
  progress: (counts) => told.push(counts),
};

beforeAll(async () => {
  server = await HubServer.start();
  config = await readFile(join(GOLDEN_BERT, 'config.json'), 'utf8');
  weights = await readFile(join(GOLDEN_BERT, WEIGHTS));
});

afterAll(() => server.close());

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'pairlens-hub-'));
  [waits, activities, told] = [[], [], []];
  controller = new AbortController();
  cancelAt = null;
  server.reset();
  server.add(ID, modelFiles(), { licence: 'mit', revisions: ['v1', 'refs/pr/1'] });
});

afterEach(() => rm(home, { recursive: true }));

function modelFiles(): Record<string, string | Buffer> {
  return {
    '.gitattributes': '*.bin filter=lfs',
    'README.md': CARD,
    LICENSE: 'MIT License',
    'config.json': config,
    [WEIGHTS]: weights,
    'pytorch_model.bin': 'never asked for',
    'onnx/model.onnx': 'never asked for',
    'tf_model.h5': 'never asked for',
  };
}

function libraryOf(): ModelLibrary {
  return new ModelLibrary({ home, resources: resourcesDir() });
}

async function add(id = ID, options: { revision?: string; environment?: Environment } = {}): Promise<void> {
  const hub = new Hub({ home, clock, environment: { HF_ENDPOINT: server.endpoint, ...options.environment } });
  const request = {
    from: 'hub' as const,
    id,
    ...(options.revision !== undefined && { revision: options.revision }),
  };
  const { work } = await planHubModel(libraryOf(), hub, request);
  await work(controller.signal, report);
}

/** Paths below the home's hub folder, without the lock. */
async function hubFiles(): Promise<string[]> {
  const all = await readdir(join(home, 'hub'), { recursive: true, withFileTypes: true }).catch(() => []);
  return all
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(home, 'hub').length + 1))
    .sort();
}

async function modelFolders(): Promise<string[]> {
  return (await hubFiles()).filter((path) => path.startsWith('models'));
}

/** A connection that breaks after so many bytes of the weights, all of which are stored beside the `before` that are there. */
function dropAfter(bytes: number, before = 0): Fault {
  const partial = join(home, 'hub/partial', sha256(weights));
  const stored = async () => (await stat(partial).catch(() => null))?.size === before + bytes;
  return {
    dropAfter: bytes,
    async taken() {
      while (!(await stored())) await new Promise((go) => setTimeout(go, 5));
    },
  };
}

/** Below the home's models folder, whole or not. */
async function compiledFiles(): Promise<string[]> {
  const all = await readdir(join(home, 'models'), { recursive: true }).catch(() => []);
  return all.filter((path) => /weights\.data$|compiling/.test(path));
}

async function expectError(code: ErrorCode, message: RegExp, adding = add()): Promise<void> {
  await expect(adding).rejects.toMatchObject({ code, message: expect.stringMatching(message) as unknown });
  expect(await modelFolders()).toEqual([]);
  expect((await libraryOf().list()).map(({ name }) => name)).not.toContain(ID);
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const gitHash = (content: string) =>
  createHash('sha1').update(`blob ${content.length}\0${content}`).digest('hex');

describe('a model of the Hub', () => {
  it('is there with what Pairlens needs, and with its commit, licence and card', async () => {
    await add();
    const commit = createHash('sha1').update(ID).digest('hex');
    const folder = join(home, 'hub/models/someone--tiny-bert', commit);
    expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'README.md', 'config.json', WEIGHTS].sort());
    const listing = (await libraryOf().list()).find(({ name }) => name === ID);
    expect(listing).toMatchObject({
      name: ID,
      origin: 'hub',
      folder,
      commit,
      licence: 'mit',
      source: `${server.endpoint}/${ID}`,
      architecture: 'bert',
      layers: 2,
      heads: 4,
      dModel: 32,
      dHead: 8,
      vocabularySize: 107,
      compiled: true,
      weightsPresent: true,
      tokenizerHash: '',
      weightsHash: sha256(weights),
      bytes: weights.length + config.length + CARD.length + 'MIT License'.length,
    });
    expect(server.seen.map(({ what }) => what)).not.toContain('pytorch_model.bin');
    expect(activities).toEqual([
      'Asking the Hub',
      'Downloading',
      'Putting it into place',
      'Reading the weights',
      'Compiling the model',
    ]);
    // Compiling, which follows, counts bytes of no file.
    expect(told.findLast(({ file }) => file !== undefined)).toEqual({
      file: WEIGHTS,
      done: listing?.bytes,
      total: listing?.bytes,
    });
    const model = await libraryOf().open(ID);
    expect(model).toMatchObject({ name: ID, folder });
    await model.close();
  });

  it('has each content once on the disk, read-only, under its hash', async () => {
    await add();
    server.add('other/copy', modelFiles());
    server.reset();
    await add('other/copy');
    expect(server.count(WEIGHTS)).toBe(0);
    const blobs = (await hubFiles()).filter((path) => path.startsWith('blobs'));
    const contents = [CARD, 'MIT License', config, weights].map(sha256);
    expect(blobs).toEqual(contents.map((hash) => `blobs/${hash}`).sort());
    const blob = await stat(join(home, 'hub/blobs', sha256(weights)));
    // The blob and a link to it in each of the two models.
    expect([blob.nlink, blob.mode & 0o777]).toEqual([3, 0o400]);
    expect((await hubFiles()).filter((path) => path.startsWith('partial'))).toEqual([]);
  });

  it('can be had at a revision, under a name of its own', async () => {
    await add(ID, { revision: 'refs/pr/1' });
    expect(server.seen[0]?.url).toBe('/api/models/someone/tiny-bert/revision/refs%2Fpr%2F1?blobs=true');
    expect((await libraryOf().list()).map(({ name }) => name)).toContain(`${ID}@refs/pr/1`);
    await add();
    expect((await libraryOf().list()).map(({ name }) => name)).toContain(ID);
  });

  it('can be had by an id from before it was moved', async () => {
    const commit = server.add('openai-community/gpt2', modelFiles(), { licence: 'mit' });
    server.move('gpt2', 'openai-community/gpt2');
    await add('gpt2', { environment: { HF_TOKEN: 'hf_secret' } });
    const listing = (await libraryOf().list()).find(({ name }) => name === 'gpt2');
    expect(listing).toMatchObject({ commit, weightsHash: sha256(weights), licence: 'mit' });
    // Once for the list, once for each of four files; the weights go on from there to another host.
    expect(server.count('moved')).toBe(5);
    expect(server.seen.map(({ host, authorization }) => authorization === undefined || host)).toEqual([
      ...Array<string>(server.seen.length - 1).fill('hub'),
      true,
    ]);
  });

  it('that was moved is still held to its hashes, where only the answers tell them', async () => {
    const siblings = Object.keys(modelFiles()).map((rfilename) => ({ rfilename }));
    server.add('openai-community/gpt2', modelFiles(), { siblings });
    server.move('gpt2', 'openai-community/gpt2');
    server.fail(WEIGHTS, { flip: true });
    await expectError('DOWNLOAD_CORRUPT', /its sha256 is/, add('gpt2'));
  });

  it('is not added twice', async () => {
    await add();
    server.reset();
    await expect(add()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(server.seen).toEqual([]);
  });

  it('comes in pieces where the index says so, safetensors before bin', async () => {
    const index = JSON.stringify({ weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' } });
    server.add('a/sharded', {
      'config.json': config,
      'model.safetensors.index.json': index,
      'model-1.safetensors': 'not',
      'model-2.safetensors': 'weights',
      'model-3.safetensors': 'of no concern',
      'pytorch_model.bin': 'neither',
    });
    // The pieces are no safetensors files, so that it fails in the end, when they are all here.
    await expect(add('a/sharded')).rejects.toMatchObject({ code: 'CHECKPOINT_INVALID' });
    expect(server.seen.map(({ what }) => what)).toEqual([
      'api',
      'config.json',
      'model.safetensors.index.json',
      'model-1.safetensors',
      'model-1.safetensors',
      'model-2.safetensors',
      'model-2.safetensors',
    ]);
    expect(await hubFiles()).toEqual([]);
  });

  it('may have a config from before there was a model_type', async () => {
    const old = JSON.stringify({ ...(JSON.parse(config) as object), model_type: undefined });
    server.add('an/old-one', { ...modelFiles(), 'config.json': old });
    await add('an/old-one');
    expect((await libraryOf().list()).map(({ name }) => name)).toContain('an/old-one');
  });

  it('needs no vocabulary files beside a tokenizer.json', async () => {
    const files = { ...modelFiles(), 'vocab.txt': '[PAD]', 'tokenizer_config.json': '{}' };
    server.add('a/with-json', { ...files, 'tokenizer.json': '{}' });
    server.add('a/without', files);
    await expect(add('a/with-json')).rejects.toMatchObject({ code: 'MODEL_INVALID' });
    expect(server.count('vocab.txt')).toBe(0);
    await add('a/without').catch(() => undefined);
    expect(server.count('vocab.txt')).toBe(1);
  });
});

describe('what is refused before anything is downloaded', () => {
  it.each([
    '../etc',
    'a/../b',
    'a/b/c',
    '/etc/passwd',
    'https://huggingface.co/gpt2',
    'file:gpt2',
    'a\\b',
    'C:\\models',
    '..',
    '.hidden/model',
    'a/b?c',
    'a b',
    'a/%2e%2e',
  ])('the id %j', async (id) => {
    await expect(add(id)).rejects.toMatchObject({ code: 'BAD_REQUEST', details: { id } });
    expect(server.seen).toEqual([]);
  });

  it.each(['../main', 'a..b', 'https://x', 'a\\b', '-x'])('the revision %j', async (revision) => {
    await expect(add(ID, { revision })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(server.seen).toEqual([]);
  });

  it.each(['../../evil.json', '/etc/cron.d/evil', 'a\\..\\evil', 'C:evil', 'a//b', './x'])(
    'a repository with the file %j',
    async (rfilename) => {
      server.add(ID, modelFiles(), { siblings: [{ rfilename: 'config.json' }, { rfilename }] });
      await expectError('HUB_FAILED', /lies outside of it/);
      expect(server.seen.map(({ what }) => what)).toEqual(['api']);
    },
  );

  it('a commit that is none', async () => {
    server.add(ID, modelFiles(), { commit: '../../up' });
    await expectError('HUB_FAILED', /not what is expected/);
  });

  it('a kind of model that Pairlens does not compile', async () => {
    server.add(ID, { ...modelFiles(), 'config.json': '{"model_type": "t5"}' });
    await expectError('MODEL_UNSUPPORTED', /unknown model_type "t5"/);
    expect(server.count(WEIGHTS)).toBe(0);
    expect(await hubFiles()).toEqual([]);
  });

  it.each([
    [{ 'config.json': '' }, /has neither model.safetensors nor/],
    [{ 'model.safetensors': '' }, /has no config.json/],
    [{ 'config.json': '', 'tf_model.h5': '' }, /it has tf_model.h5/],
  ])('a repository without config or weights: %j', async (files, message) => {
    server.add(ID, files);
    await expectError('MODEL_INVALID', message);
  });
});

describe('when the Hub fails', () => {
  const times = (count: number, fault: Fault) => Array.from({ length: count }, () => fault);

  it.each<[string, number, ErrorCode, RegExp, number]>([
    ['api', 401, 'HUB_UNAUTHORIZED', /give an access token in HF_TOKEN/, 1],
    ['api', 403, 'HUB_UNAUTHORIZED', /HF_TOKEN/, 1],
    ['api', 404, 'HUB_NOT_FOUND', /has no model someone\/tiny-bert/, 1],
    ['api', 418, 'HUB_FAILED', /answered 418/, 1],
    ['api', 500, 'HUB_FAILED', /answered 500/, 5],
    ['config.json', 404, 'HUB_NOT_FOUND', /has no config.json of someone\/tiny-bert/, 1],
    ['config.json', 503, 'HUB_FAILED', /answered 503/, 5],
    ['config.json', 429, 'HUB_RATE_LIMITED', /try again later/, 5],
  ])('%s with %i: %s', async (what, status, code, message, requests) => {
    server.fail(what, ...times(10, { status }));
    await expectError(code, message);
    expect(server.count(what)).toBe(requests);
    // Half a second, then twice as long each time.
    expect(waits).toEqual([500, 1000, 2000, 4000].slice(0, requests - 1));
  });

  it('says what its codes mean', async () => {
    server.fail('api', { status: 401, headers: { 'x-error-code': 'RepoNotFound' } });
    await expectError('HUB_NOT_FOUND', /if it is private, give HF_TOKEN/);
    server.fail('api', { status: 403, headers: { 'x-error-code': 'GatedRepo' } });
    await expectError('HUB_UNAUTHORIZED', /is gated/);
    server.fail('api', { status: 404, headers: { 'x-error-code': 'RevisionNotFound' } });
    await expectError('HUB_NOT_FOUND', /no such revision/);
  });

  it('tells who has a token that it is not enough', async () => {
    server.fail('api', { status: 401 });
    await expectError(
      'HUB_UNAUTHORIZED',
      /the token in HF_TOKEN/,
      add(ID, { environment: { HF_TOKEN: 'hf_x' } }),
    );
  });

  it.each([
    ['3', 3000],
    ['Thu, 01 Jan 2026 00:00:20 GMT', 20_000],
  ])('waits as long as a 429 asks for: %s', async (value, milliseconds) => {
    server.fail(WEIGHTS, { status: 429, headers: { 'retry-after': value } });
    await add();
    expect(waits).toEqual([milliseconds]);
  });

  it('does not wait an hour', async () => {
    server.fail('api', { status: 429, headers: { 'retry-after': '3600' } });
    await expectError('HUB_RATE_LIMITED', /try again in 3600 s/);
    expect([server.count('api'), waits]).toEqual([1, []]);
  });

  it('goes on after a server that stumbled', async () => {
    server.fail('api', { status: 502 });
    server.fail(WEIGHTS, { status: 500 }, { status: 504 });
    await add();
    expect([server.count('api'), server.count(WEIGHTS, 'cdn')]).toEqual([2, 3]);
  });

  it('goes on where a connection broke', async () => {
    server.fail(WEIGHTS, dropAfter(HALF), dropAfter(1000, HALF));
    await add();
    expect(
      server.seen.filter(({ what, host }) => what === WEIGHTS && host === 'cdn').map(({ range }) => range),
    ).toEqual([undefined, `bytes=${HALF}-`, `bytes=${HALF + 1000}-`]);
    expect(waits).toEqual([500, 1000]);
  });

  it('gives up a connection that always breaks, and goes on from there the next time', async () => {
    server.fail(WEIGHTS, dropAfter(HALF), ...times(4, { dropAfter: 0 }));
    await expectError('HUB_UNREACHABLE', /the connection broke/);
    expect(server.count(WEIGHTS, 'cdn')).toBe(5);
    expect(await hubFiles()).toContain(`partial/${sha256(weights)}`);
    server.reset();
    await add();
    expect(server.seen.find(({ what, host }) => what === WEIGHTS && host === 'cdn')?.range).toBe(
      `bytes=${HALF}-`,
    );
    // Small files that were whole were not asked for again.
    expect(server.count('config.json')).toBe(0);
  });

  it('asks for the rest of a file that ends early', async () => {
    server.fail(WEIGHTS, { truncateTo: HALF });
    await add();
    expect(server.count(WEIGHTS, 'cdn')).toBe(2);
  });

  it('says that a file that always ends early is damaged', async () => {
    server.fail(WEIGHTS, { truncateTo: HALF }, ...times(9, { truncateTo: 0 }));
    await expectError('DOWNLOAD_CORRUPT', /ends after 40000 of 84580 bytes/);
    expect(server.count(WEIGHTS, 'cdn')).toBe(5);
  });

  it.each<[string, Fault, RegExp]>([
    [WEIGHTS, { flip: true }, /its sha256 is [0-9a-f]{64}, but it is/],
    ['config.json', { flip: true }, /git's hash is [0-9a-f]{40}, but it is/],
    [WEIGHTS, { append: 7 }, /goes on after its 84580 bytes/],
  ])('refuses wrong bytes of %s, and does not ask for them again: %j', async (file, fault, message) => {
    server.fail(file, fault);
    await expectError('DOWNLOAD_CORRUPT', message);
    expect(server.count(file, file === WEIGHTS ? 'cdn' : 'hub')).toBe(1);
    expect(waits).toEqual([]);
  });

  it('asks anew for a file whose first half, of an earlier time, is damaged', async () => {
    server.fail(WEIGHTS, ...times(5, { dropAfter: 0 }));
    await expectError('HUB_UNREACHABLE', /broke/);
    await writeFile(join(home, 'hub/partial', sha256(weights)), Buffer.alloc(HALF));
    server.reset();
    await add();
    const ranges = server.seen
      .filter(({ what, host }) => what === WEIGHTS && host === 'cdn')
      .map(({ range }) => range);
    expect(ranges).toEqual([`bytes=${HALF}-`, undefined]);
  });

  it('begins anew where the Hub knows no ranges', async () => {
    server.fail(WEIGHTS, dropAfter(HALF), { ignoreRange: true });
    await add();
    expect(server.count(WEIGHTS, 'cdn')).toBe(2);
  });

  it('throws away what is longer than the file', async () => {
    server.fail(WEIGHTS, ...times(5, { dropAfter: 0 }));
    await expectError('HUB_UNREACHABLE', /broke/);
    await truncate(join(home, 'hub/partial', sha256(weights)), weights.length + 1);
    await add();
  });

  it('refuses a file of another commit, or with another hash', async () => {
    server.fail('config.json', { lie: { 'x-repo-commit': 'f'.repeat(40) } });
    await expectError('HUB_FAILED', /of commit f{40}/);
    server.fail('config.json', { lie: { etag: `"${'a'.repeat(40)}"` } });
    await expectError('HUB_FAILED', /with hash a{40} instead of/);
  });

  it('says when nobody is there', async () => {
    const closed = await HubServer.start();
    const { endpoint } = closed;
    await closed.close();
    await expectError(
      'HUB_UNREACHABLE',
      /nothing answers there/,
      add(ID, { environment: { HF_ENDPOINT: endpoint } }),
    );
    expect(waits).toEqual([]);
  });

  it('goes by the headers where the list has no sizes and hashes', async () => {
    const siblings = Object.keys(modelFiles()).map((rfilename) => ({ rfilename }));
    server.add(ID, modelFiles(), { siblings });
    server.fail(WEIGHTS, { flip: true });
    await expectError('DOWNLOAD_CORRUPT', /its sha256 is/);
    await add();
    expect(await hubFiles()).toContain(`blobs/${sha256(weights)}`);
  });
});

describe('a download that is cancelled', () => {
  it('stops at once, leaves no model, and goes on the next time', async () => {
    server.fail(WEIGHTS, { stallAfter: HALF });
    const adding = add();
    while (!told.some(({ file, done }) => file === WEIGHTS && done > HALF))
      await new Promise((go) => setTimeout(go, 5));
    controller.abort();
    await expect(adding).rejects.toThrow();
    expect(await modelFolders()).toEqual([]);
    controller = new AbortController();
    server.reset();
    await add();
    expect(server.seen.find(({ what, host }) => what === WEIGHTS && host === 'cdn')?.range).toBe(
      `bytes=${HALF}-`,
    );
  });
});

describe('a full disk (needs the right to mount a small one)', () => {
  const mount = (size: string) =>
    process.getuid?.() === 0 &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', home]).status === 0;
  /** Sizes are told by the list, or only by the answers. */
  const untold = () => Object.keys(modelFiles()).map((rfilename) => ({ rfilename }));

  it.for<[string, string, (() => object[]) | null, RegExp, number]>([
    // The weights have 84,580 bytes, their compiled form somewhat more.
    [
      'before the weights are asked for, when they are known not to fit',
      '64k',
      null,
      /takes 1 MB; .* 0 MB are free/,
      0,
    ],
    ['in the midst of a file', '64k', untold, /no room is left on the disk for \S+partial/, 1],
    ['while compiling what came', '144k', null, /no room is left on the disk for \S+models/, 1],
  ])('stops it %s, and leaves nothing', async ([, size, siblings, message, downloads], context) => {
    if (!mount(size)) return context.skip('a small disk cannot be mounted here (it takes root)');
    try {
      server.add(ID, modelFiles(), siblings ? { siblings: siblings() } : {});
      await expectError('DISK_FULL', message);
      expect(server.count(WEIGHTS, 'cdn')).toBe(downloads);
      // Asking again would not help.
      expect(waits).toEqual([]);
      expect(await hubFiles()).toEqual([]);
      expect(await compiledFiles()).toEqual([]);
      expect(spawnSync('mount', ['-o', 'remount,size=10m', home]).status).toBe(0);
      await add();
      expect(await hubFiles()).toContain(`blobs/${sha256(weights)}`);
    } finally {
      spawnSync('umount', [home]);
    }
  });
});

describe('adding that is cancelled when all is downloaded', () => {
  it.each(['Reading the weights', 'Compiling the model'])(
    'stops at “%s”, leaves no model, and downloads nothing again',
    async (activity) => {
      cancelAt = activity;
      await expect(add()).rejects.toMatchObject({ name: 'AbortError' });
      expect(activities.at(-1)).toBe(activity);
      expect(await modelFolders()).toEqual([]);
      expect(await compiledFiles()).toEqual([]);
      expect((await libraryOf().list()).map(({ name }) => name)).not.toContain(ID);
      cancelAt = null;
      controller = new AbortController();
      server.reset();
      await add();
      expect(server.seen.map(({ what }) => what)).toEqual(['api']);
      expect((await hubFiles()).filter((path) => path.startsWith('partial'))).toEqual([]);
    },
  );

  it('leaves another model what they have in common', async () => {
    await add();
    server.add('other/model', { ...modelFiles(), 'README.md': 'another' });
    cancelAt = 'Reading the weights';
    await expect(add('other/model')).rejects.toMatchObject({ name: 'AbortError' });
    const model = await libraryOf().open(ID);
    await model.close();
    expect((await hubFiles()).filter((path) => !path.startsWith('models'))).toEqual([
      ...[CARD, 'MIT License', config, weights].map((content) => `blobs/${sha256(content)}`).sort(),
      `partial/${gitHash('another')}`,
    ]);
  });
});

describe('offline', () => {
  it.each(['HF_HUB_OFFLINE', 'PAIRLENS_OFFLINE'])('with %s no request is made', async (variable) => {
    const environment = { [variable]: '1' };
    await expectError('OFFLINE', /makes no requests/, add(ID, { environment }));
    expect(server.seen).toEqual([]);
  });

  it('a model that is here is used', async () => {
    await add();
    server.reset();
    const model = await libraryOf().open(ID);
    await model.close();
    expect(server.seen).toEqual([]);
  });
});

describe('the token', () => {
  it('goes to the Hub and to no host that it redirects to', async () => {
    await add(ID, { environment: { HF_TOKEN: 'hf_secret' } });
    expect(
      server.seen.filter(({ host }) => host === 'hub').map(({ authorization }) => authorization),
    ).toEqual(Array<string>(server.seen.length - 1).fill('Bearer hf_secret'));
    expect(
      server.seen.filter(({ host }) => host === 'cdn').map(({ authorization }) => authorization),
    ).toEqual([undefined]);
  });

  it('is in no error, nor is the signature of an address', async () => {
    server.fail(WEIGHTS, { status: 403 });
    const error: unknown = await add(ID, { environment: { HF_TOKEN: 'hf_secret' } }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({ code: 'HUB_UNAUTHORIZED' });
    const { message, details } = error as { message: string; details: object };
    expect(message + JSON.stringify(details)).not.toMatch(/hf_secret|signature/);
  });
});

describe('a proxy', () => {
  it('is gone through when the environment names one, unless the host is excepted', async () => {
    const asked: string[] = [];
    const proxy = createServer((incoming, response) => {
      asked.push(incoming.url ?? '');
      const onward = httpRequest(incoming.url ?? '', { headers: incoming.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await add(ID, { environment: { HTTP_PROXY: address } });
    expect(asked).toHaveLength(server.seen.length);
    expect(asked[0]).toBe(`${server.endpoint}/api/models/${ID}/revision/main?blobs=true`);

    asked.length = 0;
    server.add('other/model', { ...modelFiles(), 'README.md': 'another' });
    await add('other/model', { environment: { http_proxy: address, NO_PROXY: '127.0.0.1' } });
    // The Hub is at 127.0.0.1; its large files are at localhost, whose weights are here already.
    expect(asked).toEqual([]);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('opens a tunnel for https', async () => {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (incoming, socket) => {
      tunnels.push(incoming.url ?? '');
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const environment = {
      HF_ENDPOINT: 'https://hub.invalid',
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    };
    await expectError('HUB_UNREACHABLE', /407/, add(ID, { environment }));
    expect(tunnels).toEqual(['hub.invalid:443']);
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('that hangs up instead of opening a tunnel is asked again, then named', async () => {
    let asked = 0;
    const proxy = createServer();
    proxy.on('connect', (_incoming, socket) => {
      asked++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const environment = {
      HF_ENDPOINT: 'https://hub.invalid',
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    };
    await expectError('HUB_UNREACHABLE', /the proxy broke the connection/, add(ID, { environment }));
    expect([asked, waits.length]).toEqual([5, 4]);
    await new Promise((resolve) => proxy.close(resolve));
  });
});
