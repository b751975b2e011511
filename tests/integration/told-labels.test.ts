/** The labels that a set of more than are told is told with, where its items are counted in the store. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { addPairs } from '../../src/main/engine/store/pairs.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { createSentenceSet, getSentenceSet } from '../../src/main/engine/store/sentence-sets.ts';
import { createTextSet, getTextSet } from '../../src/main/engine/store/text-sets.ts';
import { addTexts } from '../../src/main/engine/store/texts.ts';
import { LABELS_TOLD } from '../../src/main/engine/store/told-labels.ts';
import { temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;
const named = { name: 'many labels', description: '', source: 'manual' } as const;
const labels = Array.from({ length: 300 }, (_, index) => `label ${300 - index}`);
const told = Array.from({ length: LABELS_TOLD }, (_, index) => `label ${index + 1}`);

beforeAll(() => {
  folder = temporaryFolder();
  store = openStore(`${folder.path}/labels.sqlite`);
});

afterAll(() => {
  store.close();
  folder.remove();
});

it('of pairs are the first in natural order', () => {
  const set = store.write((database) => {
    const projectId = createProject(database, { name: 'pairs', description: '' }).id;
    const { id } = createSentenceSet(database, { projectId, ...named });
    const none = { neutral: null, cluster: null, neutralIds: null, cues: null, scope: null };
    const pair = {
      original: 'a',
      originalIds: null,
      counterfactualIds: null,
      answer: null,
      wrongAnswer: null,
    };
    addPairs(
      database,
      id,
      labels.map((label) => ({ ...none, ...pair, counterfactual: label, label })),
    );
    return getSentenceSet(database, id);
  });
  expect(set.labelCount).toBe(300);
  expect(set.labels).toEqual(told.map((label) => ({ label, pairs: 1 })));
});

it('of texts are the first in natural order', () => {
  const set = store.write((database) => {
    const projectId = createProject(database, { name: 'texts', description: '' }).id;
    const { id } = createTextSet(database, { projectId, ...named });
    addTexts(
      database,
      id,
      labels.map((label) => ({ text: label, ids: null, label })),
    );
    return getTextSet(database, id);
  });
  expect(set.labelCount).toBe(300);
  expect(set.labels).toEqual(told.map((label) => ({ label, texts: 1 })));
});
