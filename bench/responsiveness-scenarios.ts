/** What the engine is asked to do while somebody else waits for an answer, and the workspace in which it does so. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRIC_NAMES } from '../src/core/metrics/catalogue.ts';
import { openStore } from '../src/main/engine/store/database.ts';
import { addPairs } from '../src/main/engine/store/pairs.ts';
import { createSentenceSet } from '../src/main/engine/store/sentence-sets.ts';
import { createTextSet } from '../src/main/engine/store/text-sets.ts';
import { addTexts } from '../src/main/engine/store/texts.ts';
import type { ResultFilter } from '../src/shared/entities.ts';
import type { Job } from '../src/shared/jobs.ts';
import { planSet } from '../tests/integration/planned-run.ts';
import { BERT_BASE, writeBertCheckpoint } from './bert-checkpoint.ts';
import { fillBigRun, type RunShape } from './big-run.ts';
import type { BenchClient } from './client.ts';

type EngineClient = BenchClient['engine'];

const BIG_RUN: RunShape = { pairs: 3000, layers: 6, heads: 12 };
const MODEL = 'all-MiniLM-L6-v2';
const MANY_RUNS = 300;
const ITEMS_OF_MANY = 300;
const LARGE_SET = 200_000;
const ANALYSED = 10_000;
const IMPORTED_TEXTS = 200_000;

export interface Workspace {
  readonly storePath: string;
  readonly projectId: number;
  /** 216,000 rows. */
  readonly bigRun: number;
  readonly largeSet: number;
  /** Of 10,000 sentences, and of as many negations. */
  readonly textSet: number;
  readonly negations: number;
  /** Of a quarter of BERT-base. */
  readonly checkpoint: string;
  /** Of the negation set against its control; made by the scenario of a run. */
  run: number;
  /** A pair of that run. */
  pairId: number;
}

export async function makeWorkspace(home: string): Promise<Workspace> {
  mkdirSync(join(home, 'renderer'));
  writeFileSync(join(home, 'renderer', 'index.html'), '');
  const storePath = join(home, 'bench.sqlite');
  const store = openStore(storePath);
  const { database } = store;
  const bigRun = fillBigRun(store, BIG_RUN);
  const of = database
    .prepare<[number], { projectId: number; setId: number }>(
      'SELECT project_id AS projectId, set_id AS setId FROM run WHERE id = ?',
    )
    .get(bigRun);
  if (of === undefined) throw new Error('the big run is not there');
  const { projectId } = of;
  const { largeSet, textSet, negations } = store.write(() => {
    const addSet = (name: string, pairs: number) => {
      const { id } = createSentenceSet(database, { projectId, name, description: '', source: 'manual' });
      const texts = Array.from({ length: pairs }, (_, index) => ({
        original: `The cat number ${index} sat on the mat.`,
        counterfactual: `The cat number ${index} did not sit on the mat.`,
        neutral: `The cat number ${index} often sat on the mat.`,
        label: `label ${index % 7}`,
        cluster: `cluster ${Math.floor(index / 10)}`,
        originalIds: null,
        counterfactualIds: null,
        neutralIds: null,
        cues: null,
        scope: null,
        answer: null,
        wrongAnswer: null,
      }));
      addPairs(database, id, texts);
      return id;
    };
    const small = addSet('of many runs', ITEMS_OF_MANY);
    const copy = database.prepare(
      `INSERT INTO run (project_id, set_id, model_id, state, alignment, keep, queries, metrics, seed, comparison, set_hash,
         weights_hash, tokenizer_hash, pairlens_version, ort_version, created_at)
       SELECT project_id, ?, model_id, 'cancelled', alignment, keep, queries, metrics, seed, comparison, set_hash,
         weights_hash, tokenizer_hash, pairlens_version, ort_version, created_at FROM run WHERE id = ?`,
    );
    for (let index = 0; index < MANY_RUNS; index++)
      planSet(store, Number(copy.run(small, bigRun).lastInsertRowid), 'set', small);
    const { id } = createTextSet(database, {
      projectId,
      name: 'sentences',
      description: '',
      source: 'manual',
    });
    addTexts(
      database,
      id,
      Array.from({ length: ANALYSED }, (_, index) => ({ label: null, text: sentence(index), ids: null })),
    );
    return {
      largeSet: addSet('large', LARGE_SET),
      textSet: id,
      negations: addSet('negations', ANALYSED),
    };
  });
  store.close();
  const checkpoint = join(home, 'quarter-of-bert');
  await writeBertCheckpoint(checkpoint, { ...BERT_BASE, num_hidden_layers: 2 });
  return { storePath, projectId, bigRun, largeSet, textSet, negations, checkpoint, run: 0, pairId: 0 };
}

function sentence(index: number): string {
  return `Sentence number ${index} says that the cat sat on the mat.`;
}

/** Returns when a job that `is` so has ended. */
async function jobEnds(engine: EngineClient, is: (job: Job) => boolean, start: () => Promise<unknown>) {
  const feed = await engine.jobs.feed();
  await start();
  for await (const job of feed)
    if (is(job) && !['waiting', 'running'].includes(job.state)) {
      if (job.state === 'failed') throw new Error(job.error?.message ?? 'a job failed');
      return;
    }
}

const SET_ORDER = { by: 'pair', direction: 'asc' } as const;
const ALL: ResultFilter = { role: 'set', thresholds: [] };

/** By name; one after the other, in this order. */
export const SCENARIOS: Readonly<
  Record<string, (engine: EngineClient, workspace: Workspace) => Promise<void>>
> = {
  'the compile of a checkpoint': async (engine, { checkpoint }) => {
    await jobEnds(
      engine,
      ({ kind }) => kind === 'model',
      () => engine.models.add({ from: 'folder', folder: checkpoint }),
    );
  },

  'a run of the negation set': async (engine, workspace) => {
    const { projectId } = workspace;
    const set = await engine.sets.addBundled({ projectId, name: 'negation' });
    const control = await engine.sets.addBundled({ projectId, name: 'negation-control' });
    const { id } = await engine.runs.create({
      projectId,
      setId: set.id,
      controlSetId: control.id,
      model: MODEL,
      options: {},
    });
    await jobEnds(
      engine,
      ({ kind, subject }) => kind === 'run' && subject.runId === id,
      () => engine.runs.start({ id }),
    );
    workspace.run = id;
    const [row] = await engine.results.page({
      runId: id,
      filter: ALL,
      sort: SET_ORDER,
      offset: 0,
      limit: 1,
    });
    workspace.pairId = row?.pairId ?? 0;
  },

  'statistics of forty-one metrics': async (engine, { projectId, run }) => {
    const { id } = await engine.analyses.create({ projectId, kind: 'statistics', runId: run });
    await jobEnds(
      engine,
      ({ kind, subject }) => kind === 'analysis' && subject.analysisId === id,
      () => engine.analyses.start({ id }),
    );
    const choice = { comparison: 'unadjusted', clusters: 'none' } as const;
    await engine.aggregates.rows({ runId: run, choice, metrics: ['value_cosine'] });
    await engine.aggregates.rows({ runId: run, choice, at: { layer: 2, head: 3 } });
  },

  'statistics of 216,000 rows, cancelled when they compute': async (engine, { bigRun }) => {
    const feed = await engine.jobs.feed();
    const at = { layer: 0, head: 0 };
    const rows = engine.aggregates.rows({ runId: bigRun, choice: { clusters: 'none' }, at });
    for await (const { jobId, kind, partly, done } of feed)
      if (kind === 'analysis' && partly + done > 0) {
        await engine.jobs.cancel({ jobId });
        break;
      }
    await rows.catch((error: unknown) => {
      if (!String(error).includes('cancelled')) throw error;
    });
  },

  'all figures of a run and its tables': async (engine, { run }) => {
    for (const metric of METRIC_NAMES.slice(0, 12))
      for (const format of ['svg', 'png', 'csv'] as const)
        await engine.exports.figure({
          spec: { kind: 'head-grid', runId: run, group: '', metric, statistic: 'difference' },
          format,
          theme: 'light',
        });
    await engine.exports.aggregatesTable({ runId: run, format: 'csv' });
    let done = 0;
    for await (const piece of await engine.exports.metricsTable({
      runId: run,
      filter: ALL,
      sort: SET_ORDER,
      format: 'csv',
    }))
      ({ done } = piece);
    if (done === 0) throw new Error('no rows');
  },

  'metrics.csv and metrics.parquet of 216,000 rows': async (engine, { bigRun }) => {
    for (const format of ['csv', 'parquet'] as const) {
      let done = 0;
      for await (const piece of await engine.exports.metricsTable({
        runId: bigRun,
        filter: ALL,
        sort: { by: 'value_cosine', direction: 'desc' },
        format,
      }))
        ({ done } = piece);
      if (done === 0) throw new Error('no rows');
    }
  },

  'queries over 216,000 rows': async (engine, { bigRun }) => {
    for (const [index, metric] of METRIC_NAMES.slice(0, 12).entries()) {
      const other = METRIC_NAMES[index + 12] ?? 'value_cosine';
      const filter: ResultFilter = {
        role: 'set',
        thresholds: [{ metric: other, comparison: '>', value: 0.4 }],
      };
      const sort = { by: metric, direction: index % 2 === 0 ? 'desc' : 'asc' } as const;
      await engine.results.page({ runId: bigRun, filter, sort, offset: 0, limit: 1000 });
      await engine.results.count({ runId: bigRun, filter });
    }
    await engine.results.page({ runId: bigRun, filter: ALL, sort: SET_ORDER, offset: 200_000, limit: 100 });
    await engine.results.flagRates({
      runId: bigRun,
      thresholds: await engine.workspace.flagThresholds(),
    });
    await engine.results.labels({ runId: bigRun });
    await engine.aggregates.design({ runId: bigRun });
    await engine.results.values({ runId: bigRun, metric: 'value_cosine', layer: 2, head: 3 });
  },

  'pairs opened': async (engine, { run, pairId }) => {
    const detail = await engine.pairs.detail({ runId: run, pairId });
    for (let head = 0; head < 12; head++)
      await engine.pairs.maps({ runId: run, pairId, layer: head % 6, head });
    for (let next = detail.nextPairId, opened = 0; next !== null && opened < 10; opened++)
      next = (await engine.pairs.detail({ runId: run, pairId: next })).nextPairId;
    const { alignment } = detail;
    const positions = alignment.pairs.map(([i, j]): [number, number] => [i, j]);
    await engine.pairs.correctAlignment({ runId: run, pairId, positions });
    await engine.pairs.correctAlignment({ runId: run, pairId, positions: null });
  },

  'the induction analysis': async (engine, { projectId }) => {
    const { id } = await engine.analyses.create({ projectId, kind: 'induction', model: 'attn-only-2l' });
    await jobEnds(
      engine,
      ({ kind, subject }) => kind === 'analysis' && subject.analysisId === id,
      () => engine.analyses.start({ id }),
    );
    await engine.analyses.result({ id });
  },

  'planning analyses of 10,000 texts and of as many pairs, and cancelling': async (
    engine,
    { projectId, textSet, negations },
  ) => {
    for (const [kind, model] of [
      ['patterns', MODEL],
      ['norms', MODEL],
      ['query-key', MODEL],
      ['ablation', 'char-en'],
      ['induction', 'attn-only-2l'],
    ] as const)
      await engine.analyses.create({ projectId, kind, model, textSetId: textSet });
    const { id } = await engine.analyses.create({
      projectId,
      kind: 'negation',
      model: MODEL,
      setId: negations,
    });
    const feed = await engine.jobs.feed();
    await engine.analyses.start({ id });
    for await (const { subject, done } of feed) if (subject.analysisId === id && done > 200) break;
    await engine.analyses.cancel({ id });
    // What is stored is looked through for damage.
    await engine.analyses.start({ id });
    await engine.analyses.cancel({ id });
    const created = new AbortController();
    const planning = engine.analyses.create(
      { projectId, kind: 'patterns', model: MODEL, textSetId: textSet },
      { signal: created.signal },
    );
    created.abort();
    await planning.then(
      () => {
        throw new Error('an analysis was planned that had been given up');
      },
      () => undefined,
    );
  },

  'an import of 200,000 texts': async (engine, { projectId }) => {
    const content = new Blob([
      Array.from({ length: IMPORTED_TEXTS }, (_, at) => `${sentence(at)}\n`).join(''),
    ]);
    const { uploadId, pieceBytes } = await engine.sets.beginUpload({
      fileName: 'sentences.txt',
      bytes: content.size,
    });
    for (let offset = 0; offset < content.size; offset += pieceBytes)
      await engine.sets.appendUpload({
        uploadId,
        offset,
        content: content.slice(offset, offset + pieceBytes),
      });
    await jobEnds(
      engine,
      ({ kind }) => kind === 'import',
      () => engine.texts.import({ projectId, name: 'imported', file: { uploadId } }),
    );
    await engine.texts.list({ projectId });
  },

  'the patterns of a text': async (engine) => {
    for (const name of [MODEL, 'char-en', 'attn-only-2l'])
      await engine.models.probe({ name, text: 'the cat sat on the mat and looked at the dog. '.repeat(4) });
  },

  'lists of runs, sets and models': async (engine, { projectId, largeSet }) => {
    for (let time = 0; time < 3; time++) {
      await engine.projects.list();
      await engine.runs.list({ projectId });
      await engine.sets.list({ projectId });
      await engine.sets.get({ id: largeSet });
      await engine.models.list();
      await engine.analyses.list({ projectId });
    }
    await engine.sets.pairs({ setId: largeSet, search: 'number 199999', offset: 0, limit: 100 });
    await engine.sets.pairs({ setId: largeSet, search: '', offset: 190_000, limit: 1000 });
  },

  'planning and removing a run of 200,000 pairs': async (engine, { projectId, largeSet }) => {
    const run = await engine.runs.create({
      projectId,
      setId: largeSet,
      controlSetId: null,
      model: MODEL,
      options: { keep: 'none' },
    });
    const { id } = await engine.runs.start(run);
    for await (const { subject, done } of await engine.jobs.feed())
      if (subject.runId === id && done > 200) break;
    await engine.runs.cancel({ id });
    await engine.runs.remove({ id });
    await engine.sets.remove({ id: largeSet });
    await engine.sets.restore({ id: largeSet });
    await engine.projects.remove({ id: projectId });
    await engine.projects.restore({ id: projectId });
  },
};
