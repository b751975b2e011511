/**
 * Whatever the kind: an analysis is planned, started, held, cancelled, resumed, exported. The kinds here are toys in a
 * registry of their own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeNamedTensors } from '../../src/core/analyses/tensor-file.ts';
import { parseSafetensorsHeader } from '../../src/core/checkpoints/safetensors.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { exportAnalysis } from '../../src/main/engine/exports/export-analysis.ts';
import { readResult } from '../../src/main/engine/store/analysis-results.ts';
import type { Job } from '../../src/shared/jobs.ts';
import type { Analysis } from '../../src/shared/analyses.ts';
import { PairlensError } from '../../src/shared/errors.ts';
import { holdModel } from '../hold-model.ts';
import { Gate, GOLDEN_BERT, toyWorks } from './toy-analysis.ts';
import { importPairs, planRun, randomPairs, temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let gate: Gate;
let engine: Engine;

beforeEach(async () => {
  folder = temporaryFolder();
  gate = new Gate();
  engine = await openEngine({ home: folder.path, shell: 'cli', works: toyWorks(gate) });
});
afterEach(async () => {
  await engine.close();
  folder.remove();
});

function create(options: Record<string, unknown> = {}): Promise<Analysis> {
  return engine.analyses.create({
    projectId: engine.defaultProject().id,
    kind: 'toy',
    model: GOLDEN_BERT,
    options,
  });
}

async function createAndFinish(options: Record<string, unknown> = {}): Promise<Analysis> {
  return engine.analyses.finish({ id: (await create(options)).id });
}

/** The first thing that a job says of which `is` is true. */
async function told(news: AsyncIterable<Job>, is: (job: Job) => boolean): Promise<Job> {
  for await (const job of news) if (is(job)) return job;
  return expect.unreachable('the feed ended');
}

describe('an analysis', () => {
  it('is planned, computed batch by batch and put together', async () => {
    const planned = await create({ seed: 3 });
    expect(planned).toMatchObject({
      kind: 'toy',
      version: 1,
      state: 'planned',
      total: 14,
      done: 0,
      failed: 0,
      runId: null,
      model: { name: 'bert', layers: 2, heads: 4 },
      options: { items: 14, seed: 3 },
      startedAt: null,
      error: null,
      provenance: { seed: 3, weightsHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    expect(() => engine.analyses.tensors({ id: planned.id })).toThrow(/not started: it has no result yet/);
    const news = engine.jobs.listen();
    const counts: number[] = [];
    const telling = told(news, (job) => {
      if (job.subject.analysisId === planned.id && counts.at(-1) !== job.done) counts.push(job.done);
      return job.subject.analysisId === planned.id && job.state === 'done';
    });
    const done = await engine.analyses.finish({ id: planned.id });
    expect(done).toMatchObject({ state: 'done', done: 14, failed: 0, error: null });
    expect(await telling).toMatchObject({
      kind: 'analysis',
      title: `Toy ${planned.id}`,
      subject: { analysisKind: 'toy' },
      unit: 'items',
      done: 14,
      total: 14,
    });
    expect(counts).toEqual([0, 4, 8, 12, 14]);
    const result = engine.analyses.tensors({ id: planned.id });
    expect([...result].map(([name, { axes, shape }]) => [name, axes, shape])).toEqual([
      ['mean', ['head'], [4]],
      ['single', ['head'], [4]],
      ['by_item', ['item', 'head'], [14, 4]],
      ['filler', ['place'], [32_768]],
    ]);
    const mean = result.get('mean')?.data ?? [];
    const byItem = result.get('by_item')?.data ?? [];
    for (const head of [0, 1, 2, 3]) {
      const own = Array.from({ length: 14 }, (_, item) => byItem[4 * item + head] ?? 0);
      expect(mean[head]).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / 14, 14);
    }
    expect(engine.analyses.list({ projectId: planned.projectId })).toEqual([done]);
    expect(engine.analyses.list({ projectId: planned.projectId, kind: 'other' })).toEqual([]);
    expect(() => engine.analyses.start({ id: planned.id })).toThrow(/is done: it cannot be started/);
    expect(await engine.analyses.table({ id: planned.id, table: 'heads' })).toEqual({
      columns: ['head', 'mean', 'nothing'],
      rows: [0, 1, 2, 3].map((head) => [head, mean[head], null]),
    });
    // What a list says of it, and what another of the kind is judged by.
    expect(await engine.analyses.finding({ id: planned.id })).toBe(
      engine.analyses.findings({ id: planned.id })[0],
    );
    expect(await engine.analyses.firstFigure({ id: planned.id })).toBeNull();
    const [pace, ...others] = await engine.readings.quick.analysisPaces('toy');
    expect(others).toEqual([]);
    expect(pace).toMatchObject({
      id: planned.id,
      subject: 'model',
      size: null,
      options: { items: 14, seed: 3 },
    });
    expect(pace?.seconds).toBeCloseTo(
      (Date.parse(done.finishedAt ?? '') - Date.parse(done.startedAt ?? '')) / 1000,
      1,
    );
    expect(pace?.bytes).toBeGreaterThanOrEqual(
      [...result].reduce((sum, [, { data }]) => sum + data.byteLength, 0),
    );
    expect(await engine.readings.quick.analysisPaces('other')).toEqual([]);
    await expect(engine.analyses.table({ id: planned.id, table: 'tails' })).rejects.toThrow(
      /has no table “tails”; it has heads/,
    );
  });

  it('gives other numbers for another seed, and the same for the same one', async () => {
    const numbers = async (seed: number) => {
      const { id } = await createAndFinish({ seed });
      return engine.analyses.tensors({ id }).get('by_item');
    };
    const first = await numbers(1);
    expect(await numbers(1)).toEqual(first);
    expect(await numbers(2)).not.toEqual(first);
  });

  it('that is removed is gone from the list until it is taken back', async () => {
    const { id, projectId } = await createAndFinish({ items: 2 });
    engine.analyses.remove({ id });
    expect(engine.analyses.list({ projectId })).toEqual([]);
    expect(() => engine.analyses.get({ id })).toThrow(/no analysis/);
    expect(engine.analyses.restore({ id })).toMatchObject({ id, state: 'done' });
    expect(engine.analyses.list({ projectId })).toHaveLength(1);
  });
});

describe('what is refused', () => {
  it.each([
    [{ items: 0 }, /items/],
    [{ items: 'many' }, /items/],
    [{ sed: 1 }, /sed/],
  ])('options %j, by name', async (options, message) => {
    await expect(create(options)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(create(options)).rejects.toThrow(message);
    expect(engine.analyses.list({ projectId: engine.defaultProject().id })).toEqual([]);
  });

  it('a kind that is not there, a model or run that is not named, a run of another project', async () => {
    const projectId = engine.defaultProject().id;
    const refused = (request: object) =>
      expect(engine.analyses.create({ projectId, kind: 'toy', ...request })).rejects;
    await refused({ kind: 'game' }).toThrow(
      /no kind of analysis is called “game”; there are toy, toy-of-run/,
    );
    await refused({}).toThrow(/Toy is of a model: name one/);
    await refused({ kind: 'toy-of-run' }).toThrow(/Toy of a run is of a run: name one/);
    await refused({ model: 'nobody/nothing' }).toMatchObject({ code: 'MODEL_NOT_FOUND' });
    const run = await planRun(engine, await importPairs(engine, 'set', randomPairs(4, 1)));
    const other = engine.projects.create({ name: 'other', description: '' });
    await refused({ kind: 'toy-of-run', projectId: other.id, runId: run.id }).toThrow(
      /run \d+ is not of this project/,
    );
  });

  it('to go on with a plan, or to show a result, of another version of the definition', async () => {
    const done = await createAndFinish({ items: 2 });
    const planned = await create({ items: 2 });
    await engine.close();
    engine = await openEngine({ home: folder.path, shell: 'cli', works: toyWorks(gate, 2) });
    const message = /follows version 1 of Toy, and this Pairlens has version 2: start a new one/;
    expect(() => engine.analyses.start({ id: planned.id })).toThrow(message);
    expect(() => engine.analyses.tensors({ id: done.id })).toThrow(message);
    expect(() => engine.analyses.findings({ id: done.id })).toThrow(message);
    // It can still be looked up, and thrown away.
    expect(engine.analyses.get({ id: done.id })).toMatchObject({ version: 1, state: 'done' });
    expect((await createAndFinish({ items: 2 })).version).toBe(2);
  });
});

describe('turns', () => {
  it('an analysis waits in the lane of the model behind a run, and a run behind an analysis', async () => {
    const setId = await importPairs(engine, 'set', randomPairs(20, 1));
    const run = await planRun(engine, setId);
    const second = await planRun(engine, setId);
    const { id } = await create();
    const release = Promise.withResolvers<void>();
    holdModel(0, release.promise);
    engine.runs.start({ id: run.id });
    expect(engine.analyses.start({ id })).toMatchObject({ state: 'planned', startedAt: null });
    engine.runs.start({ id: second.id });
    const jobOf = (subject: object) =>
      engine.jobs.find((job) => JSON.stringify(job.subject).includes(JSON.stringify(subject).slice(1, -1)));
    expect(jobOf({ analysisId: id })).toMatchObject({
      state: 'waiting',
      activity: `Waiting for Run ${run.id}`,
    });
    expect(jobOf({ runId: second.id })).toMatchObject({ activity: `Waiting for Toy ${id}` });
    expect(() => engine.analyses.start({ id })).toThrow(/waiting for its turn: it cannot be started/);
    expect(() => engine.analyses.remove({ id })).toThrow(/cancel it first/);
    // One that waits is cancelled at once, though the run before it is held.
    expect(await engine.analyses.cancel({ id })).toMatchObject({ state: 'cancelled', done: 0, error: null });
    expect(() => engine.analyses.remove({ id: 99 })).toThrow(/no analysis 99/);
    const finished = engine.analyses.finish({ id });
    release.resolve();
    expect(await finished).toMatchObject({ state: 'done', done: 14 });
    expect(engine.runs.get({ id: run.id }).state).toBe('done');
    expect(engine.runs.get({ id: second.id }).state).toBe('done');
  });

  it('nothing can be cancelled that is not at work', async () => {
    const { id } = await create();
    await expect(engine.analyses.cancel({ id })).rejects.toThrow(
      /is not started: there is nothing to cancel/,
    );
  });
});

describe('failures', () => {
  it('items on which the model fails are given up one by one, and the others go on', async () => {
    gate.failing.add(5).add(6).add(13);
    const analysis = await createAndFinish();
    expect(analysis).toMatchObject({ state: 'done', done: 11, failed: 3, error: null });
    expect(engine.analyses.errors({ id: analysis.id })).toEqual(
      [5, 6, 13].map((position) => ({
        position,
        code: 'INFERENCE_FAILED',
        message: `the model dislikes ${position}`,
      })),
    );
    expect(engine.analyses.tensors({ id: analysis.id }).get('by_item')?.shape).toEqual([11, 4]);
  });

  it('an analysis none of whose items can be computed has failed, and can be started again', async () => {
    for (const place of [0, 1, 2]) gate.failing.add(place);
    const failed = await createAndFinish({ items: 3 });
    expect(failed).toMatchObject({ state: 'failed', done: 0, failed: 3, error: 'all 3 items failed' });
    gate.failing.clear();
    expect(await engine.analyses.finish({ id: failed.id })).toMatchObject({
      state: 'done',
      done: 3,
      failed: 0,
      error: null,
    });
    expect(engine.analyses.errors({ id: failed.id })).toEqual([]);
  });

  it('what nobody can compute around stops it, says why, and leaves what was done', async () => {
    const { id } = await create();
    const hold = gate.holdBefore(2);
    const finished = engine.analyses.finish({ id });
    await hold.reached;
    gate.broken = new PairlensError('MODEL_INVALID', 'the model has gone');
    hold.release();
    expect(await finished).toMatchObject({
      state: 'failed',
      done: 8,
      failed: 0,
      error: 'the model has gone',
    });
    gate.broken = null;
    expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', done: 14, error: null });
  });
});

describe('an analysis of a run', () => {
  it('whose metrics change meanwhile is dropped, and says so', async () => {
    const run = await planRun(engine, await importPairs(engine, 'set', randomPairs(6, 1)));
    const { id } = await engine.analyses.create({
      projectId: run.projectId,
      kind: 'toy-of-run',
      runId: run.id,
    });
    const hold = gate.holdBefore(1);
    const news = engine.jobs.listen();
    engine.analyses.start({ id });
    await hold.reached;
    await engine.runs.finish({ id: run.id });
    hold.release();
    expect(await told(news, ({ kind, state }) => kind === 'analysis' && state !== 'running')).toMatchObject({
      state: 'failed',
      error: { code: 'CONFLICT', message: `what analysis ${id} is of has changed meanwhile` },
    });
    expect(() => engine.analyses.get({ id })).toThrow(/no analysis/);
  });

  it('that was planned before the metrics changed does not go on', async () => {
    const run = await planRun(engine, await importPairs(engine, 'set', randomPairs(6, 1)));
    await engine.runs.finish({ id: run.id });
    const request = { projectId: run.projectId, kind: 'toy-of-run', runId: run.id };
    const { id } = await engine.analyses.create(request);
    expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done' });
    expect(engine.analyses.tensors({ id }).get('done')).toMatchObject({
      axes: ['question'],
      data: Float64Array.of(6, 6),
    });
    // Nobody lists what a screen asks for by itself.
    expect(engine.analyses.list({ projectId: run.projectId })).toEqual([]);
    const planned = await engine.analyses.create(request);
    engine.store.database.exec(`UPDATE run_item SET state = 'planned' WHERE position = 0`);
    expect(await engine.analyses.finish({ id: planned.id })).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('has changed since it was planned') as string,
    });
  });
});

describe('the export', () => {
  it('has the tables, the tensors and where they came from', async () => {
    gate.failing.add(2);
    const analysis = await createAndFinish({ items: 5, seed: 4 });
    const { id } = analysis;
    const out = join(folder.path, 'out');
    const paths = await exportAnalysis(engine, id, out);
    expect(paths).toEqual(['heads.csv', 'toy.safetensors', 'toy.json']);
    const { columns, rows } = await engine.analyses.table({ id, table: 'heads' });
    expect(readFileSync(join(out, 'heads.csv'), 'utf8')).toBe(
      [columns.join(','), ...rows.map((row) => row.map((value) => value ?? '').join(',')), ''].join('\n'),
    );
    const bytes = readFileSync(join(out, 'toy.safetensors'));
    const result = engine.analyses.tensors({ id });
    expect(new Map([...decodeNamedTensors(bytes)].toSorted())).toEqual(new Map([...result].toSorted()));
    expect(parseSafetensorsHeader(bytes).tensors.get('mean')).toMatchObject({ dtype: 'F64', shape: [4] });
    expect(JSON.parse(readFileSync(join(out, 'toy.json'), 'utf8'))).toMatchObject({
      format: 'pairlens-analysis',
      complete: true,
      analysis: { id, kind: 'toy', version: 1 },
      model: { name: 'bert', weights_sha256: analysis.provenance.weightsHash },
      options: { items: 5, seed: 4 },
      findings: ['4 items were measured.'],
      items: { unit: 'items', total: 5, done: 4, failed: 1 },
      failed_items: [{ position: 2, code: 'INFERENCE_FAILED', message: 'the model dislikes 2' }],
      started_at: analysis.startedAt,
      finished_at: analysis.finishedAt,
      files: ['heads.csv', 'toy.safetensors'],
    });
    // Again, over itself.
    expect(await exportAnalysis(engine, id, out)).toEqual(paths);
    const planned = await create();
    await expect(exportAnalysis(engine, planned.id, join(folder.path, 'none'))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('statistics of a run', () => {
  it('name their axes, also where their parts went through the store', async () => {
    await engine.close();
    engine = await openEngine({ home: folder.path, shell: 'cli' });
    const run = await planRun(engine, await importPairs(engine, 'set', randomPairs(6, 1)));
    await engine.runs.finish({ id: run.id });
    const rows = await engine.aggregates.rows({ runId: run.id, group: '' });
    const stored = engine.store.database
      .prepare("SELECT id FROM analysis WHERE kind = 'statistics'")
      .pluck()
      .all();
    expect(stored).toHaveLength(1);
    const result = readResult(engine.store.database, Number(stored[0]));
    expect(result.get('value_cosine.mean')).toMatchObject({ axes: ['layer', 'head'], shape: [2, 4] });
    const reader = await openEngine({ home: folder.path, shell: 'cli', readonly: true });
    expect(await reader.aggregates.rows({ runId: run.id, group: '' })).toEqual(rows);
    // This group nobody has asked for: who only reads computes it, and stores nothing.
    const even = await reader.aggregates.rows({ runId: run.id, group: 'even' });
    await reader.close();
    expect(await engine.aggregates.rows({ runId: run.id, group: 'even' })).toEqual(even);
  });
});
