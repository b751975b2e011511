import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('what was removed is not found', async () => {
  const { engine } = workspace;
  const [first] = pairsOf(engine, golden);
  engine.sets.removePairs({ ids: [first?.id ?? 0] });
  expect(await find({ number: 1 })).toEqual([['cats', 1, null]]);
});
