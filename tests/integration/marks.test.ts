/** Notes and pins of runs, pairs and heads. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Marks } from '../../src/main/engine/marks.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { getRun, removeRun, restoreRun } from '../../src/main/engine/store/runs.ts';
import { plannedRun } from './planned-run.ts';
import { temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;
let marks: Marks;
let planned: ReturnType<typeof plannedRun>;
let projectId: number;
let model: string;

beforeEach(() => {
  folder = temporaryFolder();
  store = openStore(`${folder.path}/marks.sqlite`);
  marks = new Marks(store);
  planned = plannedRun(store, { pairs: 3, controlPairs: 0, layers: 2, heads: 3 });
  const run = getRun(store.database, planned.runId);
  projectId = run.projectId;
  model = run.model.name;
});
afterEach(() => {
  store.close();
  folder.remove();
});

const pairId = () => planned.items[1]?.pairId ?? 0;

it('are kept of runs, pairs and heads, what was changed last first, and say where a pair is seen', () => {
  const run = { of: 'run', runId: planned.runId } as const;
  const pair = { of: 'pair', pairId: pairId() } as const;
  const head = { of: 'head', model, layer: 1, head: 2 } as const;
  marks.set({ projectId, thing: run, note: 'the first', pinned: false });
  marks.set({ projectId, thing: pair, note: '', pinned: true });
  marks.set({ projectId, thing: head, note: '  looks at “not” ', pinned: true });
  expect(marks.list({ projectId })).toMatchObject([
    { ...head, note: 'looks at “not”', pinned: true },
    { ...pair, note: '', pinned: true, position: 1, runId: planned.runId },
    { ...run, note: 'the first', pinned: false },
  ]);
});

it('say what stood before, so that it can be put back; without words and pin nothing is kept', () => {
  const thing = { of: 'head', model, layer: 0, head: 0 } as const;
  const first = marks.set({ projectId, thing, note: 'a', pinned: true });
  expect(first).toEqual({ note: '', pinned: false });
  expect(marks.set({ projectId, thing, note: 'b', pinned: false })).toEqual({ note: 'a', pinned: true });
  expect(marks.list({ projectId })).toMatchObject([{ note: 'b', pinned: false }]);
  marks.set({ projectId, thing, ...first });
  expect(marks.list({ projectId })).toEqual([]);
});

it('are of what the project has, and of heads that a model has', () => {
  const other = createProject(store.database, { name: 'other', description: '' }).id;
  const words = { note: 'n', pinned: false };
  for (const [project, thing] of [
    [other, { of: 'run', runId: planned.runId }],
    [other, { of: 'pair', pairId: pairId() }],
    [projectId, { of: 'run', runId: 99 }],
    [projectId, { of: 'head', model: 'nobody', layer: 0, head: 0 }],
    [projectId, { of: 'head', model, layer: 2, head: 0 }],
    [99, { of: 'run', runId: planned.runId }],
  ] as const)
    expect(() => marks.set({ projectId: project, thing, ...words })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  expect(() => marks.list({ projectId: 99 })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

it('of a run that is removed wait for it', () => {
  marks.set({ projectId, thing: { of: 'run', runId: planned.runId }, note: 'n', pinned: false });
  store.write((database) => removeRun(database, planned.runId));
  expect(marks.list({ projectId })).toEqual([]);
  store.write((database) => restoreRun(database, planned.runId));
  expect(marks.list({ projectId })).toHaveLength(1);
});
