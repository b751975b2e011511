import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { headScatterFigure } from './head-scatter-figure.ts';
import { exampleRow } from './statistics-row.example.ts';

const source = { run: 12, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' } as const;
const rows = [
  exampleRow(0, 0, {
    comparison: 'paired',
    outcome: 'more',
    difference: 0.2,
    control_mean: 0.05,
    n: 9,
    compared: 9,
  }),
  exampleRow(0, 1, {
    comparison: 'paired',
    outcome: 'less',
    difference: -0.1,
    control_mean: 0.2,
    n: 9,
    compared: 9,
  }),
  exampleRow(0, 2, { comparison: 'paired', outcome: 'no test', n: 9 }),
];
const data = { source, group: '', metric: 'attention_js_divergence', rows, acrossRows: rows } as const;
const textsOf = (graphic: unknown): string[] =>
  (graphic as { style: { text?: string } }[]).flatMap(({ style }) => style.text ?? []);

test('by default the difference upward and the control to the right; names and both ranks', () => {
  const figure = headScatterFigure.draw(data, FIGURE_THEMES.light);
  expect(textsOf(figure.option.graphic)).toEqual([
    '↑ JS divergence, difference from neutral, bits',
    'JS divergence, neutral mean, bits →',
    'L0 H0',
    'L0 H1',
  ]);
  expect(figure.option.series).toMatchObject([{ data: [{ value: [0.05, 0.2] }, { value: [0.2, -0.1] }] }]);
  expect(figure.hint(0, 1)).toEqual({
    title: 'L0 H1 changes less',
    rows: [
      { label: 'JS divergence, difference from neutral, bits', value: '−0.100, rank 2 of 2' },
      { label: 'JS divergence, neutral mean, bits', value: '0.200, rank 1 of 2' },
    ],
  });
  expect(figure.note).toBe(
    'Full: changes more; open: changes less; grey: not tested. 1 of 3 heads are undefined on an axis.',
  );
});

test('by square roots dots lie at the roots of their numbers, under the numbers themselves; it is said', () => {
  const figure = headScatterFigure.draw({ ...data, axes: 'root' }, FIGURE_THEMES.light);
  const [up, across] = [Math.sqrt(0.2), Math.sqrt(0.05)];
  expect(figure.option.series).toMatchObject([
    { data: [{ value: [across, up] }, { value: [up, -Math.sqrt(0.1)] }] },
  ]);
  const { axisLabel } = figure.option.yAxis as {
    axisLabel: { customValues: number[]; formatter: (place: number) => string };
  };
  expect(axisLabel.customValues.map((place) => axisLabel.formatter(place))).toContain('0.2');
  expect(figure.note).toMatch(/Square roots along both axes\.$/);
  // Two heads are no heap.
  const auto = headScatterFigure.draw({ ...data, axes: 'auto' }, FIGURE_THEMES.light);
  expect(auto.option.series).toEqual(headScatterFigure.draw(data, FIGURE_THEMES.light).option.series);
});

test('the selected head is in the colour of selection', () => {
  const figure = headScatterFigure.draw({ ...data, layer: 0, head: 0 }, FIGURE_THEMES.light);
  expect(figure.option.series).toMatchObject([
    { data: [{ itemStyle: { color: FIGURE_THEMES.light.accent } }, {}] },
  ]);
});

test('the label at the right end of the axis is within the figure', () => {
  const { option } = headScatterFigure.draw(data, FIGURE_THEMES.light);
  // As wide as it is it has its room at its own tick.
  expect(option.xAxis).toMatchObject({ max: 0.2 });
  expect(option.xAxis).not.toMatchObject({ axisLabel: { alignMaxLabel: 'right' } });
  const far = data.rows.map((row) => ({ ...row, control_mean: 0.0001 * (1 + row.head) }));
  const long = headScatterFigure.draw({ ...data, rows: far, acrossRows: far }, FIGURE_THEMES.light);
  expect(long.option.xAxis).toMatchObject({ axisLabel: { alignMaxLabel: 'right' } });
});

test('the numbers behind it', () => {
  expect(headScatterFigure.csv(data).split('\n').slice(0, 2)).toEqual([
    'layer,head,outcome,attention_js_divergence.difference,attention_js_divergence.control_mean',
    '0,0,more,0.2,0.05',
  ]);
});

test('dots in the colours of their layer, or of any statistic of any metric', () => {
  const byLayer = headScatterFigure.draw({ ...data, colour: 'layer' }, FIGURE_THEMES.light);
  expect(textsOf(byLayer.option.graphic)).toContain('Colour: layer');
  expect(byLayer.note).toContain('Dark outline: changes more; dotted outline: changes less.');

  const colourRows = rows.map((row, index) => ({ ...row, metric: 'value_cosine' as const, mean: index / 2 }));
  const coloured = {
    ...data,
    colour: 'statistic',
    colourMetric: 'value_cosine',
    colourStatistic: 'mean',
    colourRows,
  } as const;
  const figure = headScatterFigure.draw(coloured, FIGURE_THEMES.light);
  // A similarity that falls changes: the smallest ranks first.
  expect(figure.hint(0, 0)?.rows.at(2)?.value).toBe('0, rank 1 of 3');
  expect(headScatterFigure.csv(coloured).split('\n').slice(0, 2)).toEqual([
    'layer,head,outcome,attention_js_divergence.difference,attention_js_divergence.control_mean,value_cosine.mean',
    '0,0,more,0.2,0.05,0',
  ]);
});
