import { describe, expect, test } from 'vitest';
import { SORT_KEYS, type ResultSort } from '../../../shared/entities.ts';
import {
  RESULT_COLUMNS,
  COLUMNS,
  labelWidth,
  restingPlaces,
  pairColumns,
  sortAfterClick,
  withLabels,
  type Column,
} from './columns.ts';

test('every column can be shown, and every sort order has its header', () => {
  const all = [...COLUMNS, ...pairColumns('value_cosine', 200)].map((column) => column.name);
  expect(new Set(all)).toEqual(new Set(RESULT_COLUMNS));
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
    ['label', byPair, { by: 'label', direction: 'asc' }],
    ['original', byPair, byPair],
  ])('%s', (name, before, after) => {
    expect(sortAfterClick(column(name), before)).toEqual(after);
  });
});

describe('a click with Shift', () => {
  const byLabel: ResultSort = { by: 'label', direction: 'asc' };
  const click = (name: string, sort: ResultSort) => sortAfterClick(column(name), sort, true);
  test('adds a key, turns it, and takes it away', () => {
    const added = click('value_cosine', byLabel);
    expect(added).toEqual({ ...byLabel, then: [{ by: 'value_cosine', direction: 'asc' }] });
    const turned = click('value_cosine', added);
    expect(turned).toEqual({ ...byLabel, then: [{ by: 'value_cosine', direction: 'desc' }] });
    expect(click('value_cosine', turned)).toEqual(byLabel);
  });

  test('leaves the last key there', () => {
    expect(click('label', { by: 'label', direction: 'desc' })).toEqual(byLabel);
  });

  test('without it that column alone is left', () => {
    const two = click('flags', byLabel);
    expect(sortAfterClick(column('flags'), two)).toEqual({ by: 'flags', direction: 'desc' });
  });
});

test('a column of labels is as wide as they are, as far as there is room beside the text', () => {
  expect(labelWidth(['kind', null], 860)).toBe(64);
  expect(labelWidth(['progressive-not'], 860)).toBe(119);
  const long = ['label 12 of everything that was ever said of it'];
  expect(labelWidth(long, 860)).toBe(154);
  expect(labelWidth(long, 1500)).toBe(270);
  const [label] = withLabels([column('label')], long, 860);
  expect(label?.width).toBe(154);
});

test('columns that stay come to rest one beside the other', () => {
  expect([...restingPlaces(COLUMNS)]).toEqual([
    ['pair', 0],
    ['layer', 62],
    ['head', 130],
  ]);
});
