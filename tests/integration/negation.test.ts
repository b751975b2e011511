/** Negation: held to PyTorch on token ids; cues, neutrals, controls and bad input on sets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countsOf } from '../../src/core/analyses/negation/counts.ts';
import { comparisonOf, headRows, statisticsAt } from '../../src/core/analyses/negation/rows.ts';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { textPair } from '../../src/main/engine/sets/pair-content.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import golden from '../fixtures/analyses/bert/negation.json' with { type: 'json' };
import { openWorkspace, type Workspace } from './workspaces.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const BERT = join(fixtures, 'golden/bert');
const MINILM = 'all-MiniLM-L6-v2';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

const projectId = () => workspace.engine.defaultProject().id;

async function resultOf(request: Omit<AnalysisRequest, 'projectId' | 'kind'>) {
  const { analyses } = workspace.engine;
  const { id } = await analyses.create({ projectId: projectId(), kind: 'negation', ...request });
  const analysis = await analyses.finish({ id });
  expect(analysis).toMatchObject({ state: 'done', failed: 0 });
  return { id, analysis, result: analyses.tensors({ id }) };
}

describe('token ids, against PyTorch in float64', () => {
  const expected = readSafetensors(readFileSync(join(fixtures, 'analyses/bert/negation.safetensors')));

  it('every key within its tolerance', async () => {
    const { result } = await resultOf({ model: BERT, inputs: golden });
    expect([...tensorOf(result, 'negation.distances').data]).toEqual(golden.distances);
    const worst = new Map<string, number>();
    for (const [name, { shape, data }] of expected) {
      const own = tensorOf(result, name);
      expect(own.shape, name).toEqual(shape);
      const key = name.replace(/\d+/u, 'N');
      data.forEach((value, index) => {
        const actual = own.data[index] ?? 0;
        if (Number.isNaN(value)) expect(actual, name).toBeNaN();
        else worst.set(key, Math.max(worst.get(key) ?? 0, Math.abs(actual - value)));
      });
    }
    for (const [key, gap] of worst) expect(gap, key).toBeLessThan(key.includes('radius') ? 3e-4 : 2e-5);
    // Of an encoder the ratio that is tested is the lift of the reference.
    const ratios = headRows(result, 'to_cue_ratio').map(({ mean }) => mean);
    const lifts = [0, 1, 2].map((pair) => tensorOf(result, `negation.${pair}.lift`).data);
    ratios.forEach((mean, place) =>
      expect(mean).toBeCloseTo(lifts.reduce((sum, lift) => sum + (lift[place] ?? 0), 0) / 3, 12),
    );
  });
});
