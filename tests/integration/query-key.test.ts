/** Queries and keys, held to PyTorch on golden checkpoints of five families, through the engine. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryKey } from '../../src/core/analyses/query-key/definition.ts';
import { type NamedTensors, tensorOf } from '../../src/core/analyses/named-tensor.ts';
import bert from '../fixtures/analyses/query-key/bert.json' with { type: 'json' };
import distilbert from '../fixtures/analyses/query-key/distilbert.json' with { type: 'json' };
import gpt2 from '../fixtures/analyses/query-key/gpt2.json' with { type: 'json' };
import gptNeox from '../fixtures/analyses/query-key/gpt_neox.json' with { type: 'json' };
import roberta from '../fixtures/analyses/query-key/roberta.json' with { type: 'json' };
import { openWorkspace, type Workspace } from './workspaces.ts';

/** Three to nine pairs decide these. */
const LOOSE = 2e-3;
const TIGHT = 1e-4;
const EXACT = new Set(['count', 'count_pooled', 'c_best_weighted_corr', 'c_best_scaled', 'c_fine']);

const golden = (family: string) => join(import.meta.dirname, '../fixtures/golden', family);

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

function create(model: string, inputs: Record<string, unknown>, options: Record<string, unknown> = {}) {
  const { engine } = workspace;
  const projectId = engine.defaultProject().id;
  return engine.analyses.create({ projectId, kind: 'query-key', model, inputs, options });
}

async function resultOf(
  model: string,
  inputs: Record<string, unknown>,
  options: Record<string, unknown> = {},
): Promise<NamedTensors> {
  const { id } = await create(model, inputs, options);
  const { analyses } = workspace.engine;
  expect(await analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  return analyses.tensors({ id });
}

function toleranceOf(name: string): number {
  // As stored in float32.
  if (EXACT.has(name)) return 1e-6;
  return name === 'weighted_corr' || name === 'c_fine_corr' ? LOOSE : TIGHT;
}

/** The largest difference; undefined numbers have to stand in the same places. */
function furthest(actual: ArrayLike<number>, expected: readonly (number | null)[]): number {
  expect(actual).toHaveLength(expected.length);
  let largest = 0;
  for (const [place, wanted] of expected.entries()) {
    const value = actual[place] ?? Number.NaN;
    if (wanted === null) expect(value).toBeNaN();
    else largest = Math.max(largest, Number.isNaN(value) ? Infinity : Math.abs(value - wanted));
  }
  return largest;
}

describe.each([
  ['bert', bert],
  ['distilbert', distilbert],
  ['roberta', roberta],
  ['gpt2', gpt2],
  ['gpt_neox', gptNeox],
] as const)('%s against PyTorch', (family, fixture) => {
  it.each(['query_key', 'query_key_5'] as const)('%s', async (section) => {
    const { inputs, expected } = fixture[section];
    const result = await resultOf(golden(family), inputs);
    for (const [name, values] of Object.entries(expected)) {
      const { data } = tensorOf(result, `query_key.${name}`);
      expect.soft(furthest(data, values), name).toBeLessThan(toleranceOf(name));
    }
  });
});

/** Sixty texts of ten ids each. */
const TEXTS = Array.from({ length: 60 }, (_, text) =>
  Array.from({ length: 10 }, (_, position) => 5 + ((7 * text + 13 * position + text * position) % 100)),
);
const ONE_HEAD = { layer: 1, head: 2, alone: 'yes' };

describe('layouts', () => {
  it.each(['t-sne', 'umap'])('%s of one head is the same picture twice, and a table', async (projection) => {
    const inputs = { texts: TEXTS.slice(0, 12), fine_grid: [] };
    const options = { projection, ...ONE_HEAD };
    const first = await resultOf(golden('bert'), inputs, options);
    const second = await resultOf(golden('bert'), inputs, options);
    expect(tensorOf(first, 'query_key.points').shape).toEqual([1, 240, 2]);
    expect(tensorOf(first, 'query_key.points').data.every(Number.isFinite)).toBe(true);
    expect(second).toEqual(first);
    expect(tensorOf(first, 'query_key.laid_out').data).toEqual(Int32Array.of(6));
    // Of the head alone there is no share of all heads.
    expect(tensorOf(first, 'query_key.scaled').data.every(Number.isNaN)).toBe(true);
    const { rows } = queryKey.tables[1];
    const table = [...rows(first)];
    expect(table).toHaveLength(240);
    expect(table[0]?.slice(0, 6)).toEqual([1, 2, 'query', 0, 0, '5']);
    expect(table[121]?.slice(0, 6)).toEqual([1, 2, 'key', 0, 1, `${TEXTS[0]?.[1]}`]);
  });

  it('is cancelled in the middle of UMAP, and goes on to the same picture', async () => {
    const { analyses, jobs } = workspace.engine;
    const inputs = { texts: TEXTS, fine_grid: [] };
    const options = { projection: 'umap', ...ONE_HEAD };
    const { id } = await create(golden('bert'), inputs, options);
    analyses.start({ id });
    // Half of a head is done: its layout has begun.
    for await (const job of jobs.listen())
      if (job.subject.analysisId === id && (job.partly ?? 0) > 0.5) break;
    expect(await analyses.cancel({ id })).toMatchObject({ state: 'cancelled', done: 0 });
    expect(await analyses.finish({ id })).toMatchObject({ state: 'done' });
    expect(analyses.tensors({ id })).toEqual(await resultOf(golden('bert'), inputs, options));
  });
});

describe('what is refused, in words', () => {
  it.each([
    ['too few tokens', 'bert', { texts: [[5, 6, 7]] }, {}, /have 3 tokens .* takes 21 for three pairs/],
    ['a model without layers', 'attention_only-0', { texts: TEXTS }, {}, /has no layers/],
    ['half of a head', 'bert', { texts: TEXTS }, { layer: 1 }, /give both, or neither/],
    ['a head that is not there', 'bert', { texts: TEXTS }, { layer: 2, head: 0 }, /has no head 0 in layer 2/],
    ['ids outside of the vocabulary', 'bert', { texts: [[5, 107]] }, {}, /id 107 at position 1/],
    ['types that fit no ids', 'bert', { texts: TEXTS, token_types: [[0]] }, {}, /not one type for each/],
    ['no texts', 'bert', { texts: [] }, {}, /texts/],
  ])('%s', async (_, family, inputs, options, words) => {
    await expect(create(golden(family), inputs, options)).rejects.toThrow(words);
  });
});

it('measures every head on the same tokens, of whole texts that a seed draws', async () => {
  const inputs = { texts: TEXTS, fine_grid: [] };
  const options = { tokens: 100, projection: 'none' };
  const [one, again, other] = [
    await resultOf(golden('bert'), inputs, options),
    await resultOf(golden('bert'), inputs, options),
    await resultOf(golden('bert'), inputs, { ...options, seed: 1 }),
  ];
  const drawn = (result: NamedTensors) => tensorOf(result, 'query_key.input_source').data;
  expect(tensorOf(one, 'query_key.token_id').data).toHaveLength(100);
  expect(drawn(one)).toHaveLength(30);
  expect(again).toEqual(one);
  expect(drawn(other)).not.toEqual(drawn(one));
});
