import { describe, expect, test } from 'vitest';
import type { Model, ModelOrigin } from '../../../shared/entities.ts';
import { groupModels, subtitleOf } from './groups.ts';

function model(name: string, origin: ModelOrigin, licence: string | null = null): Model {
  return {
    id: null,
    name,
    title: name,
    folder: `/models/${name}`,
    architecture: 'bert',
    origin,
    licence,
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
    bytes: 17_000_000,
    source: null,
    commit: null,
    addedAt: null,
    runCount: 0,
    weightsPresent: true,
    sameWeights: [],
  };
}

const MODELS = [
  model('/home/somebody/tiny', 'run'),
  model('prajjwal1/bert-tiny', 'hub', 'mit'),
  model('all-MiniLM-L6-v2', 'bundled', 'Apache-2.0'),
  model('mine', 'folder'),
];

function names(search: string): Record<string, string[]> {
  return Object.fromEntries(
    groupModels(MODELS, search).map(({ title, models }) => [title, models.map(({ name }) => name)]),
  );
}

describe('groups', () => {
  test('bundled ones first, then what was added, then what only runs know', () => {
    expect(names('')).toEqual({
      Bundled: ['all-MiniLM-L6-v2'],
      Added: ['prajjwal1/bert-tiny', 'mine'],
      'Used by runs only': ['/home/somebody/tiny'],
    });
    expect(groupModels(MODELS, '').map(({ title }) => title)).toEqual([
      'Bundled',
      'Added',
      'Used by runs only',
    ]);
  });
  test.each([
    ['TINY', { Added: ['prajjwal1/bert-tiny'], 'Used by runs only': ['/home/somebody/tiny'] }],
    ['tiny mit', { Added: ['prajjwal1/bert-tiny'] }],
    ['nothing', {}],
  ])('searched for %j', (search, expected) => {
    expect(names(search)).toEqual(expected);
  });
});

test.each([
  ['tiny', 'tiny', ''],
  ['tiny', 'tiny: a BERT of two layers', 'a BERT of two layers'],
  ['a/tiny', 'Tiny BERT', 'Tiny BERT'],
])('%s with the title %s is subtitled “%s”', (name, title, subtitle) => {
  expect(subtitleOf({ name, title, origin: 'bundled' })).toBe(subtitle);
});
