import { expect, test } from 'vitest';
import type { ModelDetail } from '../../../shared/entities.ts';
import { tabsOf } from './tabs.ts';

const DETAIL: ModelDetail = {
  id: 1,
  name: 'tiny',
  title: 'tiny',
  folder: '/tiny',
  architecture: 'bert',
  origin: 'folder',
  licence: null,
  layers: 2,
  heads: 2,
  dModel: 128,
  dHead: 64,
  parameters: 4_400_000,
  maxPositions: 512,
  bytes: 17,
  vocabularySize: 30_522,
  weightsHash: 'ab',
  tokenizerHash: '',
  compiled: true,
  weightsPresent: true,
  sameWeights: [],
  source: null,
  commit: null,
  addedAt: null,
  runCount: 0,
  config: {},
  card: '# Tiny',
  files: [{ name: 'config.json', bytes: 300, sha256: null }],
  tensors: [{ name: 'w', shape: [2], dtype: 'F32', bytes: 8, used: true }],
  hooks: [{ name: 'logits', axes: ['batch', 'pos', 30_522] }],
  roles: [{ name: 'unembed.W_U', shape: [768, 30_522] }],
};

test('a model with everything shows everything', () => {
  expect(tabsOf(DETAIL)).toEqual(['blocks', 'probe', 'predictions', 'parameters', 'config', 'files', 'card']);
});

test('one without card has no place for it', () => {
  expect(tabsOf({ ...DETAIL, card: null })).not.toContain('card');
});

test('of one whose weights are gone only the config is left', () => {
  const gone = { ...DETAIL, weightsPresent: false, card: null, files: [], tensors: [], hooks: [], roles: [] };
  expect(tabsOf(gone)).toEqual(['config']);
});
