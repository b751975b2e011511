/** Queries and keys, held to PyTorch on golden checkpoints of five families, through the engine. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
