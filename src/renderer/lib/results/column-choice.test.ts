import { describe, expect, test } from 'vitest';
import type { ResultSort } from '../../../shared/entities.ts';
import { choiceAfter, columnsWithoutRoom, type Rows, shownColumns } from './column-choice.ts';
import { COLUMNS, columnsOf, isMetric, type ResultColumn, widthOf } from './columns.ts';

const byPair: ResultSort = { by: 'pair', direction: 'asc' };
const none = { hidden: [], extra: [] };
/** px of the table in a window of 1280 px, beside the inspector. */
const SMALL = 856;
const small: Rows = {
  hasLabels: true,
  columns: COLUMNS,
  sort: byPair,
  filter: { role: 'set', thresholds: [] },
  room: SMALL,
};
const large: Rows = { ...small, room: 1496 };
const pattern = { metric: 'attention_pattern_correlation', comparison: '<=', value: 0.5 } as const;
const largest = { metric: 'max_attention_diff', comparison: '>=', value: 0.6 } as const;

const names = (rows: Rows, choice = none as Parameters<typeof shownColumns>[1]) =>
  shownColumns(rows, choice).map(({ name }) => name);

test('what the rows are sorted by comes after what says which they are, then what they are filtered by', () => {
  const sort: ResultSort = { by: 'value_cosine', direction: 'asc' };
  const thresholds = [{ metric: 'attention_js_divergence', comparison: '>=', value: 0.2 } as const];
  const choice = { hidden: ['label', 'max_attention_diff'] as const, extra: [] };
  expect(names({ ...large, sort, filter: { role: 'set', thresholds } }, choice)).toEqual([
    'pair',
    'text',
    'layer',
    'head',
    'flags',
    'value_cosine',
    'attention_js_divergence',
    'attention_pattern_correlation',
    'value_output_correlation',
    'shift_toward_change',
  ]);
});

test('rows of neutrals have the neutral where others have the counterfactual', () => {
  const rows: Rows = { ...large, filter: { role: 'neutral', thresholds: [] } };
  const shown = shownColumns(rows, { hidden: [], extra: ['counterfactual'] });
  expect(shown.find(({ name }) => name === 'counterfactual')).toMatchObject({ heading: 'Neutral' });
});

describe('of the usual columns', () => {
  const IDENTITY: readonly ResultColumn[] = ['pair', 'label', 'text', 'layer', 'head'];

  test.each<[string, Rows, ResultColumn[]]>([
    [
      'a small window has the most telling',
      small,
      ['flags', 'max_attention_diff', 'attention_js_divergence'],
    ],
    [
      'a large one has all',
      large,
      [
        'flags',
        'max_attention_diff',
        'attention_pattern_correlation',
        'value_output_correlation',
        'attention_js_divergence',
        'shift_toward_change',
      ],
    ],
    [
      'what sorts takes the room of others',
      { ...small, sort: { by: 'value_output_correlation', direction: 'asc' } },
      ['flags', 'value_output_correlation', 'attention_js_divergence'],
    ],
    [
      'what filters does as well',
      { ...small, filter: { role: 'set', thresholds: [largest, pattern] } },
      ['max_attention_diff', 'attention_pattern_correlation', 'attention_js_divergence'],
    ],
  ])('%s', (_what, rows, others) => {
    expect(names(rows).filter((name) => !IDENTITY.includes(name))).toEqual(others);
    expect(widthOf(shownColumns(rows, none))).toBeLessThanOrEqual(rows.room);
  });

  test('those that have no room are counted', () => {
    expect(columnsWithoutRoom(large, none)).toEqual([]);
    expect(columnsWithoutRoom(small, none).map(({ name }) => name)).toEqual([
      'attention_pattern_correlation',
      'value_output_correlation',
      'shift_toward_change',
    ]);
  });

  test('never a metric that the run did not measure', () => {
    const columns = columnsOf(['max_attention_diff']);
    const sort: ResultSort = { by: 'sink_mass_diff', direction: 'asc' };
    expect(names({ ...large, columns, sort }).filter(isMetric)).toEqual(['max_attention_diff']);
  });

  test('no label where no pair has one, unless it is asked for', () => {
    const rows = { ...small, hasLabels: false };
    expect(names(rows)).not.toContain('label');
    expect(names(rows)).toContain('flags');
    expect(names(rows, { hidden: [], extra: ['label'] })).toContain('label');
  });

  test('what compares two metrics shows both', () => {
    const gap = { metric: 'value_cosine', minus: 'top_key_overlap', comparison: '>', value: 0.2 } as const;
    const shown = names({ ...small, filter: { role: 'set', thresholds: [gap] } });
    expect(shown).toEqual(expect.arrayContaining(['value_cosine', 'top_key_overlap']));
  });
});

describe('ticks in the menu of columns', () => {
  test.each<[string, Rows, ResultColumn, { hidden: ResultColumn[]; extra: ResultColumn[] }]>([
    [
      'one that has no room goes in addition',
      small,
      'shift_toward_change',
      { hidden: [], extra: ['shift_toward_change'] },
    ],
    ['so does one that is not usual', large, 'top_key_overlap', { hidden: [], extra: ['top_key_overlap'] }],
  ])('%s', (_what, rows, name, choice) => {
    const before = names(rows);
    expect(choiceAfter(rows, none, [...before, name])).toEqual(choice);
    expect(new Set(names(rows, choice))).toEqual(new Set([...before, name]));
    // Its tick is taken again.
    expect(choiceAfter(rows, choice, before)).toEqual(none);
  });

  test('one that is taken out leaves its room to the text, and comes back as it was', () => {
    const before = names(small);
    const left = before.filter((name) => name !== 'flags');
    const choice = choiceAfter(small, none, left);
    expect(choice).toEqual({ hidden: ['flags'], extra: [] });
    expect(names(small, choice)).toEqual(left);
    expect(choiceAfter(small, choice, before)).toEqual(none);
  });

  test('what sorts the rows can be taken out, and comes back', () => {
    const rows: Rows = { ...small, sort: { by: 'top_key_overlap', direction: 'asc' } };
    const left = names(rows).filter((name) => name !== 'top_key_overlap');
    const choice = choiceAfter(rows, none, left);
    expect(names(rows, choice)).toEqual(left);
    expect(choiceAfter(rows, choice, [...left, 'top_key_overlap'])).toEqual(none);
  });

  test('all at once', () => {
    const all = COLUMNS.map(({ name }) => name);
    expect(new Set(names(small, choiceAfter(small, none, all)))).toEqual(new Set(all));
  });
});
