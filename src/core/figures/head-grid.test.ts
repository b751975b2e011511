import { expect, test } from 'vitest';
import { headGrid, headGridLayout } from './head-grid.ts';
import { FIGURE_THEMES } from './theme.ts';

const cell = (value: number | null, dimmed = false) => ({
  value,
  dimmed,
  hint: { title: `${value}`, rows: [] },
});

const figure = headGrid(
  {
    title: 'JS divergence',
    cells: [
      [cell(0.1), cell(0.2, true)],
      [cell(null), cell(0.4)],
      [cell(0.3), cell(0.3)],
    ],
    scale: { kind: 'sequential', domain: [0, 0.4], unit: 'bits' },
    selected: { layer: 2, head: 1 },
    note: '',
    caption: 'Run 1',
  },
  FIGURE_THEMES.light,
);

test('layers go down from 0, heads to the right', () => {
  expect(figure.option.yAxis).toMatchObject({ inverse: true, data: ['L0', 'L1', 'L2'] });
  expect(figure.option.xAxis).toMatchObject({ position: 'top', data: ['0', '1'] });
  expect(figure.hint(0, 3)?.title).toBe('0.4');
  expect(figure.hint(1, 3)).toBeNull();
});

test('what is not significant is faded and hatched; what is undefined has no colour but a dash', () => {
  expect(figure.option.series).toMatchObject([
    {
      data: [
        { value: [0, 0, 0.1] },
        { value: [1, 0, 0.2], itemStyle: { opacity: 0.35, decal: { symbol: 'rect' } } },
        { value: [0, 1, 0], visualMap: false, label: { show: true, formatter: '–' } },
        { value: [1, 1, 0.4] },
        { value: [0, 2, 0.3] },
        { value: [1, 2, 0.3] },
      ],
    },
  ]);
});

test('the selected head is outlined', () => {
  const { plot, cell: size } = headGridLayout(3, 2);
  expect(figure.option.graphic).toContainEqual(
    expect.objectContaining({
      shape: expect.objectContaining({
        x: plot.left + size.width,
        y: plot.top + 2 * size.height,
        width: size.width,
      }) as unknown,
    }),
  );
});

test.each([
  [1, 1],
  [6, 12],
  [12, 12],
  [32, 32],
])('%d x %d heads fit in their figure', (layers, heads) => {
  const { plot, bar, width, height } = headGridLayout(layers, heads);
  expect(plot.left + plot.width).toBeLessThanOrEqual(width);
  expect(plot.top + plot.height).toBeLessThan(bar.top);
  expect(bar.top).toBeLessThan(height);
});
