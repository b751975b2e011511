/**
 * Results that stay in a folder: 100.8 million rows (700,000 pairs of 144 heads), made of a run of 700 pairs that is laid out a
 * thousand times with noise, as files of zstd that are thrown away afterwards. What a person asks first of them.
 */
import { globSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricName } from '../src/core/metrics/catalogue.ts';
import { Duck, text } from '../src/main/engine/run-folders/duck.ts';
import { FolderResults } from '../src/main/engine/run-folders/folder-results.ts';
import { registerRunFolder } from '../src/main/engine/run-folders/register.ts';
import { openStore, type WritableStore } from '../src/main/engine/store/database.ts';
import { hashRow } from '../src/main/engine/store/row-hashes.ts';
import type { ResultFilter, ResultSort } from '../src/shared/entities.ts';
import { forgetRows, writeRunFiles } from '../tests/integration/run-in-folder.ts';
import { fillBigRun } from './big-run.ts';
import { result, withScratch } from './measure.ts';
import type { Benchmark, BenchResult } from './types.ts';

const PAIRS = 700;
const LAYERS = 12;
const HEADS = 12;
const TILES = 1000;
const FILES = 20;
/** Of 41: what the disk has room for. */
const METRICS: readonly MetricName[] = [
  'max_attention_diff',
  'attention_pattern_correlation',
  'attention_js_divergence',
  'attention_entropy_diff',
  'value_cosine',
  'value_output_correlation',
  'total_variation',
  'top_key_overlap',
];
const NOISE = 0.02;
/** 256 pairs: a page of rows reads little, and a file says of each group what values it has. */
const GROUP_ROWS = 256 * LAYERS * HEADS;

export const parquetHundredMillion: Benchmark = {
  name: 'parquet-100m',
  run: () => withScratch((folder) => measure(folder, TILES)),
};

/** @param tiles how often the small run is laid out */
export async function measure(folder: string, tiles: number): Promise<BenchResult[]> {
  const store = openStore(join(folder, 'big.sqlite'));
  const duck = new Duck();
  try {
    const runId = fillBigRun(store, { pairs: PAIRS, layers: LAYERS, heads: HEADS });
    const small = join(folder, 'small');
    writeRunFiles(store, { runId, folder: small, parts: 1 });
    forgetRows(store, runId);
    layOutItems(store, runId, tiles);
    const parts = join(folder, 'parts');
    const made = await timed(() => layOutRows(duck, small, parts, tiles));
    const bytes = globSync('*.parquet', { cwd: parts }).reduce(
      (sum, name) => sum + statSync(join(parts, name)).size,
      0,
    );
    const registered = await timed(() => registerRunFolder(store, duck, { runId, folder: parts }));
    const rows = tiles * PAIRS * LAYERS * HEADS;
    const what = `${rows.toLocaleString('en')} rows of ${METRICS.length} metrics, ${(bytes / 1e9).toFixed(1)} GB in ${FILES} files`;
    return [
      seconds('rows laid out', made, what),
      seconds('folder taken in', registered, 'every file is read for its pairs and its hash'),
      ...(await questions(store, duck, runId)),
    ];
  } finally {
    await duck.close();
    store.close();
  }
}

async function questions(store: WritableStore, duck: Duck, runId: number): Promise<BenchResult[]> {
  const results = new FolderResults(store.database, duck);
  const filter: ResultFilter = {
    role: 'set',
    thresholds: [
      { metric: 'attention_js_divergence', comparison: '>', value: 0.8 },
      { metric: 'value_cosine', comparison: '<', value: 0.3 },
    ],
  };
  const sort: ResultSort = { by: 'total_variation', direction: 'desc' };
  const all: ResultFilter = { role: 'set', thresholds: [] };
  const metric = 'attention_js_divergence';
  const asked: [string, () => Promise<unknown>, string][] = [
    ['count of two thresholds', () => results.count({ runId, filter }), ''],
    ['the same again', () => results.count({ runId, filter }), 'files are in the cache of the system'],
    [
      'first page of them by a third metric',
      () => results.page({ runId, filter, sort, offset: 0, limit: 100 }),
      '',
    ],
    [
      'first page of all rows by a metric',
      () => results.page({ runId, filter: all, sort, offset: 0, limit: 100 }),
      '',
    ],
    [
      'pairs by their furthest head, first page',
      () =>
        results.pairs({
          runId,
          filter,
          sort: { by: metric, direction: 'desc' },
          metric,
          offset: 0,
          limit: 100,
        }),
      'of those that pass',
    ],
    [
      'heads over the pairs that pass',
      () => results.heads({ runId, filter, metric }),
      'means, quartiles, extremes',
    ],
    ['means by head', () => results.means({ runId, metric }), 'of all rows'],
    ['values of a head', () => results.values({ runId, metric, layer: 3, head: 5 }), '700,000 numbers'],
    ['a histogram of all rows', () => results.histograms({ runId, filter, metrics: [metric], bins: 40 }), ''],
  ];
  const found: BenchResult[] = [];
  for (const [name, ask, detail] of asked) found.push(seconds(name, await timed(ask), detail));
  const { rss } = process.memoryUsage();
  return [
    ...found,
    result('memory of the process', rss / 2 ** 20, 'MiB', null, 'resident, after all questions'),
  ];
}

/** Seconds, and of these what the processor was at work for it, all threads together. */
interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

async function timed(work: () => Promise<unknown>): Promise<Taken> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
}

function seconds(name: string, { wall, cpu }: Taken, detail: string): BenchResult {
  const spent = `${cpu.toFixed(2)} s of processors`;
  return result(name, wall, 's', null, detail === '' ? spent : `${detail}; ${spent}`);
}

/** The pairs of the small run again and again, each done. */
function layOutItems(store: WritableStore, runId: number, tiles: number): void {
  store.write((database) => {
    database.exec(`
      CREATE TEMP TABLE tile AS WITH RECURSIVE n (tile) AS (SELECT 1 UNION ALL SELECT tile + 1 FROM n WHERE tile < ${tiles - 1})
        SELECT tile FROM n;
      INSERT INTO pair (set_id, position, label, original, counterfactual, created_at)
        SELECT pair.set_id, pair.position + tile * ${PAIRS}, label, original || ' ' || tile, counterfactual, pair.created_at
        FROM tile CROSS JOIN pair JOIN run ON run.set_id = pair.set_id AND run.id = ${runId};
      INSERT INTO run_item (run_id, pair_id, role, position, state, original_ids, counterfactual_ids, alignment_used, aligned)
        SELECT ${runId}, pair.id, 'set', pair.position, 'done', '[1,2]', '[1,3]', 'position', '[[0,0],[1,1]]'
        FROM pair JOIN run ON run.set_id = pair.set_id AND run.id = ${runId} WHERE pair.position >= ${PAIRS};
      DROP TABLE tile;`);
    database.prepare('UPDATE run SET metrics = ? WHERE id = ?').run(JSON.stringify(METRICS), runId);
    hashRow(database, 'run', runId);
  });
}

/** A file for each range of tiles, in the order of pair, layer and head. */
async function layOutRows(duck: Duck, small: string, parts: string, tiles: number): Promise<void> {
  mkdirSync(parts);
  const noisy = METRICS.map((name) => `${name} + ${NOISE} * (random() - 0.5) AS ${name}`).join(', ');
  for (let file = 0; file < FILES; file++) {
    const [from, to] = [file, file + 1].map((part) => Math.floor((part * tiles) / FILES)) as [number, number];
    if (from === to) continue;
    await duck.run(
      `COPY (SELECT role, (pair + tile * ${PAIRS})::INTEGER AS pair, label, original, counterfactual, layer, head, ${noisy}
         FROM range(${from}, ${to}) AS tiles (tile), read_parquet(${text(join(small, '*.parquet'))})
         ORDER BY tile, pair, layer, head)
       TO ${text(join(parts, `part-${file + 1}-of-${FILES}.parquet`))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS})`,
    );
  }
}
