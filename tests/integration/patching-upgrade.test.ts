/** Patchings of a store of shape 16 are in the form of shape 17, as if they were computed now (0017_patching_as_effects). */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { statesOf } from '../../src/core/analyses/patching/parts.ts';
import { countsOf, settingsOf } from '../../src/core/analyses/patching/result.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { readParts } from '../../src/main/engine/store/analysis-results.ts';
import { goldenFolder } from './parity.ts';
import { temporaryFolder } from './workspace.ts';

/** Done, toward neutrals; done, with pairs that are not apart; stopped after four of seven pairs. */
const [TOWARD_NEUTRALS, NOT_APART, STOPPED] = [1, 2, 3];
const FIXTURE = join(import.meta.dirname, '../fixtures/patching/store-16.sqlite');
const BERT = goldenFolder('bert');

let folder: ReturnType<typeof temporaryFolder>;
let storePath: string;
let engine: Engine | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  storePath = join(folder.path, 'study.sqlite');
  copyFileSync(FIXTURE, storePath);
  // The model was at a place of its day; the weights that go on with it are here.
  byHand(`UPDATE model SET folder = '${BERT}'`);
});
afterEach(async () => {
  await engine?.close();
  engine = undefined;
  folder.remove();
});

async function opened(): Promise<Engine> {
  engine = await openEngine({ home: join(folder.path, 'home'), storePath, shell: 'cli' });
  return engine;
}

function byHand(sql: string): void {
  const database = new SqliteDatabase(storePath);
  database.exec(sql);
  database.close();
}

const statesIn = ({ store }: Engine, id: number) =>
  [...readParts(store.database, id)].map(({ part }) => {
    const { set, neutral } = statesOf(part);
    return [set, neutral];
  });

it('states, counts and effects are what they were', async () => {
  const { analyses } = await opened();
  const [one, other] = [TOWARD_NEUTRALS, NOT_APART].map((id) => analyses.tensors({ id }));
  expect(countsOf(one!)).toMatchObject({ measured: 3, same: 1, 'too long': 1, 'no neutral': 2, pairs: 7 });
  expect(settingsOf(one!)).toMatchObject({
    effect: { kind: 'cosine', position: 'last', pooling: 'cls', toward: 'neutral', least: 0 },
    inserted: 'leave',
    margin: 0.02,
  });
  expect(countsOf(other!)).toMatchObject({
    measured: 1,
    same: 1,
    'too long': 1,
    'not aligned': 0,
    'no position': 1,
    'no token': 0,
    'not apart': 3,
    'no neutral': 0,
    pairs: 7,
    failed: 0,
    inserted: 1,
  });
  expect(settingsOf(other!)).toMatchObject({
    effect: { kind: 'residual', position: 3, pooling: 'mean', toward: 'original', least: 0.3 },
    inserted: 'mean',
  });
  expect(statesIn(engine!, TOWARD_NEUTRALS)).toEqual([
    ['measured', 'measured'],
    ['no neutral', null],
    ['measured', 'measured'],
    ['no neutral', null],
    ['same', null],
    ['too long', null],
    ['measured', 'measured'],
  ]);
});

it('they are sound, and the same as are computed now', async () => {
  const { analyses, store } = await opened();
  for (const id of [TOWARD_NEUTRALS, NOT_APART]) {
    const before = analyses.get({ id });
    expect(before).toMatchObject({ state: 'done', version: 2 });
    const now = await analyses.create({
      projectId: before.projectId,
      kind: 'patching',
      model: BERT,
      setId: before.subject.kind === 'pairs' ? before.subject.set.id : 0,
      options: before.options,
    });
    await analyses.finish({ id: now.id });
    expect([...analyses.tensors({ id }).keys()]).toEqual([...analyses.tensors({ id: now.id }).keys()]);
    for (const name of ['counts', 'effect', 'inserted_rule'])
      expect(tensorOf(analyses.tensors({ id }), name), name).toEqual(
        tensorOf(analyses.tensors({ id: now.id }), name),
      );
    expect(statesIn(engine!, id)).toEqual(statesIn(engine!, now.id));
  }
  expect(store.database.pragma('foreign_key_check')).toEqual([]);
});

it('one that was stopped goes on', async () => {
  const { analyses } = await opened();
  expect(await analyses.finish({ id: STOPPED })).toMatchObject({ state: 'done', done: 7, failed: 0 });
  expect(countsOf(analyses.tensors({ id: STOPPED }))).toMatchObject({ measured: 5, same: 1, 'too long': 1 });
});

it.each([
  [
    'a result',
    `UPDATE analysis_result SET data = zeroblob(length(data)) WHERE analysis_id = 1 AND name = 'margin'`,
  ],
  ['the axes of a result', `UPDATE analysis_result SET axes = '[' WHERE analysis_id = 1 AND name = 'counts'`],
])('%s that was damaged is still told to be', async (_what, sql) => {
  byHand(sql);
  const { analyses } = await opened();
  expect(() => analyses.tensors({ id: TOWARD_NEUTRALS })).toThrow(
    expect.objectContaining({ code: 'STORE_DAMAGED' }),
  );
  expect(countsOf(analyses.tensors({ id: NOT_APART })).measured).toBe(1);
});

it('of before there were hashes get none', async () => {
  byHand(`UPDATE analysis SET row_hash = NULL, result_hash = NULL; UPDATE analysis_item SET hash = NULL`);
  const { analyses, store } = await opened();
  expect(countsOf(analyses.tensors({ id: TOWARD_NEUTRALS }))['no neutral']).toBe(2);
  expect(statesIn(engine!, TOWARD_NEUTRALS)[1]).toEqual(['no neutral', null]);
  const hashes = store.database
    .prepare('SELECT row_hash AS row, result_hash AS result FROM analysis WHERE id = 1')
    .get();
  expect(hashes).toEqual({ row: null, result: null });
});
