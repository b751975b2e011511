import { describe, expect, test } from 'vitest';
import { SORT_KEYS, type ResultSort } from '../../../shared/entities.ts';
import {
  RESULT_COLUMNS,
  COLUMNS,
  restingPlaces,
  choiceOf,
  chosenColumns,
  columnsOf,
  isMetric,
  pairColumns,
  shownColumns,
  sortAfterClick,
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

test('what the rows are sorted by comes after what says which they are, then what they are filtered by', () => {
  const sort: ResultSort = { by: 'value_cosine', direction: 'asc' };
  const thresholds = [{ metric: 'attention_js_divergence', comparison: '>=', value: 0.2 } as const];
  const choice = { hidden: ['label', 'max_attention_diff'] as const, extra: [] };
  const shown = shownColumns(COLUMNS, sort, { role: 'set', thresholds }, choice);
  expect(shown.map(({ name }) => name).slice(0, 9)).toEqual([
    'pair',
    'text',
    'layer',
    'head',
    'flags',
    'value_cosine',
    'attention_js_divergence',
    'attention_pattern_correlation',
    'value_output_correlation',
  ]);
});

test('rows of neutrals have the neutral where others have the counterfactual', () => {
  const shown = shownColumns(
    COLUMNS,
    { by: 'pair', direction: 'asc' },
    { role: 'neutral', thresholds: [] },
    { hidden: [], extra: ['counterfactual'] },
  );
  expect(shown.find(({ name }) => name === 'counterfactual')).toMatchObject({ heading: 'Neutral' });
});

describe('which columns are shown', () => {
  const byPair: ResultSort = { by: 'pair', direction: 'asc' };
  const none = { hidden: [], extra: [] };
  const namesOf = (columns: readonly Column[]) => columns.map(({ name }) => name);

  test('at first a few metrics of each kind, and what sorts or filters', () => {
    const first = namesOf(shownColumns(COLUMNS, byPair, { role: 'set', thresholds: [] }, none));
    expect(first.filter(isMetric).length).toBeLessThanOrEqual(10);
    expect(first).not.toContain('top_key_overlap');
    const sorted = shownColumns(
      COLUMNS,
      { by: 'top_key_overlap', direction: 'asc' },
      { role: 'set', thresholds: [] },
      none,
    );
    expect(namesOf(sorted)).toEqual(expect.arrayContaining([...first, 'top_key_overlap']));
    const gap = { metric: 'value_cosine', minus: 'top_key_overlap', comparison: '>', value: 0.2 } as const;
    expect(namesOf(shownColumns(COLUMNS, byPair, { role: 'set', thresholds: [gap] }, none))).toContain(
      'top_key_overlap',
    );
  });

  test('then those that were chosen', () => {
    const chosen = ['pair', 'layer', 'head', 'max_attention_diff', 'shift_from_sinks'] as const;
    const choice = choiceOf(chosen);
    expect(chosenColumns(COLUMNS, choice)).toEqual(chosen);
    expect(choice.extra).toEqual(['shift_from_sinks']);
    expect(choiceOf(chosenColumns(COLUMNS, none))).toEqual(none);
  });

  test('never a metric that the run did not measure', () => {
    const columns = columnsOf(['max_attention_diff']);
    expect(namesOf(columns).filter(isMetric)).toEqual(['max_attention_diff']);
    const shown = shownColumns(
      columns,
      { by: 'sink_mass_diff', direction: 'asc' },
      { role: 'set', thresholds: [] },
      none,
    );
    expect(namesOf(shown).filter(isMetric)).toEqual(['max_attention_diff']);
  });
});

test('columns that stay come to rest one beside the other', () => {
  expect([...restingPlaces(COLUMNS)]).toEqual([
    ['pair', 0],
    ['layer', 60],
    ['head', 120],
  ]);
});
