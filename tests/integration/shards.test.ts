/** A run that is computed in parts and put together is the run that it would have been, to the last byte. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import type { Engine } from '../../src/main/engine/engine.ts';
import { exportRun } from '../../src/main/engine/exports/export-run.ts';
import { resultFilter, ROLES, type Run } from '../../src/shared/entities.ts';
import { CONTROL, recordOf, SET, ShardedRun, SHARDS } from './sharded-run.ts';
import { temporaryFolder } from './workspace.ts';

const folder = temporaryFolder();
const sharded = new ShardedRun(folder.path);
/** With the parts of one run in four shards. */
const parts = join(folder.path, 'parts');
const exported = join(folder.path, 'exported');
let whole: Engine;
let run: Run;

beforeAll(async () => {
  whole = await sharded.open('whole');
  run = await whole.runs.finish({ id: (await sharded.planned(whole)).id });
  await exportRun(whole, run.id, exported);
  for (let number = 1; number <= SHARDS; number++) await sharded.shard(number, { to: parts });
});
afterAll(async () => {
  await whole.close();
  folder.remove();
});

describe('the parts', () => {
  test('have every pair once, and alike many', () => {
    const records = [1, 2, 3, 4].map((number) => recordOf(number, parts));
    const pairs = records.map(({ positions: { set, control } }) =>
      [...set, ...control].reduce((sum, [first, last]) => sum + last - first + 1, 0),
    );
    expect(pairs.reduce((sum, count) => sum + count)).toBe(SET.length + CONTROL.length);
    expect(Math.min(...pairs)).toBeGreaterThan(0.5 * Math.max(...pairs));
    const neutrals = SET.filter(({ neutral }) => neutral !== undefined).length;
    const comparisons = records.map(({ comparisons: { done, failed } }) => done + failed);
    expect(comparisons.reduce((sum, count) => sum + count)).toBe(SET.length + CONTROL.length + neutrals);
  });

  test('say what failed, each failure once', () => {
    const failed = [1, 2, 3, 4].flatMap((number) => recordOf(number, parts).failed);
    expect(failed.map(({ role, pair, code }) => `${role} ${pair} ${code}`).toSorted()).toEqual([
      'control 81 SENTENCE_TOO_LONG',
      'neutral 302 SENTENCE_TOO_LONG',
      'set 301 SENTENCE_TOO_LONG',
    ]);
  });

  test('have the columns of metrics.csv with their types, compressed with zstd, in order', async () => {
    const { files, plan, comparisons } = recordOf(2, parts);
    const bytes = readFileSync(join(parts, 'part-2-of-4.parquet'));
    const metadata = parquetMetadata(Uint8Array.from(bytes).buffer);
    const columns = metadata.schema.slice(1).map(({ name, type }) => [name, type]);
    expect(columns).toEqual([
      ['role', 'BYTE_ARRAY'],
      ['pair', 'INT32'],
      ['label', 'BYTE_ARRAY'],
      ['original', 'BYTE_ARRAY'],
      ['counterfactual', 'BYTE_ARRAY'],
      ['layer', 'INT32'],
      ['head', 'INT32'],
      ...METRIC_NAMES.map((name) => [name, 'DOUBLE']),
    ]);
    expect(
      new Set(metadata.row_groups.flatMap((group) => group.columns.map((c) => c.meta_data?.codec))),
    ).toEqual(new Set(['ZSTD']));
    const places = plan.model.layers * plan.model.heads;
    expect(Number(metadata.num_rows)).toBe(comparisons.done * places);
    expect(files['part-2-of-4.parquet']?.rows).toBe(comparisons.done * places);
  });
});

describe('merged', () => {
  let merged: Engine;
  let runId: number;
  const out = join(folder.path, 'merged');

  beforeAll(async () => {
    merged = await sharded.open('merged');
    ({ runId } = await merged.shards.merge({ folder: parts, projectId: merged.defaultProject().id }));
    await exportRun(merged, runId, out);
  });
  afterAll(() => merged.close());

  test.each(['metrics.csv', 'metrics-control.csv', 'metrics-neutral.csv', 'aggregates.csv'])(
    '%s is that of an undivided run, byte by byte',
    (name) => {
      expect(readFileSync(join(out, name)).equals(readFileSync(join(exported, name)))).toBe(true);
    },
  );

  test('run.json is that of an undivided run, but for the times', () => {
    const record = (of: string) => {
      const { started_at, finished_at, ...rest } = JSON.parse(
        readFileSync(join(of, 'run.json'), 'utf8'),
      ) as Record<string, unknown>;
      expect([started_at, finished_at].every((time) => Number.isFinite(Date.parse(String(time))))).toBe(true);
      return JSON.stringify(rest);
    };
    expect(record(out)).toBe(record(exported));
  });

  test('it was computed on what its parts were, and parts of two devices are no run', async () => {
    expect(merged.runs.get({ id: runId }).provenance.ranOn).toEqual(run.provenance.ranOn);
    const mixed = join(folder.path, 'mixed');
    cpSync(parts, mixed, { recursive: true });
    const noted = join(folder.path, 'noted');
    cpSync(parts, noted, { recursive: true });
    const note = 'there was no other';
    const own = {
      ...recordOf(3, parts),
      ran_on: { device: 'cpu', largestDifference: null, note },
      processor: 'Other',
    };
    writeFileSync(join(noted, 'part-3-of-4.json'), JSON.stringify(own));
    const outcome = await merged.shards.merge({ folder: noted, projectId: merged.defaultProject().id });
    expect(outcome.processors).toEqual([recordOf(1, parts).processor, 'Other']);
    expect(merged.runs.get({ id: outcome.runId }).provenance.ranOn?.note).toBe(note);
    const ran_on = { device: 'webgpu', largestDifference: 3e-6, note: null };
    writeFileSync(join(mixed, 'part-3-of-4.json'), JSON.stringify({ ...recordOf(3, parts), ran_on }));
    const { id: projectId } = merged.defaultProject();
    await expect(merged.shards.merge({ folder: mixed, projectId })).rejects.toMatchObject({
      code: 'PARTS_INVALID',
      message: expect.stringContaining('part 1 was computed on CPU and part 3 on WebGPU') as unknown,
    });
  });

  test('so are its figures', () => {
    for (const name of readdirSync(join(exported, 'figures')))
      expect(
        readFileSync(join(out, 'figures', name)).equals(readFileSync(join(exported, 'figures', name))),
        name,
      ).toBe(true);
  });

  test('its rows, failures, pairs and what is noted of them are there', async () => {
    const rows = (engine: Engine, id: number) =>
      ROLES.flatMap((role) =>
        engine.results.page({
          runId: id,
          filter: resultFilter.parse({ role }),
          sort: { by: 'attention_js_divergence', direction: 'desc' },
          offset: 0,
          limit: 500,
        }),
      ).map((row) => ({ ...row, pairId: null }));
    expect(rows(merged, runId)).toEqual(rows(whole, run.id));
    expect(merged.runs.errors({ id: runId }).map((error) => ({ ...error, pairId: null }))).toEqual(
      whole.runs.errors({ id: run.id }).map((error) => ({ ...error, pairId: null })),
    );
    expect(merged.runs.quality({ id: runId }).roles.map(({ role, measured }) => [role, measured])).toEqual(
      whole.runs.quality({ id: run.id }).roles.map(({ role, measured }) => [role, measured]),
    );
    expect(await merged.runs.soundness({ id: runId })).toEqual(await whole.runs.soundness({ id: run.id }));
  });

  test('a pair of it can be looked at: its activations are computed again', async () => {
    const view = async (engine: Engine, id: number) => {
      const pairId = engine.runs.pairId({ id, role: 'neutral', number: 8 });
      const place = { runId: id, pairId, role: 'neutral' as const };
      const { pair, previousPairId, nextPairId, ...detail } = await engine.pairs.detail(place);
      const maps = await engine.pairs.maps({
        ...place,
        layer: 1,
        head: 0,
        view: 'tokens',
        values: 'earlier',
      });
      expect([typeof previousPairId, typeof nextPairId]).toEqual(['number', 'number']);
      return {
        detail,
        pair: { ...pair, id: 0, setId: 0 },
        maps: Buffer.from(await maps.arrayBuffer()).toString('hex'),
      };
    };
    expect(await view(merged, runId)).toEqual(await view(whole, run.id));
  });

  test('a set that is here already is used, and the run is beside the others', async () => {
    const projectId = merged.defaultProject().id;
    const before = merged.sets.list({ projectId }).length;
    const again = await merged.shards.merge({ folder: parts, projectId });
    expect(again.runId).not.toBe(runId);
    expect(merged.sets.list({ projectId })).toHaveLength(before);
    const named = await merged.shards.merge({ folder: parts, projectId, name: 'from the cluster' });
    expect(merged.runs.get({ id: named.runId }).set.name).toBe('from the cluster');
    await expect(
      merged.shards.merge({ folder: parts, projectId, name: 'from the cluster' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
