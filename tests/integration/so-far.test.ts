import { afterAll, beforeAll, expect, test } from 'vitest';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs, type Workspace } from './workspaces.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

test('means of what is stored are those of the rows, of set and control', async () => {
  const { engine } = workspace;
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS.slice(0, 2));
  const controlSetId = await addSet(engine, 'control', GOLDEN_PAIRS.slice(2, 4));
  const { id: runId } = await runPairs(engine, { setId, controlSetId });
  const metric = 'attention_js_divergence';
  const { mean, against, ...counts } = await engine.readings.quick.meansSoFar({ runId, metric });
  expect(counts).toEqual({ baseline: 'control', pairs: 2, compared: 2 });
  const { set, control } = await engine.readings.quick.values({ runId, metric, layer: 1, head: 2 });
  const average = (values: readonly (number | null)[]) =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
  expect(mean[1]?.[2]).toBeCloseTo(average([...set]), 12);
  expect(against[1]?.[2]).toBeCloseTo(average([...control]), 12);
});

test('without neutrals and control set there is nothing to take away', async () => {
  const { engine } = workspace;
  const setId = await addSet(engine, 'alone', GOLDEN_PAIRS.slice(0, 2));
  const { id: runId } = await runPairs(engine, { setId });
  const { baseline, against } = await engine.readings.quick.meansSoFar({ runId, metric: 'value_cosine' });
  expect([baseline, against.flat().every((value) => value === null)]).toEqual(['none', true]);
});
