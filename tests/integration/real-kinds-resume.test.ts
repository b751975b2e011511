/** Kinds that compute with the model, killed in the middle of a batch: what is gone on with has the numbers of what never stopped. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import { goldenFolder } from './parity.ts';
import { openWorkspace, temporaryFolder } from './workspace.ts';
import { addSet } from './workspaces.ts';

/** Token ids without end, no two texts alike. */
const texts = (count: number) =>
  Array.from({ length: count }, (_, text) =>
    Array.from({ length: 4 + (text % 5) }, (_unused, at) => (7 * text + 3 * at) % 107),
  );
/** A token is put in, marked as the cue of what follows. */
const pairs = texts(40).map((ids) => ({
  original_ids: ids,
  counterfactual_ids: [ids[0] ?? 0, 60, ...ids.slice(1)],
  cues: [1],
  scope: [2, 3],
}));

const folder = temporaryFolder();
let engine: Engine;
let setId = 0;
beforeAll(async () => {
  engine = await openWorkspace(folder.path);
  setId = await addSet(engine, 'marked', pairs);
});
afterAll(async () => {
  await engine.close();
  folder.remove();
});

/** Of each an item of its second batch, in which it dies. */
it.each([
  ['patterns', { inputs: { texts: texts(40) }, options: { explain: 'L0H1:previous,L1H2:same_token' } }, 20],
  ['negation', {}, 33],
  ['patching', { options: { hooks: ['z', 'resid_pre'] } }, 33],
  ['path-patching', { options: { from: ['L0H0', 'embed'], to: ['L1H1'] } }, 3],
  ['neurons', { inputs: { texts: texts(70) }, options: { neurons: '0.0-3' } }, 66],
  ['norms', { inputs: { texts: texts(10) } }, 5],
  ['query-key', { inputs: { texts: texts(6) } }, 6],
] satisfies [string, Partial<AnalysisRequest>, number][])('%s', async (kind, request, position) => {
  const create = () =>
    engine.analyses.create({
      projectId: engine.defaultProject().id,
      kind,
      model: goldenFolder('inputs' in request ? 'gpt2' : 'bert'),
      ...(!('inputs' in request) && { setId }),
      ...request,
    });
  const whole = await create();
  expect(await engine.analyses.finish({ id: whole.id })).toMatchObject({ state: 'done', failed: 0 });
  const expected = engine.analyses.tensors({ id: whole.id });
  const { id } = await create();
  await engine.close();
  const child = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'real-analysis.child.ts'), folder.path, `${id}`, `${position}`],
    { encoding: 'utf8' },
  );
  expect(child.signal, child.stderr).toBe('SIGKILL');
  engine = await openWorkspace(folder.path);
  const stopped = engine.analyses.get({ id });
  expect(stopped.state).toBe('cancelled');
  expect(stopped.done).toBeGreaterThan(0);
  expect(stopped.done).toBeLessThan(stopped.total);
  expect(await engine.analyses.finish({ id })).toMatchObject({ state: 'done', failed: 0 });
  expect(engine.analyses.tensors({ id })).toEqual(expected);
});
