/**
 * The bundled all-MiniLM-L6-v2 as a user gets it, against PyTorch and transformers' tokenizer on three sentences
 * (tests/fixtures/all-MiniLM-L6-v2, made by scripts/models/reference.py).
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/core/checkpoints/safetensors.ts';
import { type LoadedModel, ModelLibrary } from '../../src/main/engine/models/library.ts';
import { readManifest } from '../../src/main/engine/models/manifest.ts';
import type { Tokenizer } from '../../src/main/engine/tokenizers/tokenizer.ts';
import { largestDifference } from './parity.ts';

const NAME = 'all-MiniLM-L6-v2';
const FIXTURES = join(import.meta.dirname, '../fixtures', NAME);
const RESOURCES = join(import.meta.dirname, '../../resources');

interface ReferenceText {
  text: string;
  input_ids: number[];
  tokens: string[];
}

let home: string;
let library: ModelLibrary;
let model: LoadedModel;
let tokenizer: Tokenizer;
let texts: ReferenceText[];
let expected: Map<string, Tensor>;
const activities: string[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'pairlens-bundled-'));
  library = new ModelLibrary({ home, resources: RESOURCES });
  model = await library.open(NAME, (text) => activities.push(text));
  if (!model.tokenizer) throw new Error('no tokenizer');
  tokenizer = model.tokenizer;
  texts = JSON.parse(await readFile(join(FIXTURES, 'texts.json'), 'utf8')) as ReferenceText[];
  expected = readSafetensors(await readFile(join(FIXTURES, 'expected.safetensors')));
});

afterAll(async () => {
  await model.close();
  await rm(home, { recursive: true });
});

describe('what is bundled', () => {
  it('is what the manifest says, file by file', async () => {
    for (const { folder, sha256 } of await readManifest(RESOURCES)) {
      const files = await readdir(join(RESOURCES, 'models', folder));
      expect(files.toSorted()).toEqual(Object.keys(sha256).toSorted());
      for (const file of files) {
        const bytes = await readFile(join(RESOURCES, 'models', folder, file));
        expect([file, createHash('sha256').update(bytes).digest('hex')]).toEqual([file, sha256[file]]);
      }
    }
  });

  it('is listed with its sizes, licence and hashes', async () => {
    const [listing] = await library.list();
    expect(listing).toMatchObject({
      name: NAME,
      architecture: 'bert',
      layers: 6,
      heads: 12,
      dModel: 384,
      maxPositions: 512,
      parameters: model.parameters,
      licence: 'Apache-2.0',
      origin: 'bundled',
      compiled: true,
      weightsHash: model.weightsHash,
      tokenizerHash: model.tokenizerHash,
    });
    const weights = await readFile(join(RESOURCES, 'models', NAME, 'model.safetensors'));
    expect(model.weightsHash).toBe(createHash('sha256').update(weights).digest('hex'));
  });

  it('is compiled once, and opened quickly after that', async () => {
    expect(activities).toEqual(['Reading the weights', 'Compiling the model']);
    const later: string[] = [];
    await (await library.open(NAME, (text) => later.push(text))).close();
    expect(later).not.toContain('Compiling the model');
  });
});

describe('tokenizer', () => {
  it('gives the ids and tokens that transformers gives', () => {
    for (const { text, input_ids, tokens } of texts) {
      expect(tokenizer.encode(text)).toEqual(input_ids);
      expect(tokenizer.describe(text, input_ids).map((token) => token.text)).toEqual(tokens);
    }
  });

  it('says which tokens are special and which word each belongs to', () => {
    const ids = tokenizer.encode('An unbelievably 😀 day');
    // [CLS] an un ##bel ##ie ##va ##bly [UNK] day [SEP]
    const described = tokenizer.describe('An unbelievably 😀 day', ids);
    expect(described.map(({ word }) => word)).toEqual([null, 0, 1, 1, 1, 1, 1, 2, 3, null]);
    expect(described.map(({ special }) => special)).toEqual([true, ...Array<boolean>(8).fill(false), true]);
    expect([...tokenizer.specialIds].sort((a, b) => a - b)).toEqual([0, 101, 102, 103]);
  });

  it('neither pads nor cuts, though tokenizer.json asks for both', () => {
    expect(tokenizer.encode('')).toEqual([101, 102]);
    expect(tokenizer.encode('not '.repeat(600))).toHaveLength(602);
  });

  it('describes ids without their text, even ids that it does not know', () => {
    expect(tokenizer.describe(null, [101, 2025, 99999]).map(({ text }) => text)).toEqual([
      '[CLS]',
      'not',
      '<99999>',
    ]);
  });
});

describe('parity with PyTorch', () => {
  it('holds on every head of every layer: 2e-5 on patterns, 1e-4 relative on the last residual stream', async () => {
    let pattern = 0;
    let stream = 0;
    for (const [index, { input_ids }] of texts.entries()) {
      const names = model.hooks.filter((name) => expected.has(`${index}/${name}`));
      expect(names).toHaveLength(7);
      for (const [name, activation] of await model.run({ inputIds: [input_ids] }, names)) {
        const reference = expected.get(`${index}/${name}`);
        if (!reference) throw new Error(`no reference for ${name}`);
        const isPattern = name !== 'resid_final';
        const { absolute, relative } = largestDifference(
          activation,
          reference,
          [input_ids.length],
          isPattern,
        );
        if (isPattern) pattern = Math.max(pattern, absolute);
        else stream = Math.max(stream, relative);
      }
    }
    console.log(
      `largest difference: patterns ${pattern.toExponential(2)}, resid_final ${stream.toExponential(2)} relative`,
    );
    expect(pattern).toBeLessThanOrEqual(2e-5);
    expect(stream).toBeLessThanOrEqual(1e-4);
  });

  it('does not depend on what else is in the batch, to 1e-6', async () => {
    const inputIds = texts.map((text) => text.input_ids);
    const length = Math.max(...inputIds.map((row) => row.length));
    const names = model.hooks.filter((name) => name.endsWith('hook_pattern'));
    const together = await model.run({ inputIds }, names);
    let worst = 0;
    for (const [row, ids] of inputIds.entries())
      for (const [name, alone] of await model.run({ inputIds: [ids] }, names))
        for (let head = 0; head < 12; head++)
          for (let query = 0; query < ids.length; query++)
            for (let key = 0; key < ids.length; key++) {
              const own = alone.data[(head * ids.length + query) * ids.length + key] ?? NaN;
              const shared =
                together.get(name)?.data[((row * 12 + head) * length + query) * length + key] ?? NaN;
              worst = Math.max(worst, Math.abs(own - shared));
            }
    console.log(`largest difference between a row alone and in a batch: ${worst.toExponential(2)}`);
    expect(worst).toBeLessThanOrEqual(1e-6);
  });

  it('is the same, bit for bit, whichever of its sessions computes', async () => {
    const inputIds = texts.map((text) => text.input_ids);
    expect(model.sideBySide).toBe(2);
    const [first, second] = await Promise.all([1, 2].map(() => model.run({ inputIds }, model.hooks)));
    expect(second).toEqual(first);
  });
});
