/** Statistics over the pairs of a run, computed from the store and kept there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { readAggregates } from '../../src/main/engine/store/aggregates.ts';
import type { AggregateRow, Run } from '../../src/shared/entities.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, planRun, runPairs, type Workspace } from './workspaces.ts';

const AT = { metric: 'attention_js_divergence', layer: 1, head: 2 } as const;

let workspace: Workspace;
let run: Run;

beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
  const controlSetId = await addSet(
    engine,
    'control',
    GOLDEN_PAIRS.map(({ original_ids }, index) => ({
      original_ids,
      counterfactual_ids: original_ids.map((id, position) => (position === index % 4 ? id + 1 : id)),
    })),
  );
  run = await runPairs(engine, { setId, controlSetId, options: { seed: 7 } });
});
afterAll(() => workspace.dispose());

async function rowAt(runId: number, group = ''): Promise<AggregateRow> {
  const rows = await workspace.engine.aggregates.rows({ runId, group, metric: AT.metric });
  return (
    rows.find(({ layer, head }) => layer === AT.layer && head === AT.head) ??
    expect.unreachable('no such row')
  );
}

function mean(values: readonly (number | null)[]): number {
  const defined = values.filter((value) => value !== null);
  return defined.reduce((a, b) => a + b, 0) / defined.length;
}

test('every metric at every head, in the order of the catalogue', async () => {
  const rows = await workspace.engine.aggregates.rows({ runId: run.id, group: '' });
  expect(rows.map(({ metric, layer, head }) => `${metric} ${layer} ${head}`)).toEqual(
    METRIC_NAMES.flatMap((name) =>
      [0, 1].flatMap((layer) => [0, 1, 2, 3].map((head) => `${name} ${layer} ${head}`)),
    ),
  );
  expect(await workspace.engine.aggregates.rows({ runId: run.id, group: '' })).toEqual(rows);
});

test('mean, control mean and difference are those of the stored values', async () => {
  const { set, control } = workspace.engine.results.values({ runId: run.id, ...AT });
  const row = await rowAt(run.id);
  expect(row.n).toBe(GOLDEN_PAIRS.length);
  expect(row.mean).toBeCloseTo(mean(set), 12);
  expect(row.control_mean).toBeCloseTo(mean(control), 12);
  expect(row.difference).toBeCloseTo(mean(set) - mean(control), 12);
});

test('groups are the labels of the set, each against the whole control set', async () => {
  expect(workspace.engine.aggregates.groups({ runId: run.id })).toEqual(['even', 'longer', 'odd']);
  const { set, control } = workspace.engine.results.values({ runId: run.id, ...AT });
  const even = set.filter((_, index) => GOLDEN_PAIRS[index]?.label === 'even');
  const row = await rowAt(run.id, 'even');
  expect(row.n).toBe(even.length);
  expect(row.mean).toBeCloseTo(mean(even), 12);
  expect(row.control_mean).toBeCloseTo(mean(control), 12);
  await expect(rowAt(run.id, 'neither')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the statistics of a run that is done are kept, and the same when computed again', async () => {
  const first = await workspace.engine.aggregates.rows({ runId: run.id, group: '' });
  const { database } = workspace.engine.store;
  expect(readAggregates(database, run.id, '')).toHaveLength(first.length);
  expect(readAggregates(database, run.id, 'odd')).toHaveLength(0);
  const again = await runPairs(workspace.engine, {
    setId: run.set.id,
    controlSetId: run.controlSet?.id ?? 0,
    options: { seed: 7 },
  });
  expect(await workspace.engine.aggregates.rows({ runId: again.id, group: '' })).toEqual(first);
});

test('another seed draws other resamples of the same values', async () => {
  const other = await runPairs(workspace.engine, { setId: run.set.id, options: { seed: 8 } });
  const rowsOf = ({ id }: Run) => workspace.engine.aggregates.rows({ runId: id, group: '' });
  const [first, second] = [await rowsOf(run), await rowsOf(other)];
  expect(second.map((row) => row.mean)).toEqual(first.map((row) => row.mean));
  expect(second.map((row) => row.ci_low)).not.toEqual(first.map((row) => row.ci_low));
  expect(second.every((row) => row.control_mean === null && row.q === null)).toBe(true);
});

test('a run that is not done has statistics of what is there, which are not kept', async () => {
  const { engine } = workspace;
  const planned = await planRun(engine, { setId: run.set.id });
  expect(await rowAt(planned.id)).toMatchObject({ n: 0, mean: null, ci_low: null });
  expect(readAggregates(engine.store.database, planned.id, '')).toHaveLength(0);
});

test('who asks while they are being computed gets the same; progress goes up to the end', async () => {
  const { engine } = workspace;
  const fresh = await runPairs(engine, { setId: run.set.id });
  const shares: number[] = [];
  const [first, second] = await Promise.all([
    engine.aggregates.rows({ runId: fresh.id, group: '' }, (share) => shares.push(share)),
    engine.aggregates.rows({ runId: fresh.id, group: '' }),
  ]);
  expect(second).toBe(first);
  expect(shares.length).toBeGreaterThan(0);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
});
