import { expect, test } from 'vitest';
import { missingPairs, missingPairsOfForm, missingTexts } from './ways-to-pairs.ts';

const words = ({ why, ways }: ReturnType<typeof missingPairs>) => [why, ...ways.map((way) => way.words)];

test('a project without a set is led to one', () => {
  expect(words(missingPairs(1, []))).toEqual([
    'This project has no pairs yet.',
    'Add bundled set',
    'Import a file',
  ]);
  expect(words(missingTexts(1, []))).toEqual([
    'This project has no texts yet.',
    'Add bundled set',
    'Paste texts',
  ]);
});

test('a set without pairs is named, and the first way leads to it', () => {
  const missing = missingPairs(1, [{ id: 3, name: 'Nothing yet' }]);
  expect(missing.why).toBe('“Nothing yet” has no pairs yet.');
  expect(missing.ways[0]).toEqual({
    words: 'Add pairs to it',
    to: { room: 'pairs', projectId: 1, setId: 3 },
  });
});

test('several sets without texts are counted', () => {
  const missing = missingTexts(1, [
    { id: 3, name: 'a' },
    { id: 4, name: 'b' },
  ]);
  expect(missing.why).toBe('None of the 2 sets here has texts yet.');
  expect(missing.ways[0]?.to).toEqual({ room: 'texts', projectId: 1, setId: undefined });
});

test('sets whose pairs are of another form are no sets without pairs, and lead to one that has them', () => {
  const form = { bundledSet: 'Indirect object', words: { one: 'names two people', many: 'name two people' } };
  const of = (pairCount: number) => missingPairsOfForm(1, [{ id: 3, name: 'few', pairCount }], form);
  expect(words(of(12))).toEqual([
    'No set here has a pair that names two people. The bundled set “Indirect object” has pairs of the form that this takes.',
    'Add bundled set',
    'Import a file',
  ]);
  expect(words(of(0))[0]).toBe(
    '“few” has no pairs yet. The bundled set “Indirect object” has pairs of the form that this takes.',
  );
});
