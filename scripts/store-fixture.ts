/**
 * Makes a store of the present shape with rows in every table, tests/fixtures/stores/NNNN.sqlite, by the code of its
 * day: what upgrades are tested with for as long as stores of that shape are about. Run it once, when a shape is
 * released, and never again: `node scripts/store-fixture.ts`. It refuses to make a store anew that is there.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { METRIC_NAMES } from '../src/core/metrics/catalogue.ts';
import { type Engine, openEngine } from '../src/main/engine/engine.ts';
import { openStore } from '../src/main/engine/store/database.ts';
import { makeMetricOrder } from '../src/main/engine/store/metric-orders.ts';
import { markRunning } from '../src/main/engine/store/runs.ts';
import type { RunOptions } from '../src/shared/entities.ts';

const root = join(import.meta.dirname, '..');
/** Two layers of four heads, 107 token ids, no tokenizer, 40 tokens at most. */
const model = join(root, 'tests/fixtures/golden/bert');
/** The folder that the store names as the model's: nobody's own. */
const folderOnRecord = '/home/researcher/models/bert';

const home = mkdtempSync(join(tmpdir(), 'pairlens-fixture-'));
const storePath = join(home, 'fixture.sqlite');
const engine = await openEngine({ home, storePath, shell: 'cli' });
const ids = fillProjects(engine);
const runs = await fillRuns(engine);
await engine.close();
finishByHand();
const path = keep();
rmSync(home, { recursive: true });
console.log(path);

/** Token ids of a statement: any that the model knows, the same ones each time. */
function tokens(length: number, start: number): number[] {
  return Array.from({ length }, (_, index) => 1 + ((start * 31 + index * 17) % 106));
}

function idPair(length: number, start: number, label: string | null) {
  const original = tokens(length, start);
  const counterfactual = original.toSpliced(Math.floor(length / 2), start % 2, 1 + (start % 106));
  return { original_ids: original, counterfactual_ids: counterfactual, ...(label === null ? {} : { label }) };
}

function fillProjects({ projects, sets, workspace }: Engine) {
  const project = projects.create({ name: 'Negation', description: 'Does “not” move attention?' });
  const removed = projects.create({ name: 'An attempt', description: '' });
  projects.remove({ id: removed.id });

  const texts = sets.create({ projectId: project.id, name: 'Texts', description: 'by hand' });
  const added = ['It rains', 'Élan vital', 'The cat sleeps'].map((original, index) =>
    sets.addPair({
      setId: texts.id,
      original,
      counterfactual: `${original} not`,
      label: index === 0 ? null : 'plain',
    }),
  );
  const [first, second] = added;
  if (first === undefined || second === undefined) throw new Error('three pairs were added');
  sets.editPair({ id: first.id, original: 'It snows', counterfactual: 'It does not snow', label: 'weather' });
  sets.removePairs({ ids: [second.id] });
  const gone = sets.create({ projectId: project.id, name: 'Gone', description: '' });
  sets.addPair({ setId: gone.id, original: 'Here', counterfactual: 'Not here', label: null });
  sets.remove({ id: gone.id });
  workspace.setFlagThresholds({ ...workspace.flagThresholds() });
  return { projectId: project.id, texts: texts.id };
}

/** A run in each state, with items in each state. */
async function fillRuns(engine: Engine) {
  const importIds = async (name: string, pairs: ReturnType<typeof idPair>[]): Promise<number> => {
    const content = new Blob([pairs.map((pair) => JSON.stringify(pair)).join('\n')]);
    const { projectId } = ids;
    return (await engine.sets.import({ projectId, name, fileName: `${name}.jsonl`, content })).set.id;
  };
  const plan = async (setId: number, controlSetId: number | null, options: Partial<RunOptions> = {}) =>
    engine.runs.create({
      projectId: ids.projectId,
      setId,
      controlSetId,
      model,
      options: { alignment: 'auto', keep: 'none', seed: 0, ...options },
    });

  const short = Array.from({ length: 6 }, (_, index) =>
    idPair(5 + index, index, ['even', 'odd'][index % 2] ?? null),
  );
  // One of a token that the model does not know, and one that is too long for it.
  const failing = [{ ...idPair(4, 9, null), original_ids: [1, 2, 3, 999] }, idPair(41, 3, 'long')];
  const set = await importIds('ids', [...short, ...failing]);
  const control = await importIds(
    'control',
    Array.from({ length: 4 }, (_, index) => idPair(6, 20 + index, null)),
  );
  const long = await importIds(
    'long',
    Array.from({ length: 24 }, (_, index) => idPair(30, 40 + index, null)),
  );

  const done = await plan(set, control, { keep: 'all', seed: 7 });
  await finish(engine, done.id);
  const pairId = engine.runs.pairId({ id: done.id, role: 'set', number: 2 });
  await engine.pairs.correctAlignment({
    runId: done.id,
    pairId,
    positions: [
      [0, 0],
      [2, 1],
    ],
  });
  await engine.aggregates.rows({ runId: done.id, group: '' });
  await engine.aggregates.rows({ runId: done.id, group: 'odd' });

  const failed = await plan(ids.texts, null, { alignment: 'edit' });
  await finish(engine, failed.id);
  const cancelled = await plan(long, null, { keep: 'none', alignment: 'position' });
  await finish(engine, cancelled.id, (measured) => measured > 0);
  const removed = await plan(control, null, { keep: 'patterns' });
  await finish(engine, removed.id);
  engine.runs.remove({ id: removed.id });
  const planned = await plan(control, null);
  const running = await plan(set, null);
  return { done, failed, cancelled, planned, running };
}

async function finish(
  engine: Engine,
  id: number,
  isEnough: (measured: number) => boolean = never,
): Promise<void> {
  const progress = engine.runs.progress();
  engine.runs.start({ id });
  for await (const event of progress) {
    if (event.runId !== id) continue;
    if (event.state === 'running' && isEnough(event.done)) await engine.runs.cancel({ id });
    else if (event.state !== 'running') return;
  }
}

function never(): boolean {
  return false;
}

/** What no service does on purpose: a run whose process was killed, and orders of metrics over few rows. */
function finishByHand(): void {
  const store = openStore(storePath);
  store.write(() => {
    markRunning(store.database, runs.running.id);
    for (const metric of METRIC_NAMES.slice(2, 5))
      makeMetricOrder(store.database, runs.done.id, 'set', metric);
    store.database.prepare('UPDATE model SET folder = ?').run(folderOnRecord);
  });
  store.close();
}

/** Puts the store in its place, under the number of its shape. */
function keep(): string {
  const database = new SqliteDatabase(storePath);
  database.exec('VACUUM');
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  for (const table of tables)
    if (database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined)
      throw new Error(`the table ${table} has no rows: fill it here`);
  const version = String(database.pragma('user_version', { simple: true })).padStart(4, '0');
  database.close();
  const path = join(root, 'tests/fixtures/stores', `${version}.sqlite`);
  if (existsSync(path)) throw new Error(`${path} is there already, and stays as it is`);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(storePath, path);
  return path;
}
