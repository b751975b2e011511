/**
 * A value is found in the column of its name, whichever order the table has its columns in: the metrics of a run in a
 * store with tables whose columns stand the other way round are those of one in a store as it is made.
 */
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { openStore } from '../../src/main/engine/store/database.ts';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { defaultStorePath } from '../../src/main/engine/paths.ts';
import golden from '../fixtures/golden/bert/counterfactual.json' with { type: 'json' };
import { importPairs, openWorkspace, planRun, runToEnd, temporaryFolder } from './workspace.ts';

const METRIC_COLUMNS = METRIC_NAMES.join(', ');
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
  const sql = database
    .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'head_metric'")
    .pluck()
    .get();
  const columns = sql?.match(/\w+ +REAL/g) ?? [];
  if (sql === undefined || columns.length !== METRIC_NAMES.length)
    throw new Error('the table head_metric has other columns than there are metrics');
  const turned = columns.toReversed().values();
  database.exec('DROP TABLE head_metric');
  database.exec(sql.replaceAll(/\w+ +REAL/g, () => turned.next().value ?? ''));
  database.close();
}

const read = (engine: Engine, sql: string) => engine.store.database.prepare(sql).all();
const names = (engine: Engine, table: string) =>
  read(engine, `SELECT name FROM pragma_table_info('${table}')`).map((row) => (row as { name: string }).name);

describe('columns that stand the other way round', () => {
  it('do so', () => {
    const [before, after] = [names(plain, 'head_metric'), names(reversed, 'head_metric')];
    expect(after).not.toEqual(before);
    expect(after.toSorted()).toEqual(before.toSorted());
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

  it('are read as what they are: pages, orders, statistics', async () => {
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
});
