/**
 * How long a person waits for a pair while a run is going on: the pair's page asks for its detail and the maps of a head, and
 * a click on another head for maps again. Of a run that is done and of the one that is going on, each pair looked at for the
 * first time, beside the same when nothing else is done. Requests of people go before batches (docs/decisions/0098).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type BenchClient } from './client.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';
import { startServer } from '../src/main/server/server.ts';
import type { ResultFilter } from '../src/shared/entities.ts';

const MODEL = 'all-MiniLM-L6-v2';
const PAIRS = 6000;
const LOOKED_AT = 12;
/** On two cores that nobody else uses. */
const LIMIT_MS = 500;
const ALL: ResultFilter = { role: 'set', thresholds: [] };

type Engine = BenchClient['engine'];

async function importPairs(engine: Engine, projectId: number): Promise<number> {
  const content = new Blob([
    'original,counterfactual\n',
    ...Array.from(
      { length: PAIRS },
      (_, at) =>
        `The cat number ${at} sat on the mat in the hall.,The cat number ${at} never sat on the mat in the hall.\n`,
    ),
  ]);
  const { uploadId } = await engine.sets.beginUpload({ fileName: 'cats.csv', bytes: content.size });
  const pieceBytes = 2 ** 20;
  for (let offset = 0; offset < content.size; offset += pieceBytes)
    await engine.sets.appendUpload({ uploadId, offset, content: content.slice(offset, offset + pieceBytes) });
  const feed = await engine.jobs.feed();
  const { jobId, setId } = await engine.sets.import({ projectId, name: 'cats', file: { uploadId } });
  for await (const job of feed) if (job.jobId === jobId && job.state !== 'running') break;
  return setId;
}

async function startRun(engine: Engine, projectId: number, setId: number): Promise<number> {
  const options = { keep: 'none' } as const;
  const { id } = await engine.runs.create({ projectId, setId, controlSetId: null, model: MODEL, options });
  await engine.runs.start({ id });
  return id;
}

async function doneOf(engine: Engine, runId: number, atLeast: number): Promise<void> {
  for await (const { subject, done, state } of await engine.jobs.feed())
    if (subject.runId === runId && (done >= atLeast || state !== 'running')) return;
}

/** The ids of pairs of a run, each a step further in the set. */
async function somePairs(engine: Engine, runId: number, from: number, step: number): Promise<number[]> {
  const sort = { by: 'pair', direction: 'asc' } as const;
  const ids: number[] = [];
  for (let at = 0; at < LOOKED_AT; at++) {
    const offset = (from + at * step) * 72;
    const [row] = await engine.results.page({ runId, filter: ALL, sort, offset, limit: 1 });
    if (row !== undefined) ids.push(row.pairId);
  }
  return ids;
}

interface Waits {
  readonly opening: number[];
  readonly nextHead: number[];
}

async function open(engine: Engine, runId: number, pairIds: readonly number[]): Promise<Waits> {
  const opening: number[] = [];
  const nextHead: number[] = [];
  for (const pairId of pairIds) {
    const at = { runId, pairId, view: 'tokens', values: 'centred' } as const;
    const started = performance.now();
    await Promise.all([
      engine.pairs.detail({ runId, pairId }),
      engine.pairs.maps({ ...at, layer: 2, head: 3 }),
      engine.runs.get({ id: runId }),
    ]);
    const opened = performance.now();
    await engine.pairs.maps({ ...at, layer: 4, head: 1 });
    opening.push(opened - started);
    nextHead.push(performance.now() - opened);
  }
  return { opening, nextHead };
}

const words = (values: readonly number[]) => `slowest ${Math.max(...values).toFixed(0)} ms`;

function report(when: string, waits: Waits, isIdle = false): BenchResult[] {
  return (['opening', 'nextHead'] as const).map((what) => {
    const name = `${what === 'opening' ? 'opening a pair' : 'another head of it'}, ${when}`;
    const limit = isIdle || what === 'nextHead' ? null : LIMIT_MS;
    return result(
      name,
      median(waits[what]),
      'ms',
      limit,
      `median of ${waits[what].length}, ${words(waits[what])}`,
    );
  });
}

export const duringRun: Benchmark = {
  name: 'pairs during a run',
  run: () =>
    withScratch(async (home) => {
      // Its pages are not asked for.
      const rendererDir = join(home, 'renderer');
      mkdirSync(rendererDir);
      writeFileSync(join(rendererDir, 'index.html'), '');
      const server = await startServer({ home, rendererDir });
      const client = await connect({ port: server.port, session: server.access.sessions.issue() });
      try {
        const { engine } = client;
        const { id: projectId } = await engine.projects.create({ name: 'bench' });
        const small = await engine.sets.addBundled({ projectId, name: 'negation' });
        const finished = await startRun(engine, projectId, small.id);
        await doneOf(engine, finished, Infinity);
        const ofFinished = await somePairs(engine, finished, 0, 40);
        const laterOfFinished = await somePairs(engine, finished, 20, 40);
        // The first loads what is loaded once.
        await open(engine, finished, ofFinished.slice(-1));
        const idle = await open(engine, finished, ofFinished);
        const set = await importPairs(engine, projectId);
        const going = await startRun(engine, projectId, set);
        await doneOf(engine, going, 400);
        const during = await open(engine, finished, laterOfFinished);
        const ofGoing = await open(engine, going, await somePairs(engine, going, 5, 7));
        const stopped = await engine.runs.get({ id: going });
        if (stopped.state !== 'running') throw new Error('the run ended before the last pair was opened');
        await engine.runs.cancel({ id: going });
        return [
          ...report('nothing else at work', idle, true),
          ...report('of another run, during a run', during),
          ...report('of the run that is going on', ofGoing),
        ];
      } finally {
        client.close();
        await server.close();
      }
    }),
};
