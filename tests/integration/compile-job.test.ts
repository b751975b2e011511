/** A model that has to be compiled first: whoever asks for it waits, and everybody sees how far it is and can stop it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Job } from '../../src/shared/jobs.ts';
import { addSet, GOLDEN_PAIRS, MINILM, openWorkspace, type Workspace } from './workspaces.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace();
});
afterEach(() => workspace.dispose());

async function addGolden(): Promise<number> {
  return addSet(workspace.engine, 'golden', GOLDEN_PAIRS);
}

/** Plans a run, for which MiniLM is opened. */
async function plan(setId: number) {
  const { engine } = workspace;
  return engine.runs.create({
    projectId: engine.defaultProject().id,
    setId,
    controlSetId: null,
    model: MINILM,
    options: { alignment: 'auto', keep: 'none', queries: 'auto', seed: 0 },
  });
}

it('is a job that counts bytes to the last', async () => {
  const setId = await addGolden();
  const news = workspace.engine.jobs.listen();
  const planned = plan(setId);
  const told: Job[] = [];
  for await (const job of news) {
    told.push(job);
    if (job.state === 'done') break;
  }
  await expect(planned).resolves.toMatchObject({ state: 'planned', model: { name: MINILM } });
  expect(new Set(told.map(({ kind, subject }) => `${kind} ${subject.model}`))).toEqual(
    new Set([`compile ${MINILM}`]),
  );
  const { total } = told.at(-1) ?? expect.unreachable('nothing was told');
  expect(total).toBeGreaterThan(80e6);
  expect(told.at(-1)).toMatchObject({ unit: 'bytes', done: total });
  // The second time it is there: the next job is another.
  const { jobs, models } = workspace.engine;
  const again = jobs.listen();
  await models.probe({ name: MINILM, text: 'Not again.' });
  await jobs.run({ kind: 'export', title: 'marker', subject: {}, unit: 'files' }, () => Promise.resolve());
  expect((await again.next()).value).toMatchObject({ title: 'marker' });
});

it('that is stopped says so to who asked, and leaves nothing', async () => {
  const { engine } = workspace;
  const setId = await addGolden();
  const news = engine.jobs.listen();
  const refused = expect(plan(setId)).rejects.toMatchObject({ code: 'CANCELLED' });
  for await (const { jobId, done } of news)
    if (done > 0) {
      await engine.jobs.cancel(jobId);
      break;
    }
  await refused;
  expect((await engine.models.get({ name: MINILM })).compiled).toBe(false);
});
