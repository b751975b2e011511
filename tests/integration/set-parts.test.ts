/** Splitting a set: which pairs each part has, by label, by a column that was kept, and at random. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import type { SetParting } from '../../src/shared/set-pairs.ts';
import { openWorkspace, temporaryFolder } from './workspace.ts';

let home: ReturnType<typeof temporaryFolder>;
let engine: Engine;
let projectId: number;
let setId: number;

const FILE = [
  'original,counterfactual,label,cluster,verb',
  'It rains.,It never rains.,never,weather,rain',
  'It snows.,It never snows.,never,weather,snow',
  'It rains.,It does not rain.,not,,rain',
  'He ran.,He never ran.,never,,',
  'He left.,He did not leave.,not,,leave',
].join('\n');

beforeEach(async () => {
  home = temporaryFolder();
  engine = await openWorkspace(home.path);
  projectId = engine.defaultProject().id;
  const { set } = await engine.sets.import({
    projectId,
    name: 'rain',
    fileName: 'rain.csv',
    content: new Blob([FILE]),
  });
  setId = set.id;
});
afterEach(async () => {
  await engine.close();
  home.remove();
});

/** The originals of each part, and how many groups that belong together. */
async function partsBy(parting: SetParting) {
  const originals = new Map(
    (await engine.sets.pairs({ setId, offset: 0, limit: 100 })).pairs.map((pair) => [pair.id, pair.original]),
  );
  const parts = await engine.sets.grid.parts({ setId, parting });
  return parts.map(({ value, ids, groups }) => [value, ids.map((id) => originals.get(id)), groups]);
}

it('a part for each label, and for each value of a column that was kept', async () => {
  expect(await partsBy({ by: 'label' })).toEqual([
    ['never', ['It rains.', 'It snows.', 'He ran.'], 2],
    ['not', ['It rains.', 'He left.'], 2],
  ]);
  expect(await partsBy({ by: 'column', column: 'verb' })).toEqual([
    ['rain', ['It rains.', 'It rains.'], 1],
    ['snow', ['It snows.'], 1],
    [null, ['He ran.'], 1],
    ['leave', ['He left.'], 1],
  ]);
});

it('a column that no pair has, by a name that every object has, tells none from another', async () => {
  const parts = await engine.sets.grid.parts({ setId, parting: { by: 'column', column: 'constructor' } });
  expect(parts.map(({ value, ids }) => [value, ids.length])).toEqual([[null, 5]]);
});

it('random halves tear no cluster and no original apart, become sets, and are the same for one seed', async () => {
  const parting = { by: 'random', parts: 2, seed: 3 } as const;
  const parts = await engine.sets.grid.parts({ setId, parting });
  expect(await engine.sets.grid.parts({ setId, parting })).toEqual(parts);
  expect(parts.map(({ ids }) => ids.length).toSorted()).toEqual([2, 3]);
  // The first three hang together: two by their cluster, and a third by its original.
  const whole = (await partsBy(parting)).find(([, originals]) =>
    (originals as string[]).includes('It snows.'),
  );
  expect(whole).toEqual([null, ['It rains.', 'It snows.', 'It rains.'], 1]);
  for (const [at, { ids }] of parts.entries()) {
    const { set, duplicates } = await engine.sets.grid.copyPairs({ projectId, name: `half ${at}`, ids });
    expect([set.pairCount, duplicates]).toEqual([ids.length, 0]);
  }
});

it('of a column with too many values nothing is made', async () => {
  const rows = Array.from({ length: 300 }, (_, at) => `It is ${at}.,It is not ${at}.,${at}`);
  const content = ['original,counterfactual,number', ...rows].join('\n');
  const { set } = await engine.sets.import({
    projectId,
    name: 'many',
    fileName: 'many.csv',
    content: new Blob([content]),
  });
  await expect(
    engine.sets.grid.parts({ setId: set.id, parting: { by: 'column', column: 'number' } }),
  ).rejects.toThrow('these would be 300 sets; 200 are made at once');
});
