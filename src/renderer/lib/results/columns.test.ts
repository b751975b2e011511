import { describe, expect, test } from 'vitest';
import { SORT_KEYS, type ResultSort } from '../../../shared/entities.ts';
import {
  RESULT_COLUMNS,
  COLUMNS,
  restingPlaces,
  shownColumns,
  sortAfterClick,
  type Column,
} from './columns.ts';

test('every column can be shown, and every sort order has its header', () => {
  expect(COLUMNS.map((column) => column.name)).toEqual([...RESULT_COLUMNS]);
  expect(new Set(COLUMNS.map((column) => column.sortKey).filter((key) => key !== null))).toEqual(
    new Set(SORT_KEYS),
  );
});

function column(name: string): Column {
  const found = COLUMNS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

describe('a click on a header', () => {
  const byPair: ResultSort = { by: 'pair', direction: 'asc' };
  test.each<[string, ResultSort, ResultSort]>([
    ['attention_js_divergence', byPair, { by: 'attention_js_divergence', direction: 'desc' }],
    ['attention_pattern_correlation', byPair, { by: 'attention_pattern_correlation', direction: 'asc' }],
    ['pair', byPair, { by: 'pair', direction: 'desc' }],
    ['label', byPair, byPair],
  ])('%s', (name, before, after) => {
    expect(sortAfterClick(column(name), before)).toEqual(after);
  });
});

test('what the rows are sorted by comes after what says which they are, then what they are filtered by', () => {
  const sort: ResultSort = { by: 'value_cosine', direction: 'asc' };
  const thresholds = [{ metric: 'attention_js_divergence', comparison: '>=', value: 0.2 } as const];
  const shown = shownColumns(sort, { role: 'set', thresholds }, ['label', 'max_attention_diff']);
  expect(shown.map(({ name }) => name).slice(0, 9)).toEqual([
    'pair',
    'original',
    'counterfactual',
    'layer',
    'head',
    'flags',
    'value_cosine',
    'attention_js_divergence',
    'mean_attention_diff',
  ]);
  expect(shownColumns({ by: 'pair', direction: 'asc' }, { role: 'set', thresholds: [] }, [])).toEqual(
    COLUMNS,
  );
});

test('rows of neutrals have the neutral where others have the counterfactual', () => {
  const shown = shownColumns({ by: 'pair', direction: 'asc' }, { role: 'neutral', thresholds: [] }, []);
  expect(shown.find(({ name }) => name === 'counterfactual')).toMatchObject({ heading: 'Neutral' });
});

test('columns that stay come to rest one beside the other', () => {
  expect([...restingPlaces(COLUMNS)]).toEqual([
    ['pair', 0],
    ['layer', 52],
    ['head', 108],
  ]);
});
