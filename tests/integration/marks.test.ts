/** Notes and pins of runs, pairs and heads. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Marks } from '../../src/main/engine/marks.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { writeNotes } from '../../src/main/engine/store/pair-notes.ts';
import { namedPairs } from '../../src/main/engine/results/named-pairs.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { getRun, removeRun, restoreRun } from '../../src/main/engine/store/runs.ts';
import type { ResultFilter, Role } from '../../src/shared/entities.ts';
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

it('name the pairs of a run that a list is made of: pinned, pinned or noted, and of what is known of them', () => {
  const ids = planned.items.map((item) => item.pairId);
  const [first = 0, second = 0, third = 0] = ids;
  marks.set({ projectId, thing: { of: 'pair', pairId: third }, note: '', pinned: true });
  marks.set({ projectId, thing: { of: 'pair', pairId: first }, note: 'odd', pinned: false });
  store.write((database) => {
    for (const [position, pairId] of [first, second].entries())
      writeNotes(
        database,
        planned.runId,
        { role: 'set', pairId, position },
        { notes: ['one_token'], unknownTokens: 0 },
      );
  });
  const run = getRun(store.database, planned.runId);
  const named = (filter: Pick<ResultFilter, 'pinned' | 'marked' | 'known'>, role: Role = 'set') =>
    namedPairs(store.database, run, { role, thresholds: [], ...filter }).ids();
  expect(named({})).toBeNull();
  expect(named({ pinned: true })).toEqual([third]);
  expect(named({ marked: true })).toEqual([first, third]);
  expect(named({ known: 'one_token' })).toEqual([first, second]);
  expect(named({ known: 'one_token' }, 'control')).toEqual([]);
  expect(named({ known: 'equal' })).toEqual([]);
  expect(named({ known: 'one_token', marked: true })).toEqual([first]);
});
