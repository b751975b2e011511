/** An analysis that is computed in parts and put together is the analysis that it would have been, to the last byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANALYSES } from '../../src/core/registries/analyses.ts';
import type { AnalysisDefinition } from '../../src/core/analyses/analysis.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { ParquetReader } from '../../src/main/engine/shards/parquet-rows.ts';
import { exportAnalysis } from '../../src/main/engine/exports/export-analysis.ts';
import { analysisRecord, SHARDED, ShardedAnalyses, SHARDS } from './sharded-analyses.ts';
import { temporaryFolder } from './workspace.ts';
import { addSet } from './workspaces.ts';

const folder = temporaryFolder();
const analyses = new ShardedAnalyses(folder.path);
let whole: Engine;
/** One for each shard. */
const shards: Engine[] = [];
let merged: Engine;

beforeAll(async () => {
  whole = await analyses.open('whole');
  for (let shard = 1; shard <= SHARDS; shard++) shards.push(await analyses.open(`shard-${shard}`));
  merged = await analyses.open('merged');
  // So that no pair has the same number here as there.
  await addSet(merged, 'of others', [{ original_ids: [1, 2], counterfactual_ids: [1, 3] }]);
});
afterAll(async () => {
  for (const engine of [whole, merged, ...shards]) await engine.close();
  folder.remove();
});

test('every kind that is divided is here', () => {
  const divided = Object.values<AnalysisDefinition>(ANALYSES).filter(({ inShards }) => inShards === true);
  expect([...new Set(SHARDED.map(({ kind }) => kind))]).toEqual(divided.map(({ kind }) => kind).toSorted());
});

const bytesOf = async (engine: Engine, id: number) =>
  Buffer.from(await (await engine.analyses.result({ id })).arrayBuffer());

describe.each(
  SHARDED.map((sharded, at) => ({
    ...sharded,
    to: join(folder.path, `parts-${at}`),
    of: sharded.set ?? (sharded.texts ? 'texts' : sharded.inputs ? 'ids' : 'the model'),
  })),
)('$kind of $of', (sharded) => {
  test('is computed in parts', async () => {
    for (const [at, engine] of shards.entries()) {
      const { record, wasThere } = await analyses.shard(engine, sharded, { shard: at + 1, to: sharded.to });
      expect(wasThere).toBe(false);
      expect(record.done).toBeGreaterThan(0);
      expect(record.done).toBeLessThan(record.plan.items);
      expect(record.failed).toEqual([]);
    }
    expect(readdirSync(sharded.to)).toHaveLength(3 * SHARDS);
  });

  test('is, merged, what it is undivided', async () => {
    const id = await analyses.whole(whole, sharded);
    const projectId = merged.defaultProject().id;
    const { analysisId } = await merged.analysisShards.merge({ folder: sharded.to, projectId });
    const [one, other] = [whole.analyses.get({ id }), merged.analyses.get({ id: analysisId })];
    const { state, total, done, failed, error, provenance, options, version } = one;
    expect(other).toMatchObject({ state, total, done, failed, error, provenance, options, version });
    expect((await bytesOf(merged, analysisId)).equals(await bytesOf(whole, id))).toBe(true);
    expect(merged.analyses.findings({ id: analysisId })).toEqual(whole.analyses.findings({ id }));
    for (const { name } of merged.analyses.definition(sharded.kind).tables)
      expect(await merged.analyses.table({ id: analysisId, table: name })).toEqual(
        await whole.analyses.table({ id, table: name }),
      );
  });
});

test('exports of one against a control are the same files, but for the times', async () => {
  const at = SHARDED.findIndex(({ control }) => control !== undefined);
  const files: Record<string, Buffer>[] = [];
  for (const engine of [whole, merged]) {
    const [analysis] = engine.analyses.list({
      projectId: engine.defaultProject().id,
      kind: SHARDED[at]?.kind,
    });
    const out = join(folder.path, `exported-${files.length}`);
    const names = await exportAnalysis(engine, analysis?.id ?? 0, out);
    files.push(Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name))])));
  }
  const [one = {}, other = {}] = files;
  expect(Object.keys(other)).toEqual(Object.keys(one));
  expect(Object.keys(one).length).toBeGreaterThan(5);
  const timeless = (name: string, content: Buffer | undefined) => {
    const text = content?.toString('latin1') ?? '';
    if (name.endsWith('.json')) return text.replace(/"(started_at|finished_at)": "[^"]*"/g, '');
    return text.replaceAll(/"analysisId":\d+/g, '');
  };
  for (const name of Object.keys(one).filter((file) => !/\.(pdf|png)$/.test(file)))
    expect(timeless(name, other[name]) === timeless(name, one[name]), name).toBe(true);
});

test('a part is a table with a row for each tensor of an item', async () => {
  const at = SHARDED.findIndex(({ control }) => control !== undefined);
  const from = join(folder.path, `parts-${at}`);
  const record = analysisRecord(2, from);
  const reader = await ParquetReader.open();
  const rows: (readonly unknown[])[] = [];
  for await (const piece of reader.rows<unknown>(join(from, 'part-2-of-3.parquet'))) rows.push(...piece);
  reader.close();
  expect(rows).toHaveLength(record.files['part-2-of-3.parquet']?.rows ?? 0);
  const place = record.positions[0]?.[0] ?? 0;
  // Pairs of the set come first in the plan: an item has its pair's number.
  expect(rows[0]?.slice(0, 3)).toEqual([place + 1, 'set', place + 1]);
  expect(new Set(rows.map(([, role]) => role))).toEqual(new Set(['set', 'control']));
  expect(new Set(rows.map(([item]) => item)).size).toBe(record.done);
  for (const [, , , , type, axes, shape, values] of rows) {
    expect(type).toMatch(/^(float32|float64|int32)$/);
    const lengths = shape === '' ? [] : String(shape).split(',').map(Number);
    expect(axes === '' ? [] : String(axes).split(',')).toHaveLength(lengths.length);
    const { items } = values as { items: unknown[] };
    expect(items).toHaveLength(lengths.reduce((product, length) => product * length, 1));
  }
});
