import { expect, test } from 'vitest';
import { shownColumns } from './grid-columns.ts';

const counts = { neutralCount: 0, labelCount: 0, clusterCount: 0, answerCount: 0 };
const extras = [
  { name: 'year', pairs: 4 },
  { name: 'empty', pairs: 0 },
  { name: 'genre', pairs: 4 },
  { name: 'Quelle', pairs: 1 },
];
const names = (set: Parameters<typeof shownColumns>[0], width: number, shown?: readonly string[]) =>
  shownColumns(set, shown, width).map(({ name }) => name);

test('columns that hold something are shown, those that do not are not', () => {
  const sides = ['Original', 'Counterfactual'];
  expect(names({ ...counts, clusterCount: 2, extras: [] }, 900)).toEqual([...sides, 'Label', 'Cluster']);
  expect(names({ ...counts, labelCount: 1, extras }, 640)).toEqual([...sides, 'Label']);
  expect(names({ ...counts, extras }, 860)).toEqual([...sides, 'year', 'genre', 'Quelle']);
});

test('of those that were kept of a file as many as there is room for beside the sentences', () => {
  expect(names({ ...counts, extras }, 745)).toEqual(['Original', 'Counterfactual', 'year', 'genre']);
  expect(names({ ...counts, extras }, 500)).toEqual(['Original', 'Counterfactual']);
});

test('what was seen stays when other columns take its room', () => {
  const withLabels = { ...counts, labelCount: 4, clusterCount: 4, extras };
  expect(names(withLabels, 860)).toEqual(['Original', 'Counterfactual', 'Label', 'Cluster', 'year']);
  const seen = new Set(['column:year', 'column:genre', 'column:Quelle']);
  expect(shownColumns(withLabels, undefined, 860, false, seen).map(({ name }) => name)).toEqual([
    'Original',
    'Counterfactual',
    'Label',
    'Cluster',
    'year',
    'genre',
    'Quelle',
  ]);
});

test('what a person has chosen is shown, whatever it holds', () => {
  expect(names({ ...counts, extras }, 300, ['label', 'column:empty'])).toEqual([
    'Original',
    'Counterfactual',
    'Label',
    'empty',
  ]);
});

test('tokens stand beside the statements, where a model is chosen', () => {
  const shown = (columns?: readonly string[]) =>
    shownColumns({ ...counts, extras: [] }, columns, 900, true).map(({ name }) => name);
  expect(shown()).toEqual(['Original', 'Counterfactual', 'Tokens', 'Label']);
  expect(shown(['label'])).toEqual(['Original', 'Counterfactual', 'Label']);
  expect(shown(['tokens'])).toEqual(['Original', 'Counterfactual', 'Tokens']);
});

test('the cluster gives way to tokens where there is no room for both', () => {
  const set = { ...counts, neutralCount: 9, labelCount: 9, clusterCount: 9, extras: [] };
  const shown = (width: number) =>
    shownColumns(set, undefined, width, true)
      .slice(2)
      .map(({ name }) => name);
  expect(shown(920)).toEqual(['Neutral', 'Tokens', 'Label', 'Cluster']);
  expect(shown(919)).toEqual(['Neutral', 'Tokens', 'Label']);
});
