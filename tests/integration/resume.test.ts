/** A run that is killed, whenever that is, and started again has the numbers of one that was never stopped. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { holdModel } from '../hold-model.ts';
import {
  importPairs,
  openWorkspace,
  planRun,
  randomPairs,
  runToEnd,
  temporaryFolder,
  withNeutrals,
} from './workspace.ts';

const PAIRS = withNeutrals(randomPairs(300, 11));

let folder: ReturnType<typeof temporaryFolder>;
let untouched: Engine;

beforeAll(async () => {
  folder = temporaryFolder();
  untouched = await openWorkspace(join(folder.path, 'untouched'));
  await runToEnd(untouched, await plan(untouched));
});
afterAll(async () => {
  await untouched.close();
  folder.remove();
});

async function plan(engine: Engine): Promise<number> {
  const setId = await importPairs(engine, 'set', PAIRS);
  return (await planRun(engine, setId, { keep: 'all' })).id;
}

/** Everything that a run stores, but for times. */
function stored(engine: Engine) {
  const all = (sql: string) => engine.store.database.prepare(sql).raw().all();
  return {
    metrics: all('SELECT * FROM head_metric ORDER BY run_id, role, position, layer, head'),
    items: all('SELECT * FROM run_item ORDER BY run_id, role, position'),
    tensors: all('SELECT * FROM tensor ORDER BY run_id, pair_id, side, hook'),
  };
}

describe('resuming', () => {
  it('after three kills in the middle of a transaction gives the same, bit for bit', async () => {
    const home = join(folder.path, 'killed');
    const planning = await openWorkspace(home);
    const runId = await plan(planning);
    await planning.close();

    // Of 500 pairs and neutrals: in the first batches, in the middle and in the last ones.
    let doneBefore = -1;
    for (const done of [9, 240, 480]) {
      const child = spawnSync(
        process.execPath,
        [join(import.meta.dirname, 'run.child.ts'), home, `${runId}`, `${done}`],
        { encoding: 'utf8' },
      );
      expect(child.signal, child.stderr).toBe('SIGKILL');
      expect(child.stdout).not.toContain('not killed');
      const reader = await openEngine({ home, shell: 'cli', readonly: true });
      const read = reader.runs.get({ id: runId });
      expect(reader.runs.list({ projectId: read.projectId })).toEqual([read]);
      await reader.close();
      const engine = await openWorkspace(home);
      const run = engine.runs.get({ id: runId });
      // Who only reads is told the same before anybody has written it.
      expect(read).toEqual(run);
      expect(run).toMatchObject({
        state: 'cancelled',
        error: expect.stringContaining('Pairlens or its engine ended before') as string,
      });
      expect(run.done).toBeGreaterThan(doneBefore);
      expect(run.done).toBeLessThan(PAIRS.length);
      // Whole pairs: 2 layers of 4 heads for every pair and neutral that is done, and no others.
      expect(stored(engine).metrics).toHaveLength((run.done + run.neutrals.done) * 8);
      doneBefore = run.done;
      await engine.close();
    }

    const engine = await openWorkspace(home);
    const { run } = await runToEnd(engine, runId);
    const neutrals = { total: 200, done: 200, failed: 0 };
    expect(run).toMatchObject({ state: 'done', done: PAIRS.length, failed: 0, error: null, neutrals });
    expect(stored(engine)).toEqual(stored(untouched));
    await engine.close();
  });

  it('after being cancelled between two batches gives the same, bit for bit', async () => {
    const engine = await openWorkspace(join(folder.path, 'cancelled'));
    const id = await plan(engine);
    // Without this the run may be over before the reader below is open.
    const release = Promise.withResolvers<void>();
    holdModel(1, release.promise);
    const progress = engine.jobs.listen();
    engine.runs.start({ id });
    for await (const { done } of progress) if (done > 0) break;
    const reader = await openEngine({ home: join(folder.path, 'cancelled'), shell: 'cli', readonly: true });
    expect(reader.runs.get({ id })).toMatchObject({ state: 'running', error: null });
    await reader.close();
    const cancelling = engine.runs.cancel({ id });
    release.resolve();
    const cancelled = await cancelling;
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.done).toBeGreaterThan(0);
    expect(cancelled.done).toBeLessThan(PAIRS.length);
    expect(() => engine.runs.remove({ id: 99 })).toThrow(/no run 99/);

    const { run } = await runToEnd(engine, id);
    expect(run.state).toBe('done');
    expect(stored(engine)).toEqual(stored(untouched));
    await engine.close();
  });

  it('after it was stopped in the middle of its batches gives the same, bit for bit', async () => {
    const engine = await openWorkspace(join(folder.path, 'partly'));
    const id = await plan(engine);
    await runToEnd(engine, id);
    const { database } = engine.store;
    // As a kill between two transactions of a batch leaves it: some of it is stored, some is not.
    const left = `run_id = ${id} AND role = 'set' AND position % 3 = 1`;
    database.exec(`DELETE FROM head_metric WHERE ${left}`);
    database.exec(
      `DELETE FROM tensor WHERE side = 'counterfactual' AND pair_id IN (SELECT pair_id FROM run_item WHERE ${left})`,
    );
    database.exec(
      `UPDATE run_item SET state = 'planned', original_ids = NULL, counterfactual_ids = NULL, alignment_used = NULL,
         aligned = NULL WHERE ${left}`,
    );
    database.exec("UPDATE run SET state = 'cancelled'");
    const { run } = await runToEnd(engine, id);
    expect(run).toMatchObject({ state: 'done', done: PAIRS.length });
    expect(stored(engine)).toEqual(stored(untouched));
    await engine.close();
  });

  it('after the disk was full goes on where it stopped', async () => {
    const engine = await openWorkspace(join(folder.path, 'full'));
    const id = await plan(engine);
    const { database } = engine.store;
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages + 400}`);
    const { run, events } = await runToEnd(engine, id);
    expect(run).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no room is left') as string,
    });
    expect(events.at(-1)?.state).toBe('failed');
    expect(run.done).toBeGreaterThan(0);
    expect(stored(engine).metrics).toHaveLength((run.done + run.neutrals.done) * 8);

    database.pragma(`max_page_count = ${2 ** 30}`);
    expect((await runToEnd(engine, id)).run.state).toBe('done');
    expect(stored(engine)).toEqual(stored(untouched));
    await engine.close();
  });
});
