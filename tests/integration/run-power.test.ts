/** What a run could see that is not planned yet: counted in the set, and by what an earlier run has measured. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparedSizes, type SizesByUnits } from '../../src/core/analyses/statistics/comparable-sizes.ts';
import { DEFAULT_CHOICE } from '../../src/core/analyses/statistics/comparison-choice.ts';
import { runPower, runPowerRequest } from '../../src/shared/run-power.ts';
import {
  addSet,
  GOLDEN_BERT,
  GOLDEN_PAIRS,
  type IdPair,
  openWorkspace,
  runPairs,
  type Workspace,
} from './workspaces.ts';

/** One token for another, as the neutral does; two pairs share a cluster, and the last has neither neutral nor cluster. */
const PAIRS: IdPair[] = Array.from({ length: 8 }, (_, at) => ({
  original_ids: [14, 27, 30 + at, 31, 36],
  counterfactual_ids: [14, 27, 50 + at, 31, 36],
  ...(at < 7 && {
    neutral_ids: [14, 27, 60 + at, 31, 36],
    cluster: at < 2 ? 'both' : `alone ${at}`,
  }),
}));

let workspace: Workspace;
let ids: { own: number; plain: number; control: number };
beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  ids = {
    own: await addSet(engine, 'own', PAIRS),
    plain: await addSet(engine, 'plain', GOLDEN_PAIRS),
    control: await addSet(engine, 'control', GOLDEN_PAIRS.slice(0, 3)),
  };
});
afterAll(() => workspace.dispose());

async function power(setId: number, parts: object = {}) {
  const { engine } = workspace;
  const request = {
    projectId: engine.defaultProject().id,
    setId,
    controlSetId: null,
    model: 'bert',
    ...parts,
  };
  const found = await engine.readings.quick.powerBefore(runPowerRequest.parse(request));
  return runPower.parse(found);
}

test('pairs with neutrals are paired, in clusters and pairs that are in none', async () => {
  // Seven of eight have a neutral; six clusters among them.
  expect(await power(ids.own)).toMatchObject({ kind: 'paired', set: { pairs: 7, units: 6 }, control: null });
  expect(await power(ids.own, { comparison: { clusters: 'none' } })).toMatchObject({
    set: { pairs: 7, units: 7 },
  });
});

test('without neutrals a control set is what pairs are compared with; without either there is nothing', async () => {
  const n = GOLDEN_PAIRS.length;
  expect(await power(ids.plain, { controlSetId: ids.control })).toMatchObject({
    kind: 'matched',
    set: { pairs: n, units: n },
    control: { pairs: 3, units: 3 },
  });
  expect(
    await power(ids.plain, { controlSetId: ids.control, comparison: { clusters: 'labels' } }),
  ).toMatchObject({
    set: { pairs: n, units: 3 },
  });
  expect(await power(ids.plain)).toMatchObject({ kind: 'none', earlier: null });
});

test('the spread is that of an earlier run of the model, once its statistics are there', async () => {
  const { engine } = workspace;
  const run = await runPairs(engine, { setId: ids.own, model: GOLDEN_BERT });
  const model = run.model.name;
  expect((await power(ids.own, { model })).earlier).toBeNull();
  const rows = await engine.aggregates.rows({
    runId: run.id,
    group: '',
    metrics: ['attention_js_divergence'],
  });
  const errors = rows
    .map(({ difference_se }) => difference_se ?? 0)
    .filter((se) => se > 0)
    .sort((a, b) => a - b);
  expect(errors).toHaveLength(8);
  const { earlier } = await power(ids.own, { model });
  expect(earlier).toMatchObject({
    runId: run.id,
    set: 'own',
    se: errors[errors.length >> 1],
    pairs: 7,
    units: 6,
    setUnits: 6,
    controlUnits: null,
  });
  // Another comparison has another spread, and another model another.
  expect((await power(ids.plain, { model, controlSetId: ids.control })).earlier).toBeNull();
  expect((await power(ids.own, { model: 'other' })).earlier).toBeNull();
});

test('a set that is not there is refused', async () => {
  await expect(power(99)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

async function sizesChecked(setId: number, controlSetId: number | null): Promise<SizesByUnits | null> {
  const { engine } = workspace;
  let sizes: SizesByUnits | null = null;
  const projectId = engine.defaultProject().id;
  for await (const state of engine.runs.check({ projectId, setId, controlSetId, model: GOLDEN_BERT }))
    sizes = state.sizes;
  return sizes;
}

test('what a check counts is what the run then compares: no pair that cannot be measured, no neutral of another shape', async () => {
  const { engine } = workspace;
  const beginning = {
    original_ids: [14, 27, 29, 31, 36],
    neutral_ids: [14, 27, 28, 31, 36],
    cluster: 'both',
  };
  const setId = await addSet(engine, 'in part', [
    ...PAIRS,
    // An id of another vocabulary, a neutral of another shape.
    { ...beginning, original_ids: [14, 9_999_999], counterfactual_ids: [14] },
    { ...beginning, counterfactual_ids: [14, 27, 72, 31, 36], neutral_ids: [14, 27, 65, 5, 31, 36] },
  ]);
  const sizes = (await sizesChecked(setId, null)) ?? expect.unreachable('a check ends with all of it');
  const forecast = comparedSizes(sizes, DEFAULT_CHOICE);
  expect(forecast).toEqual({ kind: 'paired', set: { pairs: 7, units: 6 }, control: null });
  expect((await power(setId)).set).toEqual({ pairs: 9, units: 6 });
  const run = await runPairs(engine, { setId, model: GOLDEN_BERT });
  const design = engine.aggregates.design({ runId: run.id, group: '' });
  expect(design).toMatchObject({ kind: 'paired', compared: 7, clusters: { set: 6 } });
});

test('with a control set, too, those are counted that the run compares', async () => {
  const { engine } = workspace;
  const plain = (count: number, from: number): IdPair[] =>
    Array.from({ length: count }, (_, at) => ({
      original_ids: [14, 27, 30, 31, 36],
      counterfactual_ids: [14, 27, from + at, 31, 36],
    }));
  const setId = await addSet(engine, 'of two shapes', [
    ...plain(6, 40),
    { original_ids: [14, 36], counterfactual_ids: [14, 1, 2, 3, 4, 5, 6, 36] },
  ]);
  const controlSetId = await addSet(engine, 'their control', plain(8, 60));
  const sizes = (await sizesChecked(setId, controlSetId)) ?? expect.unreachable('a check ends');
  expect(comparedSizes(sizes, DEFAULT_CHOICE)).toEqual({
    kind: 'matched',
    set: { pairs: 6, units: 6 },
    control: { pairs: 8, units: 8 },
  });
  const run = await runPairs(engine, { setId, controlSetId, model: GOLDEN_BERT });
  const design = engine.aggregates.design({ runId: run.id, group: '' });
  expect(design).toMatchObject({ kind: 'matched', compared: 6, comparedControl: 8 });
});
