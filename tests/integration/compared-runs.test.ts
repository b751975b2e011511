/** Two runs compared: the numbers are those of the rows in the store. */
import { join } from 'node:path';
import { mean } from 'd3-array';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runsRequest } from '../../src/core/analyses/compared-runs/runs-spec.ts';
import { projectRoot } from '../../src/main/engine/paths.ts';
import { figureSpec } from '../../src/shared/figures.ts';
import { runsCompared } from '../../src/shared/runs-compared.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs, type Workspace } from './workspaces.ts';

const PAIRS = [
  ...GOLDEN_PAIRS,
  { original_ids: [14, 27, 30, 31, 36], counterfactual_ids: [14, 27, 50, 31, 36] },
].slice(-5);
const DISTILBERT = join(projectRoot(), 'tests/fixtures/golden/distilbert');
const metric = 'attention_js_divergence';
let workspace: Workspace;
let ids: { all: number; last: number; controlled: number; otherModel: number };
beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  const setId = await addSet(engine, 'golden', PAIRS);
  const other = await addSet(
    engine,
    'turned',
    PAIRS.map(({ original_ids, counterfactual_ids }) => ({
      original_ids: counterfactual_ids,
      counterfactual_ids: original_ids,
    })),
  );
  ids = {
    all: (await runPairs(engine, { setId })).id,
    last: (await runPairs(engine, { setId, options: { queries: 'from_change' } })).id,
    controlled: (await runPairs(engine, { setId: other })).id,
    otherModel: (await runPairs(engine, { setId, model: DISTILBERT })).id,
  };
});
afterAll(() => workspace.dispose());

test('other options: each pair less itself, as the stored values have it', async () => {
  const { engine } = workspace;
  const compared = await engine.comparisons.compare(
    runsRequest.parse({ runId: ids.all, otherRunId: ids.last, metric }),
  );
  // What crosses to a window is what the contract says.
  expect(runsCompared.parse(compared)).toEqual(compared);
  expect(compared.design).toMatchObject({ as: 'paired', by: 'heads', beyond: 'none', compared: [5, 5] });
  const [first, second] = await Promise.all(
    [ids.all, ids.last].map(async (runId) => {
      const { set } = await engine.readings.quick.values({ runId, metric, layer: 1, head: 2 });
      return mean(set.map((value) => value ?? Number.NaN)) ?? Number.NaN;
    }),
  );
  const head = compared.heads.find((row) => row.layer === 1 && row.head === 2);
  expect(head?.first).toBeCloseTo(first ?? Number.NaN, 12);
  expect(head?.second).toBeCloseTo(second ?? Number.NaN, 12);
  expect(head?.difference).toBeCloseTo((first ?? 0) - (second ?? 0), 12);
  expect(head?.arrangements).toBe(32);
});

test('other pairs are two samples; a run is not compared with itself', async () => {
  const { engine } = workspace;
  const { design, heads } = await engine.comparisons.compare(
    runsRequest.parse({ runId: ids.all, otherRunId: ids.controlled, metric }),
  );
  expect(design).toMatchObject({ as: 'two-sample', shared: 0 });
  expect(heads).toHaveLength(8);
  await expect(
    engine.comparisons.compare(runsRequest.parse({ runId: ids.all, otherRunId: ids.all, metric })),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('the job is done to its last per cent, where heads are compared and where means are', async () => {
  const { engine } = workspace;
  const shares: string[] = [];
  const stop = new AbortController();
  const listening = (async () => {
    for await (const { title, state, done, total } of engine.jobs.listen(stop.signal))
      if (title.endsWith('compared') && state === 'done') shares.push(`${title}: ${done}/${total}`);
  })();
  for (const otherRunId of [ids.last, ids.otherModel])
    await engine.comparisons.compare(runsRequest.parse({ runId: ids.all, otherRunId, metric }));
  stop.abort();
  await listening;
  expect(shares).toEqual(
    [ids.last, ids.otherModel].map((id) => `Run ${ids.all} and run ${id} compared: 100/100`),
  );
});

test('a figure carries the hashes of both runs', async () => {
  const spec = figureSpec.parse({
    kind: 'runs-map',
    runId: ids.all,
    otherRunId: ids.controlled,
    metric,
  });
  const { file } = await workspace.engine.exports.figure({ spec, format: 'svg', theme: 'light' });
  const svg = await file.text();
  for (const id of [ids.all, ids.controlled])
    expect(svg).toContain(workspace.engine.runs.get({ id }).provenance.setHash);
});

test('the smallest effect of interest and covariates reach the numbers and the words', async () => {
  const { engine } = workspace;
  const request = { runId: ids.all, otherRunId: ids.last, metric, margin: 100, covariates: ['length'] };
  const compared = await engine.comparisons.compare(runsRequest.parse(request));
  expect(runsCompared.parse(compared)).toEqual(compared);
  expect(new Set(compared.heads.map(({ margin }) => margin))).toEqual(new Set([100]));
  expect(compared.design.adjustment).toEqual([
    'Not adjusted for length, as was asked for: each pair is compared with itself.',
  ]);
});
