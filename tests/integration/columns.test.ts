/**
 * A value is found in the column of its name, whichever order the table has its columns in: the metrics of a run in a
 * store with tables whose columns stand the other way round are those of one in a store as it is made.
 */
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { openStore } from '../../src/main/engine/store/database.ts';
import { makeMetricOrder } from '../../src/main/engine/store/metric-orders.ts';
import { defaultStorePath } from '../../src/main/engine/paths.ts';
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };
import { importPairs, openWorkspace, planRun, runToEnd, temporaryFolder } from './workspace.ts';

/** As the table has them in migrations/0001_initial.sql; written out, for this is what the test is about. */
const METRIC_COLUMNS = `max_attention_diff, mean_attention_diff, attention_pattern_correlation, value_output_correlation,
  attention_js_divergence, attention_entropy_diff, value_cosine, unaligned_mass_original, unaligned_mass_counterfactual`;
const IN_ORDER = 'ORDER BY position, layer, head';

let folder: ReturnType<typeof temporaryFolder>;
let plain: Engine;
let reversed: Engine;
let runId: number;

beforeAll(async () => {
  folder = temporaryFolder();
  const home = join(folder.path, 'reversed');
  reverseColumns(defaultStorePath(home));
  plain = await openWorkspace(join(folder.path, 'plain'));
  reversed = await openWorkspace(home);
  const ids = [];
  for (const engine of [plain, reversed]) {
    const pairs = golden.map(({ original_ids, counterfactual_ids }) => ({
      original: original_ids,
      counterfactual: counterfactual_ids,
    }));
    const { id } = await planRun(engine, await importPairs(engine, 'golden', pairs));
    ids.push((await runToEnd(engine, id)).run.id);
  }
  const [first = 0, second] = ids;
  expect(second).toBe(first);
  runId = first;
});
afterAll(async () => {
  await plain.close();
  await reversed.close();
  folder.remove();
});

/** Makes a store in which the columns of numbers that may be NULL stand the other way round. */
function reverseColumns(path: string): void {
  openStore(path).close();
  const database = new SqliteDatabase(path);
  const numbers = /(?:^ +\w+ +REAL,\n)+/m;
  for (const table of ['head_metric', 'metric_order']) {
    const sql = database
      .prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?')
      .pluck()
      .get(table);
    if (sql === undefined || !numbers.test(sql)) throw new Error(`the table ${table} has no such columns`);
    database.exec(`DROP TABLE ${table}`);
    database.exec(
      sql.replace(numbers, (columns) => `${columns.trimEnd().split('\n').toReversed().join('\n')}\n`),
    );
  }
  database.close();
}

const read = (engine: Engine, sql: string) => engine.store.database.prepare(sql).all();
const names = (engine: Engine, table: string) =>
  read(engine, `SELECT name FROM pragma_table_info('${table}')`).map((row) => (row as { name: string }).name);

describe('columns that stand the other way round', () => {
  it('do so', () => {
    for (const table of ['head_metric', 'metric_order']) {
      expect(names(reversed, table)).not.toEqual(names(plain, table));
      expect(names(reversed, table).toSorted()).toEqual(names(plain, table).toSorted());
    }
  });

  it('have the metrics of their names, which are those of PyTorch', () => {
    const sql = `SELECT position, layer, head, ${METRIC_COLUMNS} FROM head_metric ${IN_ORDER}`;
    const rows = read(reversed, sql) as Record<string, number>[];
    expect(rows).toEqual(read(plain, sql));
    const expected = golden.flatMap(({ heads }) => heads);
    expect(rows).toHaveLength(expected.length);
    for (const [index, head] of expected.entries()) {
      const row = rows[index] ?? {};
      for (const metric of [
        'max_attention_diff',
        'mean_attention_diff',
        'attention_pattern_correlation',
        'value_output_correlation',
      ] as const)
        expect(row[metric], metric).toBeCloseTo(head[metric] ?? Number.NaN, 5);
    }
  });

  it('are read as what they are: pages, orders of a metric, statistics', async () => {
    const ask = {
      runId,
      filter: {
        role: 'set' as const,
        thresholds: [{ metric: 'value_cosine' as const, comparison: '>' as const, value: 0 }],
      },
      sort: { by: 'attention_entropy_diff' as const, direction: 'desc' as const },
    };
    const page = (engine: Engine) => engine.results.page({ ...ask, offset: 0, limit: 1000 });
    expect(page(reversed).length).toBeGreaterThan(10);
    expect(page(reversed)).toEqual(page(plain));
    expect([...reversed.results.all(ask)].flat()).toEqual(page(reversed));
    const [first] = page(reversed);
    const largest = read(
      reversed,
      'SELECT max(attention_entropy_diff) AS value FROM head_metric WHERE value_cosine > 0',
    );
    expect(largest).toEqual([{ value: first?.metrics.attention_entropy_diff }]);

    const statistics = (engine: Engine) => engine.aggregates.rows({ runId, group: '' });
    const computed = await statistics(plain);
    expect(await statistics(reversed)).toEqual(computed);
    // Once more, out of the table.
    expect(await statistics(reversed)).toEqual(computed);
  });

  it('are copied as what they are into the order of a metric', async () => {
    const path = reversed.store.path;
    await reversed.close();
    const store = openStore(path);
    store.write(() => makeMetricOrder(store.database, runId, 'set', 'value_cosine'));
    const rows = store.database
      .prepare(`SELECT value, ${METRIC_COLUMNS} FROM metric_order ${IN_ORDER}`)
      .all();
    expect(rows).toEqual(
      store.database
        .prepare(
          `SELECT value_cosine AS value, ${METRIC_COLUMNS} FROM head_metric WHERE value_cosine IS NOT NULL ${IN_ORDER}`,
        )
        .all(),
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(store.database.prepare('SELECT DISTINCT metric FROM metric_order').pluck().all()).toEqual([
      'value_cosine',
    ]);
    store.close();
    reversed = await openWorkspace(join(folder.path, 'reversed'));
  });
});
