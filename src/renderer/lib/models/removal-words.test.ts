import { expect, test } from 'vitest';
import { keepingWords, removalWords, takesItsPlace } from './removal-words.ts';

const MODEL = {
  id: 1,
  name: 'prajjwal1/bert-tiny',
  title: 'BERT tiny',
  folder: '/models/tiny',
  architecture: 'bert',
  layers: 2,
  heads: 2,
  dModel: 128,
  dHead: 64,
  parameters: 4_400_000,
  maxPositions: 512,
  vocabularySize: 30_522,
  weightsHash: 'ab',
  tokenizerHash: 'cd',
  compiled: true,
  bytes: 17_756_393,
  source: null,
  commit: null,
  addedAt: null,
  runCount: 0,
  weightsPresent: true,
  sameWeights: [],
  licence: null,
};

test('of a model from the Hub the files go, and it says how much that is', () => {
  expect(removalWords({ ...MODEL, origin: 'hub' })[0]).toContain('deleted from this computer (17.8 MB)');
});

test('a person’s own folder stays', () => {
  expect(removalWords({ ...MODEL, origin: 'folder' })[0]).toBe(
    'The folder /models/tiny stays as it is; the model is no longer listed, and can be added again from there.',
  );
});

test('weights are dropped only of a model from the Hub', () => {
  expect(keepingWords({ ...MODEL, origin: 'hub' }).act).toBe('Drop the weights');
  expect(keepingWords({ ...MODEL, origin: 'folder' }).act).toBe('Remove');
});

test('another model with the same weights keeps the compiled graph; one that is the same takes its place', () => {
  const shared = {
    ...MODEL,
    origin: 'folder' as const,
    sameWeights: [{ name: 'copy', sameTokenizer: false }],
  };
  expect(removalWords(shared).slice(1)).toEqual(['copy has the same weights: the compiled graph stays.']);
  expect(takesItsPlace(shared)).toBeNull();
  const same = { ...shared, sameWeights: [...shared.sameWeights, { name: 'twin', sameTokenizer: true }] };
  expect(removalWords(same).slice(1)).toEqual([
    'copy, twin have the same weights: the compiled graph stays.',
    'Runs and analyses that were made with prajjwal1/bert-tiny go on with twin: nothing is lost.',
  ]);
});
