/** Statistics over the pairs of a run: an analysis of it, computed from the store and kept there. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { openEngine } from '../../src/main/engine/engine.ts';
import { findingOfRun } from '../../src/main/engine/aggregates/last-finding.ts';
import { statistics } from '../../src/core/analyses/statistics/definition.ts';
import type { Store } from '../../src/main/engine/store/database.ts';
import { hashRow } from '../../src/main/engine/store/row-hashes.ts';
import { analysesOfRun } from '../../src/main/engine/store/analyses.ts';
import type { AggregateRow, Run } from '../../src/shared/entities.ts';
import type { Job } from '../../src/shared/jobs.ts';
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
  const rows = await workspace.engine.aggregates.rows({ runId, group, metrics: [AT.metric] });
  return (
    rows.find(({ layer, head }) => layer === AT.layer && head === AT.head) ??
    expect.unreachable('no such row')
  );
}

/** The groups whose statistics the workspace keeps, with the state of each. */
function kept(runId: number): [group: unknown, state: string][] {
  return analysesOfRun(workspace.engine.store.database, runId, 'statistics').map(({ options, state }) => [
    options['group'],
    state,
  ]);
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
  const ofRun = kept(run.id);
  expect(ofRun).toContainEqual(['', 'done']);
  expect(ofRun.map(([group]) => group)).not.toContain('odd');
  expect(await workspace.engine.aggregates.rows({ runId: run.id, group: '' })).toEqual(first);
  expect(kept(run.id)).toEqual(ofRun);
  const again = await runPairs(workspace.engine, {
    setId: run.set.id,
    controlSetId: run.controlSet?.id ?? 0,
    options: { seed: 7 },
  });
  expect(await workspace.engine.aggregates.rows({ runId: again.id, group: '' })).toEqual(first);
});

test('another seed draws other resamples of the same values', async () => {
  // Of few pairs an interval is that of Student's t, which knows no seed.
  const many = Array.from({ length: 10 }, (_, k) =>
    GOLDEN_PAIRS.map(({ original_ids: [first = 0, ...a], counterfactual_ids: [second = 0, ...b] }) => ({
      original_ids: [first, 40 + k, ...a],
      counterfactual_ids: [second, 40 + k, ...b],
    })),
  ).flat();
  const setId = await addSet(workspace.engine, 'golden, many times', many);
  const ofSeed = (seed: number) => runPairs(workspace.engine, { setId, options: { seed } });
  const rowsOf = ({ id }: Run) => workspace.engine.aggregates.rows({ runId: id, group: '' });
  const [first, second] = [await rowsOf(await ofSeed(7)), await rowsOf(await ofSeed(8))];
  expect(second.map((row) => row.mean)).toEqual(first.map((row) => row.mean));
  expect(first[0]?.ci_kind).toBe('studentised');
  expect(second.map((row) => row.top_share)).not.toEqual(first.map((row) => row.top_share));
  expect(second.every((row) => row.control_mean === null && row.q === null)).toBe(true);
});

test('a run that is not done has statistics of what is there, made anew when more is', async () => {
  const { engine } = workspace;
  const planned = await planRun(engine, { setId: run.set.id });
  expect(await rowAt(planned.id)).toMatchObject({ n: 0, mean: null, ci_low: null });
  await engine.runs.finish({ id: planned.id });
  expect(kept(planned.id)).toEqual([]);
  expect(await rowAt(planned.id)).toMatchObject({ n: GOLDEN_PAIRS.length });
  expect(kept(planned.id)).toEqual([['', 'done']]);
});

test('who asks while they are being computed waits for the same job, which tells how far it is', async () => {
  const { engine } = workspace;
  const fresh = await runPairs(engine, { setId: run.set.id });
  const news = engine.jobs.listen();
  const told: Job[] = [];
  const telling = (async () => {
    for await (const job of news) {
      told.push(job);
      if (job.state === 'done') return;
    }
  })();
  const rows = () => engine.aggregates.rows({ runId: fresh.id, group: '' });
  const [first, second] = await Promise.all([rows(), rows()]);
  expect(second).toEqual(first);
  await telling;
  expect(new Set(told.map(({ jobId }) => jobId)).size).toBe(1);
  // How far it is is told between its steps, not only at its end.
  const counts = told.map(({ done }) => done);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(counts.some((done) => done > 0 && done < METRIC_NAMES.length)).toBe(true);
  expect(told.at(-1)).toMatchObject({
    kind: 'analysis',
    subject: { runId: fresh.id, analysisKind: 'statistics' },
    unit: 'metrics',
    done: METRIC_NAMES.length,
    total: METRIC_NAMES.length,
  });
});

test('they can be cancelled between two steps, and come to the same numbers when they are asked for again', async () => {
  const { engine } = workspace;
  const fresh = await runPairs(engine, {
    setId: run.set.id,
    controlSetId: run.controlSet?.id ?? 0,
    options: { seed: 7 },
  });
  const news = engine.jobs.listen();
  const asked = engine.aggregates.rows({ runId: fresh.id, group: '' });
  const refused = expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  for await (const { jobId, done } of news)
    if (done > 0) {
      await engine.jobs.cancel(jobId);
      break;
    }
  await refused;
  expect(kept(fresh.id)).toEqual([['', 'cancelled']]);
  const rowsOf = ({ id }: Run) => engine.aggregates.rows({ runId: id, group: '' });
  expect(await rowsOf(fresh)).toEqual(await rowsOf(run));
  expect(kept(fresh.id)).toEqual([['', 'done']]);
});

test('metrics that change while they are computed are those that count', async () => {
  const { engine } = workspace;
  const fresh = await runPairs(engine, { setId: run.set.id });
  const news = engine.jobs.listen();
  const asked = engine.aggregates.rows({ runId: fresh.id, group: '' });
  for await (const { done } of news) if (done > 0) break;
  const [row] = engine.results.page({
    runId: fresh.id,
    filter: { role: 'set', thresholds: [] },
    sort: { by: 'pair', direction: 'asc' },
    offset: 0,
    limit: 1,
  });
  await engine.pairs.correctAlignment({ runId: fresh.id, pairId: row?.pairId ?? 0, positions: [[0, 0]] });
  const rows = await asked;
  expect(rows).toEqual(await engine.aggregates.rows({ runId: fresh.id, group: '' }));
  const { set } = engine.results.values({ runId: fresh.id, ...AT });
  const found = rows.find(
    ({ metric, layer, head }) => metric === AT.metric && layer === AT.layer && head === AT.head,
  );
  expect(found?.mean).toBeCloseTo(mean(set), 12);
});

test('a workspace that is open for reading only has the same, and keeps nothing', async () => {
  const { engine } = workspace;
  const fresh = await runPairs(engine, { setId: run.set.id });
  const reader = await openEngine({ home: join(workspace.folder, 'home'), shell: 'cli', readonly: true });
  try {
    const read = await reader.aggregates.rows({ runId: fresh.id, group: '' });
    expect(kept(fresh.id)).toEqual([]);
    // What an export asks next, metric by metric, is there already.
    const some = reader.aggregates.rows({ runId: fresh.id, group: '', metrics: [AT.metric] });
    expect(reader.jobs.find(() => true)).toBeUndefined();
    expect(await some).toEqual(read.filter(({ metric }) => metric === AT.metric));
    expect(read).toEqual(await engine.aggregates.rows({ runId: fresh.id, group: '' }));
  } finally {
    await reader.close();
  }
});

test('what was computed by the rules of before is no finding, and is computed again when it is asked for', async () => {
  const { aggregates } = workspace.engine;
  const store = workspace.engine.store as Store;
  const request = { runId: run.id, group: '', metrics: [AT.metric] };
  const rows = await aggregates.rows(request);
  const found = findingOfRun(store.database, run.id);
  expect(found?.headline).toMatch(/No head is found to change more or less/);
  store.write((database) => {
    for (const { id } of analysesOfRun(database, run.id, statistics.kind)) {
      database.prepare('UPDATE analysis SET version = ? WHERE id = ?').run(statistics.version - 1, id);
      hashRow(database, 'analysis', id);
    }
  });
  expect(findingOfRun(store.database, run.id)).toBeNull();
  expect(await aggregates.rows(request)).toEqual(rows);
  expect(findingOfRun(store.database, run.id)).toEqual(found);
});

test('how far a difference may be off stands beside it, larger where the divergences are', async () => {
  const rows = await workspace.engine.aggregates.rows({ runId: run.id, group: '', metrics: [AT.metric] });
  for (const { resolution, control_mean: control, difference } of rows) {
    const [one, other] = [control ?? 0, (control ?? 0) + (difference ?? 0)];
    // 2 ρ (√x + √y) + 2 ρ², ρ = 2 e / √(8 ln 2)
    const rho = 2e-5 / Math.sqrt(8 * Math.LN2);
    expect(resolution).toBeCloseTo(2 * rho * (Math.sqrt(one) + Math.sqrt(other)) + 2 * rho * rho, 12);
  }
});
