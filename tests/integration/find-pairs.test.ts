import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findPairs } from '../../src/main/engine/store/find-pairs.ts';
import { Turn } from '../../src/main/engine/threads/turns.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, pairsOf, runPairs, type Workspace } from './workspaces.ts';

let workspace: Workspace;
let projectId: number;
let golden: number;

beforeAll(async () => {
  workspace = await openWorkspace();
  const { engine } = workspace;
  projectId = engine.defaultProject().id;
  await addSet(engine, 'cats', [
    { original: 'The cat sat.', counterfactual: 'The cat never sat.' },
    { original: 'The dog sat.', counterfactual: 'The dog never sat.' },
    { original: 'Élan is all.', counterfactual: 'Élan is not all.' },
  ]);
  golden = await addSet(engine, 'golden', GOLDEN_PAIRS.slice(0, 2));
  await runPairs(engine, { setId: golden });
  await runPairs(engine, { setId: golden });
});
afterAll(() => workspace.dispose());

const find = async (by: { words: string } | { number: number }, runId?: number) =>
  (await workspace.engine.readings.slow.findPairs({ projectId, runId, by, limit: 8 })).map(
    ({ set, number, runId: run }) => [set.name, number, run],
  );

test('by a part of a sentence, whatever its case, in every set', async () => {
  expect(await find({ words: 'NEVER' })).toEqual([
    ['cats', 1, null],
    ['cats', 2, null],
  ]);
  expect(await find({ words: 'élan' })).toEqual([['cats', 3, null]]);
  expect(await find({ words: 'penguin' })).toEqual([]);
});

test('by number: those of the run that is looked at first, to be opened in it, else in the latest', async () => {
  expect(await find({ number: 2 })).toEqual([
    ['cats', 2, null],
    ['golden', 2, 2],
  ]);
  expect(await find({ number: 2 }, 1)).toEqual([
    ['golden', 2, 1],
    ['cats', 2, null],
  ]);
});

test('without a project: in all that there are, each with its own', async () => {
  const { engine } = workspace;
  const other = engine.projects.create({ name: 'Others', description: '' });
  await engine.sets.import({
    projectId: other.id,
    name: 'dogs',
    fileName: 'dogs.jsonl',
    content: new Blob([JSON.stringify({ original: 'A dog ran.', counterfactual: 'A dog never ran.' })]),
  });
  const everywhere = async () =>
    (await engine.readings.slow.findPairs({ by: { words: 'never' }, limit: 8 })).map(
      ({ project, set: { name }, number }) => [project.name, name, number],
    );
  const own = engine.projects.get({ id: projectId }).name;
  expect(await everywhere()).toEqual([
    [own, 'cats', 1],
    [own, 'cats', 2],
    ['Others', 'dogs', 1],
  ]);

  const contents = await engine.readings.quick.projectContents();
  expect(contents.sets.map(({ name, project }) => [project.name, name])).toEqual([
    [own, 'cats'],
    [own, 'golden'],
    ['Others', 'dogs'],
  ]);
  expect(contents.runs.map(({ id, set: of, hasResults }) => [id, of, hasResults])).toEqual([
    [2, 'golden', true],
    [1, 'golden', true],
  ]);

  engine.projects.remove({ id: other.id });
  expect(await everywhere()).toHaveLength(2);
  expect((await engine.readings.quick.projectContents()).sets).toHaveLength(2);
});

test('what was removed is not found', async () => {
  const { engine } = workspace;
  const [first] = pairsOf(engine, golden);
  engine.sets.removePairs({ ids: [first?.id ?? 0] });
  expect(await find({ number: 1 })).toEqual([['cats', 1, null]]);
});

test('a search that nobody waits for any more is stopped', async () => {
  const { engine } = workspace;
  await addSet(
    engine,
    'many',
    Array.from({ length: 3000 }, (_, at) => ({
      original: `Word ${at} sat.`,
      counterfactual: `Word ${at} ran.`,
    })),
  );
  const search = { projectId, by: { words: 'word 2999 ran' }, limit: 8 };
  const stop = new AbortController();
  // What is searched: the last place of the set alone has it.
  let looked = 0;
  const turns = vi.spyOn(Turn.prototype, 'isOver', 'get').mockImplementation(() => {
    looked += 1;
    if (looked === 3) stop.abort();
    return false;
  });
  try {
    await expect(findPairs(engine.store.database, search, stop.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(looked).toBe(3);
    expect((await findPairs(engine.store.database, search)).map(({ number }) => number)).toEqual([3000]);
  } finally {
    turns.mockRestore();
  }
  // The one in a thread of its own, too.
  const left = AbortSignal.abort();
  await expect(engine.readings.slow.findPairs(search, left)).rejects.toMatchObject({ code: 'CANCELLED' });
});
