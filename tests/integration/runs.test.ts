/** The life of a run: its plan, its queue, its progress, the pairs that fail alone, and what it keeps. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { listPairs } from '../../src/main/engine/store/pairs.ts';
import { TOKENS_PER_BATCH } from '../../src/main/engine/inference/batches.ts';
import { writeCorrection } from '../../src/main/engine/store/alignment-corrections.ts';
import type { Job } from '../../src/shared/jobs.ts';
import type { WritableStore } from '../../src/main/engine/store/database.ts';
import { UNSEEN } from '../../src/main/engine/store/rows.ts';
import { removeUnseenRuns } from '../../src/main/engine/store/unseen-runs.ts';
import type { WritableDatabase } from '../../src/main/engine/store/handles.ts';
import { readPairMetrics } from '../../src/main/engine/store/head-metrics.ts';
import { readItem } from '../../src/main/engine/store/run-items.ts';
import { KEPT_HOOKS, readTensor } from '../../src/main/engine/store/tensors.ts';
import {
  GOLDEN_BERT,
  type IdPair,
  importPairs,
  openWorkspace,
  planRun,
  randomPairs,
  runToEnd,
  temporaryFolder,
  VOCABULARY,
} from './workspace.ts';

interface GoldenPair {
  original_ids: number[];
  counterfactual_ids: number[];
  heads: ({ layer: number; head: number } & Record<string, number>)[];
}

/** PyTorch's metrics of three pairs of equal length (tests/fixtures/golden/counterfactual.py). */
const GOLDEN = JSON.parse(readFileSync(join(GOLDEN_BERT, 'counterfactual.json'), 'utf8')) as GoldenPair[];
const GOLDEN_PAIRS: IdPair[] = GOLDEN.map((pair) => ({
  original: pair.original_ids,
  counterfactual: pair.counterfactual_ids,
}));

let folder: ReturnType<typeof temporaryFolder>;
let engine: Engine;

beforeAll(async () => {
  folder = temporaryFolder();
  engine = await openWorkspace(folder.path);
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

const pairsOf = (setId: number) => listPairs(engine.store.database, { setId, offset: 0, limit: 1000 });

describe('a run', () => {
  it('stores what PyTorch computes, whatever else is in the batch', async () => {
    const setId = await importPairs(engine, 'golden', [...randomPairs(60, 3), ...GOLDEN_PAIRS]);
    const { run } = await runToEnd(engine, (await planRun(engine, setId)).id);
    expect(run).toMatchObject({ state: 'done', total: 63, done: 63, failed: 0, error: null });
    const stored = pairsOf(setId).slice(60);
    let largest = 0;
    stored.forEach(({ id }, index) => {
      const rows = readPairMetrics(engine.store.database, run.id, { role: 'set', pairId: id });
      const expected = GOLDEN[index]?.heads ?? [];
      expect(rows.map(({ layer, head }) => [layer, head])).toEqual(
        expected.map(({ layer, head }) => [layer, head]),
      );
      rows.forEach((row, at) => {
        for (const name of METRIC_NAMES.slice(0, 4))
          largest = Math.max(
            largest,
            Math.abs((row[name] ?? Number.NaN) - (expected[at]?.[name] ?? Number.NaN)),
          );
      });
    });
    console.log(`largest difference from PyTorch: ${largest}`);
    expect(largest).toBeLessThan(1e-5);
  });

  it('does not depend on how pairs were packed', async () => {
    const pairs = randomPairs(40, 8);
    const together = await runToEnd(
      engine,
      (await planRun(engine, await importPairs(engine, 'together', pairs))).id,
    );
    const metricsOf = (runId: number, place: number) =>
      engine.store.database
        .prepare(
          `SELECT ${METRIC_NAMES.join(', ')} FROM head_metric WHERE run_id = ? AND position = ? ORDER BY layer, head`,
        )
        .raw()
        .all(runId, place)
        .flat() as (number | null)[];
    let largest = 0;
    for (const index of [0, 7, 39]) {
      const alone = await importPairs(engine, `alone ${index}`, pairs.slice(index, index + 1));
      const { run } = await runToEnd(engine, (await planRun(engine, alone)).id);
      const expected = metricsOf(together.run.id, index);
      metricsOf(run.id, 0).forEach((value, at) => {
        expect(value === null).toBe(expected[at] === null);
        largest = Math.max(largest, Math.abs((value ?? 0) - (expected[at] ?? 0)));
      });
    }
    console.log(`largest difference between packings: ${largest}`);
    expect(largest).toBeLessThan(1e-6);
  });

  it('records where its numbers come from', async () => {
    const setId = await importPairs(engine, 'provenance', randomPairs(2, 1));
    const controlId = await importPairs(engine, 'provenance control', randomPairs(3, 2));
    const run = await planRun(engine, setId, { seed: 5, alignment: 'edit', keep: 'all' }, controlId);
    expect(run).toMatchObject({
      state: 'planned',
      total: 5,
      set: { id: setId, name: 'provenance' },
      controlSet: { id: controlId, name: 'provenance control' },
      model: { name: 'bert', layers: 2, heads: 4, architecture: 'bert' },
      provenance: {
        seed: 5,
        alignment: 'edit',
        keep: 'all',
        tokenizerHash: '',
        pairlensVersion: engine.workspace.info().pairlensVersion,
      },
    });
    expect(run.provenance.ortVersion).toMatch(/^\d+\.\d+/);
    for (const hash of [run.provenance.weightsHash, run.provenance.setHash, run.provenance.controlSetHash])
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(run.provenance.setHash).not.toBe(run.provenance.controlSetHash);
  });

  it('goes over the pairs that the set had when it was planned', async () => {
    const setId = await importPairs(engine, 'changing', randomPairs(3, 4));
    const planned = await planRun(engine, setId);
    engine.sets.removePairs({ ids: pairsOf(setId).map(({ id }) => id) });
    const { run } = await runToEnd(engine, planned.id);
    expect(run).toMatchObject({ state: 'done', done: 3 });
    await expect(planRun(engine, setId)).rejects.toMatchObject({ code: 'SET_EMPTY' });
  });

  it('goes on over the same pairs, to the same numbers, where its set is edited meanwhile', async () => {
    const setId = await importPairs(engine, 'edited', randomPairs((4 * TOKENS_PER_BATCH) / 16, 9));
    const stored = (runId: number) =>
      engine.store.database
        .prepare(`SELECT * FROM head_metric WHERE run_id = ? ORDER BY role, position, layer, head`)
        .all(runId)
        .map((row) => ({ ...(row as object), run_id: null }));
    const undisturbed = await runToEnd(engine, (await planRun(engine, setId)).id);
    const { id, total } = await planRun(engine, setId);
    const progress = engine.jobs.listen();
    engine.runs.start({ id });
    let editedAfter = 0;
    for await (const { subject, state, done } of progress) {
      if (subject.runId !== id || state === 'waiting') continue;
      if (state !== 'running') break;
      if (done === 0 || editedAfter > 0) continue;
      editedAfter = done;
      const pairs = pairsOf(setId);
      const last = pairs.at(-1)!;
      engine.sets.editPair({ id: last.id, original: '[5]', counterfactual: '[6]', label: 'edited' });
      engine.sets.removePairs({ ids: pairs.slice(-20, -1).map((pair) => pair.id) });
    }
    expect(editedAfter).toBeGreaterThan(0);
    expect(editedAfter).toBeLessThan(total);
    const run = engine.runs.get({ id });
    expect(run).toMatchObject({ state: 'done', done: total, failed: 0 });
    expect(run.provenance.setHash).toBe(undisturbed.run.provenance.setHash);
    expect(stored(id)).toEqual(stored(undisturbed.run.id));
    expect((await planRun(engine, setId)).provenance.setHash).not.toBe(run.provenance.setHash);
  });

  it('whose plan is cut off is not there, nor what there was of it', async () => {
    const setId = await importPairs(engine, 'cut off', randomPairs(5, 4));
    const { database } = engine.store;
    const rows = () =>
      ['run', 'run_item'].map((table) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const there = rows();
    const refusing = (what: string) =>
      database.exec(`CREATE TEMP TRIGGER cut BEFORE ${what} BEGIN SELECT RAISE(ABORT, 'cut off'); END`);
    refusing('INSERT ON run_item WHEN NEW.position = 3');
    await expect(planRun(engine, setId)).rejects.toThrow('cut off');
    expect(rows()).toEqual(there);
    // Where it cannot be removed either, nobody sees it, and it goes when the workspace is next opened.
    database.exec('DROP TRIGGER temp.cut');
    refusing('UPDATE OF removed_at ON run WHEN NEW.removed_at IS NULL');
    database.exec("CREATE TEMP TRIGGER stay BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'stays'); END");
    await expect(planRun(engine, setId)).rejects.toThrow('stays');
    database.exec('DROP TRIGGER temp.cut; DROP TRIGGER temp.stay');
    const left = database.prepare('SELECT id FROM run WHERE removed_at = ?').pluck().all(UNSEEN) as number[];
    expect(left).toHaveLength(1);
    expect(() => engine.runs.restore({ id: left[0] ?? 0 })).toThrow(/no run/);
    removeUnseenRuns(engine.store as WritableStore);
    expect(rows()).toEqual(there);
  });

  it.each([
    ['the set against itself', (set: number) => planRun(engine, set, {}, set), 'BAD_REQUEST'],
    ['a set that is not there', () => planRun(engine, 999), 'NOT_FOUND'],
  ])('cannot be planned over %s', async (_, plan, code) => {
    const setId = await importPairs(engine, `refused ${code}`, randomPairs(1, 4));
    await expect(plan(setId)).rejects.toMatchObject({ code });
  });
});

describe('pairs that cannot be run', () => {
  it('fail alone, each saying why', async () => {
    const setId = await importPairs(engine, 'bad', [
      { original: [5, 6, 7], counterfactual: [5, 6, 8] },
      { original: Array.from({ length: 41 }, () => 9), counterfactual: [9, 9] },
      { original: [5, 6, VOCABULARY], counterfactual: [5, 6, 7] },
      { original: [5, 6, 7], counterfactual: [5, 6] },
    ]);
    const { run, events } = await runToEnd(
      engine,
      (await planRun(engine, setId, { alignment: 'position' })).id,
    );
    expect(run).toMatchObject({ state: 'done', total: 4, done: 1, failed: 3 });
    expect(events.at(-1)).toMatchObject({ done: 1, failed: 3, activity: 'Done' });
    expect(
      engine.runs.errors({ id: run.id }).map(({ position, code, message }) => [position, code, message]),
    ).toEqual([
      [1, 'SENTENCE_TOO_LONG', 'the original has 41 tokens, the counterfactual 2; the model takes up to 40'],
      [2, 'INPUT_INVALID', 'the original has id 107 at position 2; the vocabulary has ids 0 to 106'],
      [
        3,
        'INPUT_INVALID',
        'alignment by position needs equally many tokens: the original has 3, the counterfactual 2; use alignment edit or auto',
      ],
    ]);
  });

  it('make the run fail when there are no others, and are not tried again where they would fail again', async () => {
    const projectId = engine.defaultProject().id;
    const set = engine.sets.create({ projectId, name: 'texts', description: '' });
    engine.sets.addPair({
      setId: set.id,
      original: 'It rains.',
      counterfactual: 'It does not rain.',
      label: null,
    });
    const planned = await planRun(engine, set.id);
    const { run } = await runToEnd(engine, planned.id);
    expect(run).toMatchObject({ state: 'failed', failed: 1, error: 'its only pair failed' });
    expect(engine.runs.errors({ id: run.id })).toMatchObject([
      { code: 'TOKENIZER_MISSING', original: 'It rains.' },
    ]);
    expect(run.canResume).toBe(false);
    expect(() => engine.runs.start({ id: run.id })).toThrow(
      `run ${run.id} cannot be resumed: its only pair failed, and would fail again; plan another run`,
    );
  });
});

describe('what a run keeps', () => {
  it.each([
    ['none', []],
    ['patterns', [KEPT_HOOKS.pattern]],
    ['all', [KEPT_HOOKS.pattern, KEPT_HOOKS.z]],
  ] as const)('keep %s', async (keep, hooks) => {
    const setId = await importPairs(engine, `keep ${keep}`, [
      { original: [5, 6, 7], counterfactual: [5, 6, 8, 9] },
    ]);
    const { run } = await runToEnd(engine, (await planRun(engine, setId, { keep })).id);
    const pairId = pairsOf(setId)[0]?.id ?? 0;
    const at = { runId: run.id, pairId, side: 'counterfactual' as const };
    const count = engine.store.database
      .prepare('SELECT count(*) FROM tensor WHERE run_id = ?')
      .pluck()
      .get(run.id);
    expect(count).toBe(2 * hooks.length);
    for (const hook of hooks) {
      const tensor = readTensor(engine.store.database, { ...at, hook });
      // 2 layers, 4 heads, 4 tokens, d_head 32 / 4
      expect(tensor?.shape).toEqual(hook === KEPT_HOOKS.pattern ? [2, 4, 4, 4] : [2, 4, 4, 8]);
      if (hook === KEPT_HOOKS.pattern)
        expect(tensor?.data.slice(0, 4).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
    }
  });
});

describe('alignment', () => {
  it('is a person’s where there is a correction', async () => {
    const setId = await importPairs(engine, 'corrected', [
      { original: [5, 6, 7], counterfactual: [5, 8, 6, 7] },
    ]);
    const planned = await planRun(engine, setId);
    const pairId = pairsOf(setId)[0]?.id ?? 0;
    const database = engine.store.database as WritableDatabase;
    writeCorrection(database, pairId, planned.provenance.tokenizerHash, [
      [0, 0],
      [2, 3],
    ]);
    const { run } = await runToEnd(engine, planned.id);
    expect(readItem(engine.store.database, run.id, pairId)?.computedFrom).toEqual({
      originalIds: [5, 6, 7],
      counterfactualIds: [5, 8, 6, 7],
      alignmentUsed: 'manual',
      aligned: [
        [0, 0],
        [2, 3],
      ],
    });
  });
});

describe('the queue', () => {
  it('runs one after another, and takes back one that waits', async () => {
    const setId = await importPairs(engine, 'queue', randomPairs((4 * TOKENS_PER_BATCH) / 16, 6));
    const [first, second, third] = [
      await planRun(engine, setId),
      await planRun(engine, setId),
      await planRun(engine, setId),
    ];
    const progress = engine.jobs.listen();
    for (const { id } of [first, second, third]) engine.runs.start({ id });
    expect(() => engine.runs.start({ id: first.id })).toThrow(expect.objectContaining({ code: 'RUN_STATE' }));
    expect(() => engine.runs.start({ id: third.id })).toThrow(/waiting for its turn/);
    expect(engine.runs.get({ id: first.id })).toMatchObject({ state: 'running' });
    expect(engine.runs.get({ id: third.id })).toMatchObject({ state: 'planned', startedAt: null });
    expect(() => engine.runs.remove({ id: second.id })).toThrow(/cancel it first/);
    // It does not wait for its turn to be cancelled, and may be put at the end of the queue again.
    await expect(engine.runs.cancel({ id: second.id })).resolves.toMatchObject({
      state: 'cancelled',
      done: 0,
    });
    expect(engine.runs.get({ id: first.id })).toMatchObject({ state: 'running' });
    engine.runs.start({ id: second.id });

    const ends: number[] = [];
    let firstDone = false;
    const waiting: string[] = [];
    for await (const event of progress) {
      if (event.state === 'waiting') waiting.push(event.activity);
      if (event.subject.runId === third.id && event.done > 0) expect(firstDone).toBe(true);
      // The one that was taken back; it waits again as another job.
      if (event.state === 'waiting' || event.state === 'running' || event.state === 'cancelled') continue;
      firstDone ||= event.subject.runId === first.id && event.state === 'done';
      ends.push(event.subject.runId ?? 0);
      if (ends.length === 3) break;
    }
    expect(ends).toEqual([first.id, third.id, second.id]);
    expect(waiting).toEqual([`Waiting for Run ${second.id}`, `Waiting for Run ${third.id}`]);
    expect(engine.runs.get({ id: second.id }).state).toBe('done');
    const done = engine.runs.get({ id: third.id });
    expect(done.state).toBe('done');
    // It began when the one before it had ended.
    expect(Date.parse(done.startedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(engine.runs.get({ id: first.id }).finishedAt ?? ''),
    );
    await expect(engine.runs.cancel({ id: third.id })).rejects.toMatchObject({ code: 'RUN_STATE' });
    expect(() => engine.runs.start({ id: third.id })).toThrow(/is done/);

    engine.runs.remove({ id: third.id });
    expect(engine.runs.list({ projectId: third.projectId }).map(({ id }) => id)).not.toContain(third.id);
    expect(engine.runs.restore({ id: third.id }).state).toBe('done');
  });

  it('goes on after a run whose end could not even be read', async () => {
    const setId = await importPairs(engine, 'unreadable', randomPairs(3, 12));
    const [broken, next] = [await planRun(engine, setId), await planRun(engine, setId)];
    const database = engine.store.database as WritableDatabase;
    const progress = engine.jobs.listen();
    engine.runs.start({ id: broken.id });
    database.exec('ALTER TABLE run_item RENAME TO elsewhere');
    let end: Job | undefined;
    for await (end of progress) if (end.state !== 'running') break;
    database.exec('ALTER TABLE elsewhere RENAME TO run_item');
    expect(end).toMatchObject({ subject: { runId: broken.id }, state: 'failed', total: 3, done: 0 });
    expect(engine.runs.get({ id: broken.id })).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/no such table: run_item.*`pairlens check`/) as string,
    });

    expect((await runToEnd(engine, next.id)).run).toMatchObject({ state: 'done', done: 3 });
    expect((await runToEnd(engine, broken.id)).run).toMatchObject({ state: 'done', done: 3, error: null });
  });
});
