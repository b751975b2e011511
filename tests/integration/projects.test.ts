/** When something was last done in a project, by what is stored of it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { openWorkspace, temporaryFolder } from './workspace.ts';

let home: ReturnType<typeof temporaryFolder>;
let engine: Engine;

beforeEach(async () => {
  home = temporaryFolder();
  engine = await openWorkspace(home.path);
});
afterEach(async () => {
  await engine.close();
  home.remove();
});

const used = (id: number): number =>
  Date.parse(engine.projects.list().find((one) => one.id === id)?.lastUsedAt ?? '');
/** So that what comes then has a later time. */
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

it('is used when it is made, and when sets are made, edited and put back in it', async () => {
  const others = engine.defaultProject();
  const usedOthers = used(others.id);
  const { id } = engine.projects.create({ name: 'Mine', description: '' });
  const made = used(id);
  expect(made).toBe(Date.parse(engine.projects.list().find((one) => one.id === id)?.createdAt ?? ''));

  await tick();
  const set = engine.sets.create({ projectId: id, name: 'rain', description: '' });
  const withSet = used(id);
  expect(withSet).toBeGreaterThan(made);

  await tick();
  const { changeId } = await engine.sets.grid.change({
    do: 'add',
    setId: set.id,
    pairs: [{ original: 'It rains.', counterfactual: 'It never rains.', label: null }],
    duplicates: 'add',
  });
  const edited = used(id);
  expect(edited).toBeGreaterThan(withSet);

  await tick();
  await engine.sets.grid.undoChange({ changeId: changeId ?? 0 });
  expect(used(id)).toBeGreaterThan(edited);
  expect(used(others.id)).toBe(usedOthers);
});

it('tells sets that have pairs from those that wait for some', async () => {
  const { id } = engine.projects.create({ name: 'Mine', description: '' });
  const counts = () => {
    const project = engine.projects.list().find((one) => one.id === id);
    return [project?.setCount, project?.filledSetCount];
  };
  const set = engine.sets.create({ projectId: id, name: 'rain', description: '' });
  expect(counts()).toEqual([1, 0]);
  await engine.sets.grid.change({
    do: 'add',
    setId: set.id,
    pairs: [{ original: 'It rains.', counterfactual: 'It never rains.', label: null }],
    duplicates: 'add',
  });
  expect(counts()).toEqual([1, 1]);
});

it('is used when a view of it is saved, and when something is noted', async () => {
  const { id } = engine.projects.create({ name: 'Mine', description: '' });
  const made = used(id);
  await tick();
  engine.views.save({ projectId: id, room: 'results', name: 'flagged', query: 'flags=local' });
  const saved = used(id);
  expect(saved).toBeGreaterThan(made);

  await tick();
  const set = engine.sets.create({ projectId: id, name: 'rain', description: '' });
  const pairs = [{ original: 'It rains.', counterfactual: 'It never rains.', label: null }];
  await engine.sets.grid.change({ do: 'add', setId: set.id, pairs, duplicates: 'add' });
  const [pair] = (await engine.sets.pairs({ setId: set.id, offset: 0, limit: 1 })).pairs;
  const edited = used(id);
  await tick();
  const thing = { of: 'pair', pairId: pair?.id ?? 0 } as const;
  engine.marks.set({ projectId: id, thing, note: 'reads twice', pinned: false });
  expect(used(id)).toBeGreaterThan(edited);
});
