/** What an engine that others wait for reads in threads of its own is what one that nobody waits for reads by itself. */
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNamedTensors } from '../../src/core/analyses/tensor-file.ts';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import type { ResultFilter } from '../../src/shared/entities.ts';
import {
  importPairs,
  openWorkspace,
  planRun,
  randomPairs,
  runToEnd,
  temporaryFolder,
  withNeutrals,
} from './workspace.ts';

const ALL: ResultFilter = { role: 'set', thresholds: [] };
const WHOLE = { filter: ALL, sort: { by: 'pair', direction: 'asc' }, format: 'csv' } as const;

let folder: ReturnType<typeof temporaryFolder>;
/** Reads in threads. */
let served: Engine;
/** Reads by itself, beside the other. */
let alone: Engine;
let runId: number;
let setId: number;

beforeAll(async () => {
  folder = temporaryFolder();
  const making = await openWorkspace(folder.path);
  setId = await importPairs(making, 'set', withNeutrals(randomPairs(60, 3)));
  const controlSetId = await importPairs(making, 'control', randomPairs(40, 4));
  runId = (await planRun(making, setId, { seed: 5 }, controlSetId)).id;
  await runToEnd(making, runId);
  await making.close();
  served = await openEngine({ home: folder.path, shell: 'browser' });
  alone = await openEngine({ home: folder.path, shell: 'cli', readonly: true });
});
afterAll(async () => {
  await alone.close();
  await served.close();
  folder.remove();
});

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

describe('the same to the last bit', () => {
  const questions: Record<string, (engine: Engine) => Promise<unknown>> = {
    'rows by a metric': ({ readings: { quick } }) =>
      quick.resultsPage({
        runId,
        filter: { role: 'set', thresholds: [{ metric: 'value_cosine', comparison: '<', value: 'control' }] },
        sort: { by: 'total_variation', direction: 'desc' },
        offset: 3,
        limit: 100,
      }),
    'how many rows': ({ readings: { quick } }) => quick.resultsCount({ runId, filter: ALL }),
    'flags by head': async ({ workspace, readings: { quick } }) =>
      quick.flagRates({ runId, thresholds: workspace.flagThresholds() }),
    'values of a head': ({ readings: { quick } }) =>
      quick.values({ runId, metric: 'value_cosine', layer: 1, head: 2 }),
    'ranges of metrics': ({ readings: { quick } }) => quick.metricRanges(runId),
    'what is compared': ({ readings: { quick } }) => quick.comparisonDesign({ runId, group: '' }),
    'statistics of all metrics': ({ aggregates }) => aggregates.rows({ runId, group: '' }),
    'aggregates.csv': ({ exports }) => exports.aggregatesTable({ runId, group: '', format: 'csv' }),
    'metrics.csv': ({ exports }) => bytesOf(exports.metricsPieces({ ...WHOLE, runId })),
    'metrics.parquet': ({ exports }) =>
      bytesOf(exports.metricsPieces({ ...WHOLE, runId, format: 'parquet' })),
    'a figure': async ({ exports }) => {
      const spec = {
        kind: 'head-grid',
        runId,
        group: '',
        metric: 'value_cosine',
        statistic: 'difference',
      } as const;
      const bytes = await exports.figureFile({ spec, format: 'png', theme: 'light' });
      return Buffer.from(bytes).toString('base64');
    },
    'a distribution': async ({ exports }) => {
      const spec = { kind: 'distribution', runId, metric: 'value_cosine', layer: 0, head: 1 } as const;
      return Buffer.from(await exports.figureFile({ spec, format: 'svg', theme: 'dark' })).toString();
    },
    'the result of an analysis': async ({ analyses, aggregates, store }) => {
      await aggregates.rows({ runId, group: '' });
      const { id } = store.database
        .prepare<[number], { id: number }>("SELECT id FROM analysis WHERE run_id = ? AND kind = 'statistics'")
        .get(runId) ?? { id: 0 };
      const file = Buffer.from(await (await analyses.result({ id })).arrayBuffer());
      expect(decodeNamedTensors(file)).toEqual(await analyses.read({ id }));
      return [file.toString('base64'), await analyses.table({ id, table: 'statistics' })];
    },
  };

  it.each(Object.entries(questions))('%s', async (_name, ask) => {
    expect(await ask(served)).toEqual(await ask(alone));
  });
});

describe('a thread of readings', () => {
  it('says what it cannot find, as the engine does', async () => {
    await expect(served.readings.quick.resultsCount({ runId: 99, filter: ALL })).rejects.toMatchObject({
      name: 'PairlensError',
      code: 'NOT_FOUND',
      message: 'no run 99',
    });
    await expect(bytesOf(served.exports.metricsPieces({ ...WHOLE, runId: 99 }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('sees what has been written the moment before', async () => {
    const projectId = served.defaultProject().id;
    for (let time = 0; time < 3; time++) {
      const { id } = await planRun(served, setId);
      const [listed] = await served.readings.quick.runsOfProject(projectId);
      expect(listed).toMatchObject({ id, state: 'planned', total: 60 });
    }
  });

  it('stops a task that is left, and answers others then', async () => {
    for await (const piece of served.exports.metricsPieces({ ...WHOLE, runId })) {
      expect(Buffer.from(piece).toString()).toContain('attention_js_divergence');
      break;
    }
    const table = await served.exports.aggregatesTable({ runId, group: '', format: 'csv' });
    expect(Buffer.from(table).toString()).toContain('attention_js_divergence');
  });

  it('has statistics cancelled, which come to the same numbers when they are asked for again', async () => {
    const request = { runId, group: 'even', metrics: METRIC_NAMES.slice(0, 4) };
    const feed = served.jobs.listen();
    const cancelled = expect(served.aggregates.rows(request)).rejects.toMatchObject({ code: 'CANCELLED' });
    for await (const { kind, jobId, partly } of feed)
      if (kind === 'analysis' && partly > 0) {
        await served.jobs.cancel(jobId);
        break;
      }
    await cancelled;
    expect(await served.aggregates.rows(request)).toEqual(await alone.aggregates.rows(request));
  });

  it('leaves one plain file when the engine closes, also in the middle of a task', async () => {
    const other = temporaryFolder();
    try {
      const engine = await openEngine({ home: other.path, shell: 'browser' });
      const id = await importPairs(engine, 'set', randomPairs(60, 3));
      const run = await planRun(engine, id);
      await runToEnd(engine, run.id);
      const pieces = engine.exports.metricsPieces({ ...WHOLE, runId: run.id });
      await pieces.next();
      const asked = engine.readings.quick.resultsCount({ runId: run.id, filter: ALL });
      await engine.close();
      expect(await asked).toEqual({ rows: 480, pairs: 60, heads: 8 });
      await expect(engine.readings.quick.resultsCount({ runId: run.id, filter: ALL })).rejects.toThrow(
        'the engine is closed',
      );
      expect(existsSync(join(other.path, 'workspaces', 'default.sqlite-wal'))).toBe(false);
    } finally {
      other.remove();
    }
  });

  it('leaves the engine free while it works', async () => {
    const request = { runId, group: 'odd' };
    // Time of processors, which is the same however busy the machine is.
    const timeHere = async (engine: Engine) => {
      const before = process.threadCpuUsage();
      await engine.aggregates.rows(request);
      const { user, system } = process.threadCpuUsage(before);
      return user + system;
    };
    // First the one that keeps no results, so that both compute them.
    const byItself = await timeHere(alone);
    expect(await timeHere(served)).toBeLessThan(byItself / 2);
  });
});

describe('a run of many pairs', () => {
  it('is not seen before its plan is whole, and is planned while others have their turn', async () => {
    const large = await importPairs(served, 'large', withNeutrals(randomPairs(20_000, 9)));
    const projectId = served.defaultProject().id;
    const before = served.runs.list({ projectId }).length;
    const planning = planRun(served, large, {}, setId);
    let over = false;
    void planning.finally(() => (over = true));
    let written = 0;
    while (!over) {
      const { length } = served.runs.list({ projectId });
      const items = served.store.database.prepare('SELECT count(*) FROM run_item').pluck().get();
      // Seen in the middle of being written, without the run being listed.
      if (length === before && Number(items) > 10_000) written += 1;
      await setImmediate();
    }
    expect(written).toBeGreaterThan(0);
    const run = await planning;
    expect(served.runs.list({ projectId })[0]).toEqual(run);
    expect(run).toMatchObject({ total: 20_060, neutrals: { total: 13_333 } });
    expect(run.provenance.setHash).toBe((await served.sets.get({ id: large })).contentHash);
  });
});
