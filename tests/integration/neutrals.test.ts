/** Neutrals, from a file of pairs to measured numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { exportRun } from '../../src/main/engine/exports/export-run.ts';
import { readMeasuredPairs } from '../../src/main/engine/store/head-metrics.ts';
import type { ResultRow, Role, Run } from '../../src/shared/entities.ts';
import {
  type IdPair,
  importPairs,
  openWorkspace,
  planRun,
  randomPairs,
  runToEnd,
  temporaryFolder,
  withNeutrals,
} from './workspace.ts';

const PAIRS = withNeutrals(randomPairs(90, 5)).map((pair, index) => ({
  ...pair,
  ...(index % 4 > 0 && { cluster: `frame ${Math.floor(index / 10)}` }),
}));
const WITH_NEUTRAL = PAIRS.filter(({ neutral }) => neutral !== undefined);

let folder: ReturnType<typeof temporaryFolder>;
let engine: Engine;
let run: Run;

beforeAll(async () => {
  folder = temporaryFolder();
  engine = await openWorkspace(folder.path);
  run = await runOf('with neutrals', PAIRS);
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

async function runOf(name: string, pairs: readonly IdPair[]): Promise<Run> {
  const { id } = await planRun(engine, await importPairs(engine, name, pairs), { keep: 'all' });
  return (await runToEnd(engine, id)).run;
}

function rowsOf(runId: number, role: Role, pairId?: number): ResultRow[] {
  return engine.results.page({
    runId,
    filter: { role, thresholds: [], ...(pairId !== undefined && { pairId }) },
    sort: { by: 'pair', direction: 'asc' },
    offset: 0,
    limit: 10_000,
  });
}

const metricsOf = (runId: number, role: Role) => rowsOf(runId, role).map(({ metrics }) => metrics);

function measured(role: Role) {
  const { layers, heads } = run.model;
  return readMeasuredPairs(engine.store.database, {
    runId: run.id,
    role,
    layers,
    heads,
    metrics: METRIC_NAMES,
  });
}

describe('a run of a set with neutrals', () => {
  it('counts pairs as pairs, and neutrals beside them', () => {
    expect(run).toMatchObject({
      state: 'done',
      total: 90,
      done: 90,
      failed: 0,
      neutrals: { total: 60, done: 60, failed: 0 },
    });
    expect(engine.runs.errors({ id: run.id })).toEqual([]);
  });

  // The tiny model gives a row the same bits whatever else is in its batch (“does not depend on how pairs were packed”
  // in runs.test.ts). A larger one differs by what float32 rounds.
  it('measures each neutral as a run of the pairs (original, neutral) does, to the last bit', async () => {
    const pairs = WITH_NEUTRAL.map(({ original, neutral = [] }) => ({ original, counterfactual: neutral }));
    const alone = await runOf('neutrals alone', pairs);
    expect(metricsOf(run.id, 'neutral')).toHaveLength(60 * 8);
    expect(metricsOf(run.id, 'neutral')).toEqual(metricsOf(alone.id, 'set'));
  });

  it('measures the pairs as a run without neutrals does, to the last bit', async () => {
    const pairs = PAIRS.map(({ original, counterfactual }) => ({ original, counterfactual }));
    const without = await runOf('without', pairs);
    expect(without.neutrals).toEqual({ total: 0, done: 0, failed: 0 });
    expect(metricsOf(run.id, 'set')).toEqual(metricsOf(without.id, 'set'));
  });

  it('keeps the original once, and the neutral beside the counterfactual', () => {
    const sides = engine.store.database
      .prepare('SELECT side, count(*) FROM tensor WHERE run_id = ? GROUP BY side ORDER BY side')
      .raw()
      .all(run.id);
    expect(sides).toEqual([
      ['counterfactual', 180],
      ['neutral', 120],
      ['original', 180],
    ]);
  });

  it('gives statistics the pairs that were measured, with clusters and tokens', () => {
    const set = measured('set');
    expect(set.pairs.map(({ cluster }) => cluster)).toEqual(PAIRS.map(({ cluster }) => cluster ?? null));
    const neutral = measured('neutral');
    expect(neutral.values).toHaveLength(60 * METRIC_NAMES.length * 8);
    expect(
      neutral.pairs.map(({ originalIds, counterfactualIds }) => [originalIds, counterfactualIds]),
    ).toEqual(WITH_NEUTRAL.map((pair) => [pair.original, pair.neutral]));
    const position = PAIRS.findIndex((pair) => pair.neutral !== undefined);
    expect(neutral.pairs[0]).toEqual({
      ...set.pairs[position],
      counterfactualIds: PAIRS[position]?.neutral,
      aligned: neutral.pairs[0]?.aligned,
    });
  });

  it('goes on by role in results, and is exported', async () => {
    const [first] = rowsOf(run.id, 'neutral');
    expect(first).toMatchObject({ position: 1, counterfactual: PAIRS[1]?.neutral?.join(' ') });
    expect(rowsOf(run.id, 'neutral', first?.pairId)).toHaveLength(8);
    expect(engine.results.count({ runId: run.id, filter: { role: 'neutral', thresholds: [] } })).toEqual({
      rows: 480,
      pairs: 60,
      heads: 8,
    });
    const out = join(folder.path, 'export');
    expect(await exportRun(engine, run.id, out)).toContain('metrics-neutral.csv');
    const lines = readFileSync(join(out, 'metrics-neutral.csv'), 'utf8').trimEnd().split(/\r?\n/);
    expect(lines).toHaveLength(1 + 480);
    expect(lines[1]).toContain(`,${PAIRS[1]?.original.join(' ')},${PAIRS[1]?.neutral?.join(' ')},0,0,`);
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
      pairs: { total: 90, done: 90, failed: 0 },
      neutrals: { total: 60, done: 60, failed: 0 },
    });
  });
});

describe('a pair that has a neutral', () => {
  const pairIdAt = (position: number) =>
    engine.runs.pairId({ id: run.id, role: 'set', number: position + 1 });
  const detailOf = (position: number, role?: Role) =>
    engine.pairs.detail({ runId: run.id, pairId: pairIdAt(position), role });

  it('is shown with it when that is asked for', async () => {
    const [pair, neutral] = [await detailOf(4), await detailOf(4, 'neutral')];
    expect(pair).toMatchObject({ role: 'set', hasNeutral: true });
    expect(neutral).toMatchObject({ role: 'neutral', hasNeutral: true, original: pair.original });
    expect(neutral.counterfactual.map(({ id }) => id)).toEqual(PAIRS[4]?.neutral);
    expect(neutral.heads.flat()).toEqual(
      rowsOf(run.id, 'neutral', pairIdAt(4)).map(({ metrics }) => metrics),
    );
    expect(neutral.heads).not.toEqual(pair.heads);
    // The third pair and the sixth have none.
    expect(neutral).toMatchObject({ previousPairId: pairIdAt(2), nextPairId: pairIdAt(5) });
    const maps = await engine.pairs.mapTensors({
      runId: run.id,
      pairId: pairIdAt(4),
      role: 'neutral',
      layer: 0,
      head: 0,
      view: 'tokens',
      values: 'earlier',
    });
    const length = PAIRS[4]?.neutral?.length;
    expect(maps.get('pattern_counterfactual')?.shape).toEqual([length, length]);
  });

  it('keeps the neutral’s numbers when a person corrects the alignment of the counterfactual', async () => {
    const before = await detailOf(7, 'neutral');
    const corrected = await engine.pairs.correctAlignment({
      runId: run.id,
      pairId: pairIdAt(7),
      positions: [[0, 0]],
    });
    expect(corrected).toMatchObject({ role: 'set', alignment: { used: 'manual' } });
    const after = await detailOf(7, 'neutral');
    expect(after).toMatchObject({ heads: before.heads, alignment: before.alignment });
    expect(after.alignment.used).not.toBe('manual');
  });

  it('that has none is said to have none', async () => {
    await expect(detailOf(3, 'neutral')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await detailOf(3)).toMatchObject({ hasNeutral: false });
  });
});

describe('what fails', () => {
  const TOO_LONG = Array.from({ length: 41 }, () => 9);

  it('is the neutral alone, or the counterfactual alone, each saying why', async () => {
    const failing = await runOf('failing', [
      { original: [5, 6, 7], counterfactual: [5, 6, 8], neutral: TOO_LONG },
      { original: [5, 6, 7], counterfactual: TOO_LONG, neutral: [5, 9, 7] },
      { original: TOO_LONG, counterfactual: [5, 6], neutral: [5, 9, 7] },
      { original: [5, 6, 7], counterfactual: [5, 9], neutral: [5, 9, 8] },
    ]);
    expect(failing).toMatchObject({
      state: 'done',
      total: 4,
      done: 2,
      failed: 2,
      neutrals: { total: 4, done: 2, failed: 2 },
    });
    expect(
      engine.runs.errors({ id: failing.id }).map(({ role, position, message }) => [role, position, message]),
    ).toEqual([
      ['set', 1, 'the original has 3 tokens, the counterfactual 41; the model takes up to 40'],
      ['set', 2, 'the original has 41 tokens, the counterfactual 2; the model takes up to 40'],
      ['neutral', 0, 'the original has 3 tokens, the neutral 41; the model takes up to 40'],
      ['neutral', 2, 'the original has 41 tokens, the neutral 3; the model takes up to 40'],
    ]);
    const pairId = engine.runs.pairId({ id: failing.id, role: 'set', number: 1 });
    await expect(engine.pairs.detail({ runId: failing.id, pairId, role: 'neutral' })).rejects.toMatchObject({
      code: 'RUN_STATE',
      message: expect.stringContaining('the neutral 41') as string,
    });
    const neutralOf = engine.runs.pairId({ id: failing.id, role: 'neutral', number: 2 });
    expect(
      await engine.pairs.detail({ runId: failing.id, pairId: neutralOf, role: 'neutral' }),
    ).toMatchObject({
      role: 'neutral',
      counterfactual: [{ id: 5 }, { id: 9 }, { id: 7 }],
    });
  });
});
