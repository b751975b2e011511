/**
 * Circuits off the weights (bigrams, QK and OV, composition): every key of the reference values of five families through the
 * engine, identities on others, and a vocabulary of 128,000.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { againstCounts, bigramRow } from '../../src/core/analyses/bigrams/result.ts';
import { compositionTable } from '../../src/core/analyses/composition/tables.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { directionsOfHead, pairsOfHead } from '../../src/core/analyses/qk-ov/result.ts';
import { readSafetensors, writeSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { projectRoot } from '../../src/main/engine/paths.ts';
import { goldenFolder } from './parity.ts';
import { openWorkspace, type Workspace } from './workspaces.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/analyses/circuits');
/** Of the array's largest value. */
const TOLERANCE = 1e-5;

const list = z.object({ ids: z.array(z.int()), values: z.array(z.number()) });
const section = z.looseObject({
  tokens: z.array(z.int()),
  random_composition: z.object({ mean: z.number(), sd: z.number(), standard_error: z.number() }),
  bigram: z
    .array(
      z.object({
        token: z.int(),
        follows: list,
        predicts_by_logit: list,
        predicts_by_log_probability: list,
      }),
    )
    .optional(),
});

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

interface Asked {
  readonly kind: string;
  readonly model: string;
  readonly inputs?: Record<string, unknown>;
  readonly textSetId?: number;
  readonly options?: Record<string, unknown>;
}

function create(asked: Asked) {
  const { engine } = workspace;
  return engine.analyses.create({ projectId: engine.defaultProject().id, ...asked });
}

async function resultOf(asked: Asked): Promise<NamedTensors> {
  const { id } = await create(asked);
  const { analyses } = workspace.engine;
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0, error: null });
  return analyses.tensors({ id });
}

function furthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual).toHaveLength(expected.length);
  let [largest, difference] = [1e-12, 0];
  for (let at = 0; at < expected.length; at++) {
    const [own, wanted] = [actual[at] ?? Infinity, expected[at] ?? Infinity];
    if (Number.isNaN(wanted)) expect(own).toBeNaN();
    else {
      largest = Math.max(largest, Math.abs(wanted));
      difference = Math.max(difference, Number.isNaN(own) ? Infinity : Math.abs(own - wanted));
    }
  }
  return difference / largest;
}

describe.each(['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'])('%s against PyTorch', (family) => {
  const inputs: unknown = JSON.parse(readFileSync(join(FOLDER, `${family}.json`), 'utf8'));
  const given = section.parse(inputs);
  const expected = readSafetensors(readFileSync(join(FOLDER, `${family}.safetensors`)));
  const model = goldenFolder(family);
  const isDecoder = given.bigram !== undefined;
  const keysOf = (kind: 'composition' | 'bigram' | 'circuits') =>
    [...expected.keys()].filter((key) => {
      const of = key.includes('composition') ? 'composition' : key.includes('bigram') ? 'bigram' : 'circuits';
      return of === kind;
    });
  const compare = (result: NamedTensors, keys: readonly string[]) => {
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys)
      expect
        .soft(furthest(tensorOf(result, key).data, expected.get(key)?.data ?? []), key)
        .toBeLessThan(TOLERANCE);
  };

  it('composition, and its baseline within the standard error', async () => {
    const result = await resultOf({ kind: 'composition', model, inputs: given });
    compare(result, keysOf('composition'));
    const { mean, standard_error: error } = given.random_composition;
    expect(Math.abs((scalarOf(result, 'composition.random_mean') ?? 0) - mean)).toBeLessThan(4 * error);
  });

  it('QK and OV', async () => {
    compare(await resultOf({ kind: 'qk-ov', model, inputs: given }), keysOf('circuits'));
  });

  if (isDecoder)
    it('bigrams, and the lists beside them', async () => {
      const result = await resultOf({ kind: 'bigrams', model, inputs: given, options: { top: 5 } });
      compare(result, keysOf('bigram'));
      for (const [row, wanted] of (given.bigram ?? []).entries()) {
        const { id, lists } = bigramRow(result, row);
        expect(id).toBe(wanted.token);
        for (const [name, { ids, values }] of [
          ['follows', wanted.follows],
          ['predicts', wanted.predicts_by_logit],
          ['predicts_log', wanted.predicts_by_log_probability],
        ] as const) {
          expect(lists[name]?.map((entry) => entry.id)).toEqual(ids);
          const own = lists[name]?.map(({ value }) => value) ?? [];
          expect(furthest(own, values)).toBeLessThan(TOLERANCE);
        }
      }
    });
});

/** [d_model, d_model] products of the weights as they are, by hand. */
function frobenius(rows: readonly (readonly number[])[]): number {
  return Math.sqrt(rows.flat().reduce((sum, value) => sum + value * value, 0));
}
function times(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) =>
    (b[0] ?? []).map((_, column) => row.reduce((sum, value, at) => sum + value * (b[at]?.[column] ?? 0), 0)),
  );
}
function turned(a: readonly (readonly number[])[]): number[][] {
  return (a[0] ?? []).map((_, column) => a.map((row) => row[column] ?? 0));
}

describe('a decoder of grouped queries and RMS normalisation', () => {
  it('composes as the whole matrices say, heads sharing keys and values, γ folded in without a mean', async () => {
    const model = goldenFolder('llama');
    const result = await resultOf({ kind: 'composition', model, options: { samples: 20 } });
    const library = new ModelLibrary({
      home: join(workspace.folder, 'by-hand'),
      resources: join(projectRoot(), 'resources'),
    });
    const loaded = await library.open(model);
    const { heads } = loaded.dimensions;
    const of = async (name: string, head: number, gain: readonly number[] | null) => {
      const { shape, data } = await loaded.weights.read(name);
      const [count = 1, rows = 0, columns = 0] = shape;
      const own = Math.floor(head / (heads / count));
      return Array.from({ length: rows }, (_, row) =>
        Array.from(
          data.subarray((own * rows + row) * columns, (own * rows + row + 1) * columns),
          (value) => value * (gain?.[row] ?? 1),
        ),
      );
    };
    const gains = await Promise.all(
      [0, 1].map(async (layer) => [...(await loaded.weights.read(`blocks.${layer}.ln1.w`)).data]),
    );
    await loaded.close();
    const [sender, receiver] = [1, heads - 1];
    for (const version of ['raw', 'folded'] as const) {
      const gain = (layer: number) => (version === 'raw' ? null : (gains[layer] ?? null));
      const ov = times(
        await of('blocks.0.attn.W_V', sender, gain(0)),
        await of('blocks.0.attn.W_O', sender, null),
      );
      const qk = times(
        await of('blocks.1.attn.W_Q', receiver, gain(1)),
        turned(await of('blocks.1.attn.W_K', receiver, gain(1))),
      );
      const at = sender * 2 * heads + heads + receiver;
      const score = (kind: string) => tensorOf(result, `circuits.${version}.composition_${kind}`).data[at];
      expect(score('q')).toBeCloseTo(frobenius(times(ov, qk)) / frobenius(ov) / frobenius(qk), 5);
      expect(score('k')).toBeCloseTo(frobenius(times(qk, turned(ov))) / frobenius(ov) / frobenius(qk), 5);
    }
  });
});

describe('bundled models', () => {
  it('has the figures of the induction circuit of attn-only-2l', async () => {
    const result = await resultOf({ kind: 'composition', model: 'attn-only-2l' });
    const k = tensorOf(result, 'circuits.raw.composition_k').data;
    const score = (from: number, to: number) => k[from * 8 + 4 + to];
    expect(score(3, 2)).toBeCloseTo(0.157, 3);
    expect(score(0, 2)).toBeCloseTo(0.129, 3);
    expect(scalarOf(result, 'composition.random_mean')).toBeCloseTo(0.088, 2);
    const rows = [...compositionTable.rows(result)];
    expect(rows).toHaveLength(3 * 16);
    expect(rows[0]?.slice(0, 5)).toEqual(['q', 0, 0, 1, 0]);
  });

  it('says of a model of 0 layers what it computes, but for positions', async () => {
    const result = await resultOf({ kind: 'bigrams', model: 'attn-only-0l', options: { top: 3 } });
    const library = new ModelLibrary({
      home: join(workspace.folder, 'plain'),
      resources: join(projectRoot(), 'resources'),
    });
    const model = await library.open('attn-only-0l');
    const ids = [17, 301, 44];
    const outputs = await model.run({ inputIds: [ids] }, ['logits']);
    const { dModel, vocabularySize } = model.dimensions;
    const positions = (await model.weights.read('W_pos')).data;
    const unembed = (await model.weights.read('W_U')).data;
    for (const [position, id] of ids.entries()) {
      const row = Array.from({ length: vocabularySize }, (_, token) => {
        let ofPosition = 0;
        for (let at = 0; at < dModel; at++)
          ofPosition +=
            (positions[position * dModel + at] ?? 0) * (unembed[at * vocabularySize + token] ?? 0);
        return (outputs.get('logits')?.data[position * vocabularySize + token] ?? NaN) - ofPosition;
      });
      const order = [...row.keys()].toSorted((a, b) => (row[b] ?? 0) - (row[a] ?? 0)).slice(0, 3);
      const { lists } = bigramRow(result, id);
      expect(lists.follows?.map((entry) => entry.id)).toEqual(order);
      for (const entry of lists.follows ?? []) expect(entry.value).toBeCloseTo(row[entry.id] ?? NaN, 4);
    }
    await model.close();
  });

  it('says what follows in texts that it has not seen, beyond what any row says', async () => {
    const { engine } = workspace;
    const projectId = engine.defaultProject().id;
    const { id: textSetId } = await engine.texts.resolve({ projectId, nameOrPath: 'everyday-english' });
    const result = await resultOf({ kind: 'bigrams', model: 'attn-only-0l', textSetId });
    const [score, difference] = [againstCounts(result, 'correlation'), againstCounts(result, 'difference')];
    expect(score?.mean).toBeGreaterThan(0.4);
    expect(difference?.low).toBeGreaterThan(0.3);
    expect(difference?.n).toBeGreaterThan(200);
    // Points of the layout, one for each token that is listed.
    expect(tensorOf(result, 'bigrams.points').shape).toEqual([
      tensorOf(result, 'bigrams.tokens').data.length,
      2,
    ]);
  });

  it('lists pairs and directions of every head of a small vocabulary', async () => {
    const result = await resultOf({
      kind: 'qk-ov',
      model: 'attn-only-1l',
      options: { topPairs: 5, directions: 2 },
    });
    const pairs = pairsOfHead(result, 'ov', { layer: 0, head: 3 });
    expect(pairs).toHaveLength(5);
    expect(pairs[0]?.value).toBeGreaterThan(pairs[4]?.value ?? Infinity);
    const directions = directionsOfHead(result, 'qk', { layer: 0, head: 0 });
    expect(directions.map(({ sides }) => sides.map(({ side }) => side))).toEqual([
      ['query', 'key'],
      ['query', 'key'],
    ]);
    expect(directions[0]?.value).toBeGreaterThan(directions[1]?.value ?? Infinity);
  });
});

describe('a vocabulary of 128,000', () => {
  const VOCABULARY = 128_000;
  const D_MODEL = 8;
  let model: string;
  let embeddings: Float32Array;
  let unembeddings: Float32Array;
  beforeAll(() => {
    model = join(workspace.folder, 'large-vocabulary');
    mkdirSync(model);
    // Numbers between -1 and 1 without a pattern that matters.
    const made = (count: number, salt: number) =>
      Float32Array.from({ length: count }, (_, at) => Math.sin(12.9898 * (at + 1) + 78.233 * salt));
    embeddings = made(VOCABULARY * D_MODEL, 1);
    unembeddings = made(VOCABULARY * D_MODEL, 2);
    const tensors = new Map([
      ['embed.W_E', { shape: [VOCABULARY, D_MODEL], data: embeddings }],
      ['unembed.W_U', { shape: [D_MODEL, VOCABULARY], data: unembeddings }],
    ]);
    for (const layer of [0, 1])
      for (const [part, shape] of [
        ['Q', [2, D_MODEL, 4]],
        ['K', [2, D_MODEL, 4]],
        ['V', [2, D_MODEL, 4]],
        ['O', [2, 4, D_MODEL]],
      ] as const)
        tensors.set(`blocks.${layer}.attn.W_${part}`, {
          shape: [...shape],
          data: made(64, 3 + layer + part.charCodeAt(0)),
        });
    writeFileSync(join(model, 'model.safetensors'), writeSafetensors(tensors));
    const config = {
      model_type: 'attention_only',
      vocab_size: VOCABULARY,
      hidden_size: D_MODEL,
      num_hidden_layers: 2,
      num_attention_heads: 2,
      head_dim: 4,
      max_position_embeddings: 16,
      position_embedding: 'none',
      normalization: 'none',
      layer_norm_eps: 1e-5,
      attention_bias: false,
      unembedding_bias: false,
    };
    writeFileSync(join(model, 'config.json'), JSON.stringify(config));
  });

  it('is no part of composition', async () => {
    const { id } = await create({ kind: 'composition', model, options: { samples: 20 } });
    expect(await workspace.engine.analyses.finish({ id })).toMatchObject({ state: 'done', total: 2 });
  });

  it('goes through bigrams block by block, and the lists are those of the whole', async () => {
    const asked = { kind: 'bigrams', model, options: { tokens: 3, top: 4, projection: 'none' } };
    const { id } = await create(asked);
    const { analyses } = workspace.engine;
    expect(await analyses.finish({ id })).toMatchObject({
      state: 'done',
      total: Math.ceil(VOCABULARY / 8192),
    });
    const { lists } = bigramRow(analyses.tensors({ id }), 2);
    const value = (first: number, next: number) => {
      let sum = 0;
      for (let at = 0; at < D_MODEL; at++)
        sum += (embeddings[first * D_MODEL + at] ?? 0) * (unembeddings[at * VOCABULARY + next] ?? 0);
      return sum;
    };
    const all = Float64Array.from({ length: VOCABULARY }, (_, next) => value(2, next));
    const order = [...all.keys()].toSorted((a, b) => (all[b] ?? 0) - (all[a] ?? 0)).slice(0, 4);
    expect(lists.follows?.map((entry) => entry.id)).toEqual(order);
    const normaliser = Math.log(all.reduce((sum, logit) => sum + Math.exp(logit), 0));
    expect(lists.follows?.[0]?.logProbability).toBeCloseTo((all[order[0] ?? 0] ?? 0) - normaliser, 6);
    // By log probability every row would have to be normalised.
    expect(lists.predicts_log).toBeUndefined();
  });

  it('is cancelled in the middle, and goes on', async () => {
    const { analyses, jobs } = workspace.engine;
    const options = { tokens: 200, top: 2, projection: 'none' };
    const { id } = await create({ kind: 'bigrams', model, options });
    analyses.start({ id });
    for await (const job of jobs.listen())
      if (job.subject.analysisId === id && (job.done > 0 || (job.partly ?? 0) > 0 || job.error !== null))
        break;
    const cancelled = await analyses.cancel({ id });
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect(cancelled.done).toBeLessThan(cancelled.total);
    expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  });

  it('searches pairs for a head that is named, and says so for all', async () => {
    const all = await resultOf({ kind: 'qk-ov', model, options: { directions: 1, tokens: 1 } });
    expect(pairsOfHead(all, 'ov', { layer: 1, head: 0 })).toEqual([]);
    const { analyses } = workspace.engine;
    expect(analyses.definition('qk-ov').findings(all).join(' ')).toContain('one head at a time');
  });
});

describe('what is refused, in words', () => {
  it.each([
    ['composition', 'attention_only-0', {}, /has no layers/],
    ['composition', 'attn-only-1l', {}, /one layer/],
    ['qk-ov', 'attention_only-0', {}, /has no layers/],
    ['qk-ov', 'gpt2', { layer: 1 }, /give both, or neither/],
    ['qk-ov', 'gpt2', { layer: 2, head: 0 }, /has no head 0 in layer 2/],
    ['bigrams', 'bert', {}, /is an encoder/],
  ])('%s of %s', async (kind, model, options, words) => {
    const folder = model.startsWith('attn-') ? model : goldenFolder(model);
    await expect(create({ kind, model: folder, options })).rejects.toThrow(words);
  });

  it('tokens that are not there', async () => {
    const inputs = { tokens: [5, 9999] };
    await expect(create({ kind: 'bigrams', model: goldenFolder('gpt2'), inputs })).rejects.toThrow(/id 9999/);
    await expect(create({ kind: 'qk-ov', model: goldenFolder('gpt2'), inputs })).rejects.toThrow(/id 9999/);
  });
});
