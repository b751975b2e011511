/**
 * (b) Results of a big run: 216,000 rows of head_metric (3,000 pairs of 72 heads), two thresholds on any two metrics,
 * sorted by a third, upwards or downwards. And of 1,000,008 rows what a person asks first, by a process that has read nothing.
 */
import { join } from 'node:path';
import { quantile } from 'd3-array';
import { METRIC_COUNT, METRIC_NAMES, METRICS, type MetricName } from '../src/core/metrics/catalogue.ts';
import { layOutColumns } from '../src/main/engine/results/lay-out-columns.ts';
import { ResultsService } from '../src/main/engine/results/service.ts';
import { openStore, type WritableStore } from '../src/main/engine/store/database.ts';
import { getRun } from '../src/main/engine/store/runs.ts';
import type { ResultFilter, ResultSort, Threshold } from '../src/shared/entities.ts';
import { fillBigRun, random } from './big-run.ts';
import { median, result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const PAIRS = 3000;
const LAYERS = 6;
const HEADS = 12;
const QUERIES = 100;
const PAGE = 100;
const PAGE_LIMIT_MS = 20;
const COUNT_LIMIT_MS = 120;

const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;

/** A threshold that from 1 to 30 % of the rows pass, on the side on which the head changed more. */
function randomThreshold(metric: MetricName, sorted: readonly number[]): Threshold {
  const share = 0.01 + 0.29 * random();
  return METRICS[metric].change === 'low'
    ? { metric, comparison: '<', value: quantile(sorted, share) ?? 0 }
    : { metric, comparison: '>', value: quantile(sorted, 1 - share) ?? 0 };
}

interface Query {
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
}

function randomQueries(store: WritableStore): Query[] {
  const sorted = new Map(
    METRIC_NAMES.map((name) => [
      name,
      store.database
        .prepare<[], number>(`SELECT ${name} FROM head_metric WHERE position % 50 = 0 ORDER BY ${name}`)
        .pluck()
        .all(),
    ]),
  );
  return Array.from({ length: QUERIES }, () => {
    const names = METRIC_NAMES.map((name) => ({ name, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ name }) => name);
    const [first = 'value_cosine', second = 'value_cosine', by = 'value_cosine'] = names;
    return {
      filter: {
        role: 'set',
        thresholds: [first, second].map((name) => randomThreshold(name, sorted.get(name) ?? [])),
      },
      sort: { by, direction: pick(['asc', 'desc'] as const) },
    };
  });
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function p95(name: string, limit: number | null, times: readonly number[], detail: string): BenchResult {
  const spread = `median ${median(times).toFixed(1)} ms, slowest ${Math.max(...times).toFixed(1)} ms`;
  return result(name, quantile(times, 0.95) ?? Number.NaN, 'ms', limit, `${detail}; ${spread}`);
}

function measure(store: WritableStore): BenchResult[] {
  const runId = fillBigRun(store, { pairs: PAIRS, layers: LAYERS, heads: HEADS });
  const results = new ResultsService(store);
  const queries = randomQueries(store);
  const what = `${PAIRS * LAYERS * HEADS} rows, ${QUERIES} random queries of two thresholds (1 to 30 % pass each) sorted by a third metric`;
  const page = ({ filter, sort }: Query, offset: number) =>
    milliseconds(() => results.page({ runId, filter, sort, offset, limit: PAGE }));
  // Columns are read, and orders made, by the first queries that need them.
  const first = queries.map(
    (query) => page(query, 0) + milliseconds(() => results.count({ runId, ...query })),
  );
  const pages = queries.map((query) => page(query, 0));
  const counts = queries.map(({ filter }) => milliseconds(() => results.count({ runId, filter })));
  const unfiltered = METRIC_NAMES.map((by): Query => ({
    filter: { role: 'set', thresholds: [] },
    sort: { by, direction: 'asc' },
  }));
  const deep = unfiltered.map((query) => page(query, Math.floor(random() * PAIRS * LAYERS * HEADS)));
  return [
    p95('first page of results, p95', PAGE_LIMIT_MS, pages, what),
    p95('whole count of results, p95', COUNT_LIMIT_MS, counts, what),
    p95('deep page of results, p95', null, deep, 'no filter, any offset, one query for each metric'),
    result(
      'first query of a metric, slowest',
      Math.max(...first),
      'ms',
      null,
      `page and count; reads three columns of ${METRIC_COUNT} and makes an order`,
    ),
  ];
}

export const resultsQuery: Benchmark = {
  name: 'results-query',
  run: () => withStore((store) => Promise.resolve(measure(store))),
};

const MANY_PAIRS = 13_889;

/** Time of this process's core: what a person waits for where nothing else is at work. */
function ownTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Each question of a service that has read nothing. */
function firstQuestions(store: WritableStore, runId: number): Record<string, number> {
  const all: ResultFilter = { role: 'set', thresholds: [] };
  const some: ResultFilter = {
    role: 'set',
    thresholds: [
      { metric: 'max_attention_diff', comparison: '>', value: 0.5 },
      { metric: 'top_key_overlap', comparison: '<', value: 0.6 },
    ],
  };
  const metric = 'attention_js_divergence';
  const sort: ResultSort = { by: metric, direction: 'desc' };
  const byThree: ResultSort = {
    by: 'label',
    direction: 'asc',
    then: [{ by: 'flags', direction: 'desc' }, sort],
  };
  const asked = (ask: (results: ResultsService) => unknown) => ownTime(() => ask(new ResultsService(store)));
  const page = { runId, offset: 0, limit: PAGE };
  return {
    'first sort by a metric': asked((results) => results.page({ ...page, filter: all, sort })),
    'two thresholds, sorted by a third metric': asked((results) =>
      results.page({ ...page, filter: some, sort: { by: 'total_variation', direction: 'desc' } }),
    ),
    'pairs by their furthest head': asked((results) => results.pairs({ ...page, filter: all, sort, metric })),
    'by label, flags and a metric': asked((results) => results.page({ ...page, filter: all, sort: byThree })),
  };
}

export const resultsMillion: Benchmark = {
  name: 'results-million',
  run: () =>
    withStore(async (store) => {
      const runId = fillBigRun(store, { pairs: MANY_PAIRS, layers: LAYERS, heads: HEADS });
      const rows = `${MANY_PAIRS * LAYERS * HEADS} rows, nothing read before`;
      const told = (from: string) =>
        Object.entries(firstQuestions(store, runId)).map(([name, time]) =>
          result(`${name}, ${from}`, time, 'ms', null, rows),
        );
      const before = told('from rows');
      const start = performance.now();
      await layOutColumns(store, getRun(store.database, runId), () => true);
      const took = performance.now() - start;
      return [...before, result('laying out columns', took, 'ms', null, rows), ...told('from columns')];
    }),
};

function withStore(measured: (store: WritableStore) => Promise<BenchResult[]>): Promise<BenchResult[]> {
  return withScratch(async (folder) => {
    const store = openStore(join(folder, 'results.sqlite'));
    try {
      return await measured(store);
    } finally {
      store.close();
    }
  });
}
