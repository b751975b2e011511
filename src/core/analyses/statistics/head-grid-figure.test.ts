import { expect, test } from 'vitest';
import { aggregatesCsv } from './aggregates-csv.ts';
import type { GridStatistic } from './grid-statistics.ts';
import type { StatisticsRow } from './rows.ts';
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
  queries: 'all',
} as const;
const grid = (rows: StatisticsRow[], statistic?: GridStatistic) =>
  headGridFigure.draw(
    { source, metric: 'attention_js_divergence', statistic, group: '', rows },
    FIGURE_THEMES.light,
  );

interface DrawnCell {
  readonly visualMap?: false;
  readonly itemStyle?: { readonly decal?: object };
  readonly label?: { readonly formatter: string };
}
const cells = (figure: ReturnType<typeof grid>) =>
  (figure.option.series as { data: DrawnCell[] }[])[0]?.data.map(({ visualMap, itemStyle, label }) => {
    if (visualMap === false) return label?.formatter ?? 'grey';
    return itemStyle?.decal === undefined ? 'colour' : 'hatched';
  });
const legend = (figure: ReturnType<typeof grid>) =>
  (figure.option.graphic as { type: string; style: { text?: string } }[])
    .flatMap(({ style }) => style.text ?? [])
    .filter((text) => / /.test(text) && !/ bits?$/.test(text));

const paired = (head: number, outcome: StatisticsRow['outcome'], difference: number | null = 0.1) =>
  row(0, head, { comparison: 'paired', outcome, difference, compared: 240, compared_clusters: 60 });
const EVERY_OUTCOME = [
  paired(0, 'more'),
  paired(1, 'less', -0.1),
  paired(2, 'not enough data'),
  paired(3, 'does not respond', 0.001),
  paired(4, 'differs by less than the smallest effect of interest', 0.002),
  paired(5, 'no test', null),
  paired(6, 'below what the measurement resolves', 1e-8),
];

test('each outcome has a look of its own, and the counts of the legend are the heads', () => {
  const figure = grid(EVERY_OUTCOME);
  expect(cells(figure)).toEqual(['colour', 'colour', 'hatched', 'grey', '•', '–', 'grey']);
  expect(legend(figure)).toEqual([
    '1 changes more',
    '1 changes less',
    '1 differs by too little to matter',
    '1 undecided',
    '1 does not respond',
    // On two lines, as far as the figure is wide.
    '1 below what the measurement',
    '1 not tested',
  ]);
  expect(figure.note).toBe(
    'Outlined: q ≤ 0.05 over 7 heads, and an interval wholly beyond what the measurement resolves. With a dot, not outlined: such a difference is found, and is shown to be less than the smallest effect (tests of equivalence, q ≤ 0.05). Grey without a dot: no difference is found, and it is shown to be less than the smallest effect (tests of equivalence, q ≤ 0.05). –: undefined. Colours fit these heads.',
  );
});

test('outcomes are about the difference: in a grid of means every cell has its colour', () => {
  const figure = grid(EVERY_OUTCOME, 'mean');
  expect(cells(figure)).toEqual(EVERY_OUTCOME.map(() => 'colour'));
  expect(legend(figure)).toEqual([]);
});

test('compared with nothing, a metric that goes both ways is told apart from 0', () => {
  const entropy = { metric: 'attention_entropy_diff' } as const;
  const rows = [
    row(0, 0, { ...entropy, q_zero: 0.01 }),
    row(0, 1, { ...entropy, mean: -0.2, q_zero: 0.02 }),
    row(0, 2, { ...entropy, q_zero: 0.5 }),
  ];
  const figure = headGridFigure.draw({ source, ...entropy, group: '', rows }, FIGURE_THEMES.light);
  expect(cells(figure)).toEqual(['colour', 'colour', 'hatched']);
  expect(legend(figure)).toEqual(['1 above 0', '1 below 0', '1 not told apart from 0']);
});

test.each([
  [
    'paired',
    'Run 12 · tiny · “negation” (n = 240 of 248 pairs in 60 clusters), each against its neutral change · all queries',
  ],
  [
    'matched',
    'Run 12 · tiny · “negation” (n = 240 of 248 pairs in 60 clusters) against “negation-control” (n = 266), matched by shape of the change · all queries',
  ],
  [
    'unadjusted',
    'Run 12 · tiny · “negation” (n = 240 of 248 pairs in 60 clusters) against “negation-control” (n = 266), not adjusted · all queries',
  ],
  ['none', 'Run 12 · tiny · “negation” (n = 248 pairs) · all queries'],
] as const)('the caption says what is compared: %s', (comparison, words) => {
  const rows = [
    row(0, 0, {
      comparison,
      compared: 240,
      compared_clusters: 60,
      compared_control: comparison === 'paired' ? 240 : 266,
    }),
  ];
  expect(grid(rows).caption).toBe(words);
});

test('the caption says the smallest effect of interest', () => {
  expect(grid([{ ...paired(0, 'more'), margin: 0.005 }]).caption).toMatch(
    /; smallest effect of interest ±0.005 bits · all queries$/,
  );
});

test.each([
  // Of the means and their intervals, not of the pairs: a mean of 0.2 among pairs of up to 0.57 would be all but black.
  ['mean', { min: 0, max: 0.25 }],
  ['max', { min: 0, max: 0.6 }],
  // As those of the means, which it is looked at beside.
  ['control_mean', { min: 0, max: 0.25 }],
  ['difference', { min: -0.12, max: 0.12 }],
  ['cliffs_delta', { min: -1, max: 1 }],
  ['q', { min: 0, max: 1 }],
] as const)('colours of %s', (statistic, domain) => {
  const values = { difference: -0.11, q: 0.2, cliffs_delta: 0.4, min: 0.01, max: 0.57, control_mean: 0.04 };
  const figure = grid([row(0, 0, values)], statistic);
  expect(figure.option.visualMap).toMatchObject(domain);
});

test('a head without a row is undefined; a hint has number, interval and n', () => {
  const figure = grid([row(1, 1, { undefined: 2, n: 246 })], 'mean');
  expect(figure.hint(0, 0)?.rows).toEqual([{ label: 'value', value: 'not computed' }]);
  expect(figure.hint(0, 3)).toEqual({
    title: 'L1 H1',
    rows: [
      { label: 'mean', value: '0.200 [0.180, 0.220] bits' },
      { label: 'n', value: '246, undefined for 2' },
    ],
  });
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
  });
  expect(csv).toBe(aggregatesCsv(rows));
  const [columns = [], values = []] = csv.split('\n').map((line) => line.split(','));
  const cell = (name: string) => values[columns.indexOf(name)];
  expect(
    ['layer', 'head', 'metric', 'n', 'comparison', 'difference', 'q', 'q_at_most', 'outcome'].map(cell),
  ).toEqual(['0', '1', 'attention_js_divergence', '248', 'paired', '-0.02', '0.01', '1', 'no test']);
});

test.each([
  ['attention_js_divergence', 'difference', -1],
  ['value_output_correlation', 'difference', 0],
  ['value_output_correlation', 'cliffs_delta', 0],
  ['shift_toward_change', 'difference', -1],
] as const)('of %s, %s: a larger change is red, whichever way it goes', (metric, statistic, warm) => {
  for (const theme of [FIGURE_THEMES.light, FIGURE_THEMES.dark]) {
    const rows = [paired(0, 'more'), paired(1, 'less', -0.1)];
    const { option } = headGridFigure.draw({ source, metric, statistic, group: '', rows }, theme);
    const { color } = (option.visualMap as { inRange: { color: string[] } }).inRange;
    expect(color.at(warm)).toBe(theme.diverging.at(-1));
  }
});
