/** Bytes that changed in the store, in the place of each kind of thing that has a hash. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from 'better-sqlite3';
import { openEngine } from '../../src/main/engine/engine.ts';
import type { Run } from '../../src/shared/entities.ts';
import { addSet, GOLDEN_PAIRS, pairsOf, runPairs, openWorkspace, type Workspace } from './workspaces.ts';

let workspace: Workspace;
let run: Run;

beforeEach(async () => {
  workspace = await openWorkspace();
  const setId = await addSet(workspace.engine, 'golden', GOLDEN_PAIRS);
  run = await runPairs(workspace.engine, { setId, options: { keep: 'all' } });
});
afterEach(() => workspace.dispose());

/** The file as another program would write to it. */
const raw = (): Database => workspace.engine.store.database;
const damaged = expect.objectContaining({ code: 'STORE_DAMAGED' }) as Error;

describe('what is stored', () => {
  it('carries hashes', () => {
    const without = (table: string, column: string) =>
      raw().prepare(`SELECT count(*) FROM ${table} WHERE ${column} IS NULL`).pluck().get();
    expect(without('run_item', 'hash')).toBe(0);
    expect(without('tensor', 'hash')).toBe(0);
    expect(without('run', 'row_hash')).toBe(0);
    expect(without('model', 'row_hash')).toBe(0);
  });
});

describe('a kept tensor that was changed', () => {
  const flip = () =>
    raw().exec(
      "UPDATE tensor SET data = CAST(x'00000000' || substr(data, 5) AS BLOB) WHERE rowid = (SELECT min(rowid) FROM tensor)",
    );
  const firstPair = () => ({ runId: run.id, pairId: pairsOf(workspace.engine, run.set.id)[0]?.id ?? 0 });
  const maps = () =>
    workspace.engine.pairs.mapTensors({
      ...firstPair(),
      layer: 0,
      head: 0,
      view: 'tokens',
      values: 'centred',
    });

  it('is computed again from the model', async () => {
    const sound = (await maps()).get('pattern_original')?.data;
    flip();
    const pair = firstPair();
    await workspace.engine.close();
    const again = await openEngine({ home: `${workspace.folder}/home`, shell: 'cli' });
    const computed = (
      await again.pairs.mapTensors({ ...pair, layer: 0, head: 0, view: 'tokens', values: 'centred' })
    ).get('pattern_original')?.data;
    await again.close();
    expect(computed).toHaveLength(sound?.length ?? 0);
    computed?.forEach((value, index) => expect(value).toBeCloseTo(sound?.[index] ?? Number.NaN, 6));
  });

  it('is refused where there is no model to compute it from, saying both', async () => {
    flip();
    raw().exec("UPDATE model SET folder = '/nowhere/at/all'");
    await expect(maps()).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      message: expect.stringMatching(
        /kept of pair \d+ are not what was kept; .*cannot be computed again: /,
      ) as string,
    });
  });
});

describe('a measured comparison that was changed', () => {
  const first = "run_id = 1 AND role = 'set' AND position = 0";
  it.each([
    ['its tokens', `UPDATE run_item SET original_ids = '[1,2,3]' WHERE ${first}`],
    ['its alignment', `UPDATE run_item SET aligned = '[[0,0]]' WHERE ${first}`],
    ['a metric', `UPDATE head_metric SET total_variation = 0.5 WHERE ${first} AND layer = 0 AND head = 0`],
  ])('is refused where the pair is shown: %s', async (_, sql) => {
    const { pairs } = workspace.engine;
    const [one, two] = pairsOf(workspace.engine, run.set.id).map(({ id }) => id);
    const shown = (pairId = 0) => ({ runId: run.id, pairId });
    raw().exec(sql);
    await expect(pairs.detail(shown(one))).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      message: expect.stringMatching(/pair 1 of the set is not what was measured.*runs repair 1/) as string,
    });
    const head = { layer: 0, head: 0, view: 'tokens', values: 'centred' } as const;
    await expect(pairs.mapTensors({ ...shown(one), ...head })).rejects.toThrow(damaged);
    await expect(pairs.detail(shown(two))).resolves.toMatchObject({ role: 'set' });
  });
});

describe('statistics that were changed', () => {
  it.each([
    [
      'a number',
      "UPDATE analysis_result SET data = CAST(x'000000000000f87f' || substr(data, 9) AS BLOB) WHERE name LIKE '%mean%'",
    ],
    ['a shape', "UPDATE analysis_result SET shape = '[3,3]'"],
    [
      'a row that is gone',
      'DELETE FROM analysis_result WHERE rowid = (SELECT min(rowid) FROM analysis_result)',
    ],
    ['all rows gone', 'DELETE FROM analysis_result'],
    ['its options', "UPDATE analysis SET options = replace(options, '10000', '10001')"],
  ])('are computed again: %s', async (_, sql) => {
    const ask = () => workspace.engine.aggregates.rows({ runId: run.id, group: '' });
    const sound = await ask();
    raw().exec(sql);
    expect(await ask()).toEqual(sound);
    // And stay so.
    expect(await ask()).toEqual(sound);
  });
});

describe('the row of a run or model that was changed', () => {
  it.each([
    'UPDATE run SET seed = 1',
    "UPDATE run SET set_hash = 'x' || substr(set_hash, 2)",
    "UPDATE run SET comparison = '{'",
    "UPDATE run SET metrics = '[]'",
    'UPDATE model SET heads = heads + 1',
    "UPDATE model SET weights_hash = 'x' || substr(weights_hash, 2)",
  ])('is refused: %s', async (sql) => {
    raw().exec(sql);
    const { runs, aggregates } = workspace.engine;
    expect(() => runs.get({ id: run.id })).toThrow(damaged);
    await expect(aggregates.rows({ runId: run.id, group: '' })).rejects.toThrow(damaged);
  });

  it('may be changed where it says nothing about numbers', () => {
    raw().exec("UPDATE model SET name = 'moved', folder = '/elsewhere'");
    raw().exec("UPDATE run SET state = 'cancelled', error = 'why'");
    expect(workspace.engine.runs.get({ id: run.id })).toMatchObject({ state: 'cancelled', error: 'why' });
  });
});

it('statistics on a page that is damaged, where nothing can be put in their place, are computed all the same', async () => {
  const rows = await workspace.engine.aggregates.rows({ runId: run.id, group: '' });
  const { path } = workspace.engine.store;
  const page = Number(
    raw().prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'analysis_result'").pluck().get(),
  );
  await workspace.engine.close();
  const content = readFileSync(path);
  content.fill(0xff, (page - 1) * 4096, page * 4096);
  writeFileSync(path, content);
  const again = await openEngine({ home: `${workspace.folder}/home`, shell: 'cli' });
  expect(await again.aggregates.rows({ runId: run.id, group: '' })).toEqual(rows);
  await again.close();
});
