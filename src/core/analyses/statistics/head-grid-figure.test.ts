import { expect, test } from 'vitest';
import { aggregatesCsv } from './aggregates-csv.ts';
import type { StatisticsRow } from './definition.ts';
import { headGridFigure, sharedDomain } from './head-grid-figure.ts';
import { exampleRow } from './statistics-row.example.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';

const row = (layer: number, head: number, values: Partial<StatisticsRow> = {}): StatisticsRow =>
  exampleRow(layer, head, { n: 248, mean: 0.2, ci_low: 0.18, ci_high: 0.22, ...values });
const source = {
  run: 12,
  model: 'tiny',
  set: 'negation',
  controlSet: 'negation-control',
  queries: 'all' as const,
};
const grid = (
  rows: StatisticsRow[],
  statistic: 'mean' | 'difference' | 'q' | 'cliffs_delta',
  qThreshold: number | null,
) =>
  headGridFigure.draw(
    { source, metric: 'attention_js_divergence', statistic, group: '', rows, qThreshold },
    FIGURE_THEMES.light,
  );
const dimmed = (figure: ReturnType<typeof grid>): boolean[] =>
  (figure.option.series as { data: { itemStyle?: unknown }[] }[])[0]?.data.map(
    (d) => d.itemStyle !== undefined,
  ) ?? [];

test('heads at or above the threshold are dimmed, and so are those without a q', () => {
  const figure = grid([row(0, 0, { q: 0.01 }), row(0, 1, { q: 0.05 }), row(0, 2, { q: null })], 'mean', 0.05);
  expect(dimmed(figure)).toEqual([false, true, true]);
  expect(figure.note).toBe(
    'Hatched: q ≥ 0.05 (Benjamini-Hochberg over 3 heads). 1 of 3 heads differ from the control set.',
  );
});

test('no threshold dims nothing; no test says so', () => {
  expect(dimmed(grid([row(0, 0, { q: 0.5 })], 'mean', null))).toEqual([false]);
  const untested = grid([row(0, 0)], 'mean', 0.05);
  expect(dimmed(untested)).toEqual([false]);
  expect(untested.note).toBe('No control set to test against: no head is faded.');
});

test.each([
  ['mean', { min: 0, max: 0.2 }],
  ['difference', { min: -0.12, max: 0.12 }],
  ['cliffs_delta', { min: -1, max: 1 }],
  ['q', { min: 0, max: 1 }],
] as const)('colours of %s', (statistic, domain) => {
  const figure = grid([row(0, 0, { difference: -0.11, q: 0.2, cliffs_delta: 0.4 })], statistic, null);
  expect(figure.option.visualMap).toMatchObject(domain);
});

test('a head without a row is undefined; a hint has number, interval and n', () => {
  const figure = grid([row(1, 1, { undefined: 2, n: 246 })], 'mean', null);
  expect(figure.hint(0, 0)?.rows).toEqual([{ label: 'value', value: 'not computed' }]);
  expect(figure.hint(0, 3)).toEqual({
    title: 'L1 H1',
    rows: [
      { label: 'mean', value: '0.200 bits [0.180, 0.220]' },
      { label: 'n', value: '246, undefined for 2' },
    ],
  });
  expect(figure.caption).toBe('Run 12 · tiny · negation (n = 248) against negation-control · all queries');
});

test('grids that are compared share a scale', () => {
  const grids = [[row(0, 0, { difference: -0.1 })], [row(0, 0, { difference: 0.25 })]];
  const domain = sharedDomain('attention_js_divergence', 'difference', grids);
  expect(domain).toEqual([-0.25, 0.25]);
  const [first = []] = grids;
  const figure = headGridFigure.draw(
    {
      source,
      metric: 'attention_js_divergence',
      statistic: 'difference',
      group: '',
      rows: first,
      qThreshold: null,
      domain,
    },
    FIGURE_THEMES.light,
  );
  expect(figure.option.visualMap).toMatchObject({ min: -0.25, max: 0.25 });
});

test('the numbers behind it are the rows of aggregates.csv', () => {
  const rows = [row(0, 1, { comparison: 'paired', difference: -0.02, q: 0.01, q_at_most: true })];
  const csv = headGridFigure.csv({
    source,
    metric: 'attention_js_divergence',
    statistic: 'mean',
    group: '',
    rows,
    qThreshold: null,
  });
  expect(csv).toBe(aggregatesCsv(rows));
  const [columns = [], values = []] = csv.split('\n').map((line) => line.split(','));
  const cell = (name: string) => values[columns.indexOf(name)];
  expect(
    ['layer', 'head', 'metric', 'n', 'comparison', 'difference', 'q', 'q_at_most', 'outcome'].map(cell),
  ).toEqual(['0', '1', 'attention_js_divergence', '248', 'paired', '-0.02', '0.01', '1', 'no test']);
});
