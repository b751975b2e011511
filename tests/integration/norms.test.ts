/** The kind `norms` through the engine: of token ids against the reference, of sets, and what it refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normsOf } from '../../src/core/analyses/norms/defined.ts';
import { mixingRows } from '../../src/core/analyses/norms/methods.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { LONGEST_FEED_FORWARD } from '../../src/core/architectures/norm-names.ts';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { measureNorms } from '../../src/main/engine/analyses/norms/measure-norms.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { goldenFolder, openReference } from './parity.ts';
import { openWorkspace, type Workspace } from './workspaces.ts';

const TOLERANCE = 1e-5;
const FOLDER = join(import.meta.dirname, '../fixtures/analyses/norms');

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

function create(model: string, subject: Record<string, unknown>) {
  const { engine } = workspace;
  return engine.analyses.create({ projectId: engine.defaultProject().id, kind: 'norms', model, ...subject });
}

async function resultOf(model: string, subject: Record<string, unknown>): Promise<NamedTensors> {
  const { id } = await create(model, subject);
  const { analyses } = workspace.engine;
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return analyses.tensors({ id });
}

const inputsOf = (family: string) =>
  JSON.parse(readFileSync(join(FOLDER, `${family}.json`), 'utf8')) as {
    texts: number[][];
    mixing_ratio_mean: Record<string, number[]>;
  };

describe.each(['bert', 'distilbert', 'roberta', 'gpt2', 'gpt_neox'])('%s, token ids', (family) => {
  let result: NamedTensors;
  beforeAll(async () => {
    result = await resultOf(goldenFolder(family), { inputs: inputsOf(family) });
  });

  it('every array of the reference, with its axes', () => {
    const expected = readSafetensors(readFileSync(join(FOLDER, `${family}.safetensors`)));
    for (const [name, { shape, data }] of expected) {
      const own = tensorOf(result, name);
      expect(own.shape, name).toEqual(shape);
      const largest = data.reduce((most: number, value) => Math.max(most, Math.abs(value)), 0);
      data.forEach((value, place) => {
        const difference = Math.abs(value - (own.data[place] ?? NaN)) / largest;
        if (!(difference <= TOLERANCE)) expect.fail(`${name}, place ${place}: off by ${difference}`);
      });
    }
    expect([...result.keys()].filter((name) => name.startsWith('norms.')).sort()).toEqual(
      [...expected.keys()].sort(),
    );
  });

  it('mean mixing ratios over all tokens', () => {
    const expected = inputsOf(family).mixing_ratio_mean;
    const rows = mixingRows(result);
    expect(rows).toHaveLength(2 * Object.keys(expected).length);
    for (const { layer, method, ratio, n } of rows) {
      expect(ratio.mean).toBeCloseTo(expected[method]?.[layer] ?? NaN, 5);
      expect(n).toBe(24);
    }
  });
});

describe('sets', () => {
  const fewPairs = [
    ['The door is open.', 'The door is not open.'],
    ['She left early.', 'She never left early.'],
    ['They like the soup.', 'They do not like the soup.'],
  ] as const;

  it('both statements of each pair, with intervals by pair, the same at any packing', async () => {
    const { engine } = workspace;
    const projectId = engine.defaultProject().id;
    const { id: setId } = engine.sets.create({ projectId, name: 'few', description: '' });
    for (const [original, counterfactual] of fewPairs)
      engine.sets.addPair({ setId, original, counterfactual, label: '' });
    const result = await resultOf('all-MiniLM-L6-v2', { setId });
    expect(scalarOf(result, 'texts')).toBe(6);
    expect(tensorOf(result, 'weight_norm_correlation').shape).toEqual([6, 12]);
    const rows = mixingRows(result);
    expect(rows).toHaveLength(36);
    for (const { ratio } of rows) {
      expect(ratio.mean).toBeGreaterThan(0);
      expect(ratio.mean).toBeLessThan(1);
      expect(ratio.high).toBeGreaterThan(ratio.low ?? 1);
    }
    // The same sentence by itself and beside longer ones.
    const library = new ModelLibrary({ home: workspace.folder, resources: resourcesDir() });
    const model = await library.open('all-MiniLM-L6-v2');
    const item = (text: string) => ({
      name: 'text',
      text,
      ids: null,
      tokenTypes: null,
      sourceId: null,
      cluster: 0,
    });
    const [alone] = await measureNorms(model, [item('She left early.')], false);
    const beside = await measureNorms(
      model,
      [item('They do not like the soup.'), item('She left early.')],
      false,
    );
    for (const name of ['mixing', 'correlation']) {
      const [a, b] = [alone, beside[1]].map((part) => tensorOf(part ?? new Map(), name).data);
      a?.forEach((value, place) => expect(value).toBeCloseTo(b?.[place] ?? NaN, 5));
    }
    await model.close();
  });

  it('a control set is refused in words', async () => {
    const { engine } = workspace;
    const projectId = engine.defaultProject().id;
    const { id: setId } = engine.sets.create({ projectId, name: 'beside', description: '' });
    engine.sets.addPair({ setId, original: 'One.', counterfactual: 'Two.', label: '' });
    await expect(create('all-MiniLM-L6-v2', { setId, controlSetId: setId })).rejects.toThrow(
      'leave the control set out',
    );
  });
});

describe('long texts', () => {
  it('have no maps through the feed-forward layer, but mixing ratios', async () => {
    const ids = Array.from({ length: LONGEST_FEED_FORWARD + 2 }, (_, at) => 1000 + (at % 90));
    const result = await resultOf('all-MiniLM-L6-v2', { inputs: { texts: [ids] } });
    const all = (name: string, holds: (value: number) => boolean) =>
      tensorOf(result, `norms.blocks.0.${name}`).data.every(holds);
    expect(all('atb_ff_n', Number.isNaN)).toBe(true);
    expect(all('mixing_atb_ff', (value) => value > 0 && value < 1)).toBe(true);
    expect(all('attn_res_ln_n', (value) => value > 0)).toBe(true);
  });
});

describe('what is refused', () => {
  it.each([
    [
      'an id outside the vocabulary',
      {
        texts: [
          [1, 2],
          [3, 5000],
        ],
      },
      'text 1 has id 5000',
    ],
    ['token types of another length', { texts: [[1, 2]], token_types: [[0]] }, '2 tokens and 1 token types'],
    [
      'rows of token types',
      {
        texts: [[1, 2]],
        token_types: [
          [0, 0],
          [0, 0],
        ],
      },
      'token_types has 2 rows',
    ],
    ['no texts', { texts: [] }, 'has no text'],
    ['a text without tokens', { texts: [[]] }, 'is a text without tokens'],
    ['a text that is too long', { texts: [Array.from({ length: 600 }, () => 5)] }, 'has 600 tokens'],
  ])('%s', async (_what, inputs, words) => {
    await expect(create(goldenFolder('bert'), { inputs })).rejects.toThrow(words);
  });

  it('a model without layers', async () => {
    await expect(create(goldenFolder('attention_only-0'), { inputs: { texts: [[1, 2]] } })).rejects.toThrow(
      'has no layers',
    );
  });

  it('more maps than a result holds', async () => {
    const texts = Array.from({ length: 8000 }, () => Array.from({ length: 40 }, () => 5));
    await expect(create(goldenFolder('bert'), { inputs: { texts } })).rejects.toThrow('million numbers');
  });

  it('one token, but only of the mixing ratio', async () => {
    const result = await resultOf(goldenFolder('gpt2'), { inputs: { texts: [[5], [5, 6, 7]] } });
    expect(scalarOf(result, 'one_token')).toBe(1);
    expect(tensorOf(result, 'norms.blocks.0.mixing_attn').data[0]).toBe(0);
  });
});

it.each([
  ['llama', 'gated', 'attn_res_ln2'],
  ['gpt_neox', 'parallel', 'attn_res'],
  ['attention_only', 'attention alone', 'attn_res'],
])('%s ends where it is %s', async (family, end, last) => {
  const result = await resultOf(goldenFolder(family), { inputs: { texts: [[5, 6, 7, 8]] } });
  expect(mixingRows(result).at(-1)?.method).toBe(last);
  const reference = await openReference(goldenFolder(family));
  expect(normsOf(reference.model.hooks).end).toBe(end);
  await reference.close();
});
