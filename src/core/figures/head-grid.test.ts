import { expect, test } from 'vitest';
import type { CellLook } from './head-grid-legend.ts';
import { headGrid, headGridLayout } from './head-grid.ts';
import { FIGURE_THEMES } from './theme.ts';

const cell = (value: number | null, look: CellLook = 'full') => ({
  value,
  look,
  hint: { title: `${value}`, rows: [] },
});

const figure = headGrid(
  {
    title: 'JS divergence',
    cells: [
      [cell(0.1), cell(0.2, 'hatched')],
      [cell(null), cell(0.4)],
      [cell(0.3, 'grey'), cell(0.3, 'dotted')],
      [cell(0.3), cell(0.3, 'dash')],
    ],
    scale: { kind: 'sequential', domain: [0, 0.4], unit: 'bits' },
    selected: { layer: 2, head: 1 },
    note: '',
    caption: 'Run 1',
  },
  FIGURE_THEMES.light,
);

test('layers go down from 0, heads to the right', () => {
  expect(figure.option.yAxis).toMatchObject({ inverse: true, data: ['L0', 'L1', 'L2', 'L3'] });
  expect(figure.option.xAxis).toMatchObject({ position: 'top', data: ['0', '1'] });
  expect(figure.hint(0, 3)?.title).toBe('0.4');
  expect(figure.hint(1, 3)).toBeNull();
});

test('each look is another drawing: what has no colour is plain, with a dot, or with a dash', () => {
  expect(figure.option.series).toMatchObject([
    {
      data: [
        { value: [0, 0, 0.1] },
        { value: [1, 0, 0.2], itemStyle: { opacity: 0.35, decal: { symbol: 'rect' } } },
        { value: [0, 1, 0], visualMap: false, label: { show: true, formatter: '–' } },
        { value: [1, 1, 0.4] },
        { value: [0, 2, 0], visualMap: false },
        { value: [1, 2, 0], visualMap: false, label: { formatter: '•' } },
        { value: [0, 3, 0.3] },
        { value: [1, 3, 0], visualMap: false, label: { formatter: '–' } },
      ],
    },
  ]);
});

test('a called head keeps its colour and has an outline within its cell, and in the legend', () => {
  const drawn = headGrid(
    {
      title: '',
      cells: [[cell(0.1, 'called'), cell(0.2), cell(null, 'called')]],
      scale: { kind: 'diverging', domain: [-1, 1], unit: '' },
      legend: [{ look: 'called', side: 'high', words: '1 changes more' }],
      note: '',
      caption: '',
    },
    FIGURE_THEMES.dark,
  );
  const { plot, cell: size, height } = headGridLayout(1, 3);
  const outlines = (drawn.option.graphic as { style: { stroke?: string }; shape: object }[]).filter(
    ({ style }) => style.stroke === FIGURE_THEMES.dark.diverging.at(-1),
  );
  expect(outlines).toHaveLength(2);
  // Not in a colour that no called cell may have.
  const atSwatch = (
    drawn.option.graphic as { style: { fill?: string }; shape?: { x?: number; y?: number } }[]
  ).filter(({ shape }) => (shape?.y ?? 0) > height);
  expect(atSwatch.map(({ style }) => style.fill)).toContain('none');
  expect(atSwatch.map(({ style }) => style.fill)).not.toContain(FIGURE_THEMES.dark.diverging.at(-3));
  const [swatch, first] = outlines.map(({ shape }) => shape as { x: number; y: number; width: number });
  expect(swatch?.y).toBeGreaterThan(height);
  expect(first?.x).toBeGreaterThan(plot.left);
  expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThan(plot.left + size.width);
  expect(drawn.option.series).toMatchObject([{ data: [{ value: [0, 0, 0.1] }, {}, { visualMap: false }] }]);
});

test('the selected head is outlined', () => {
  const { plot, cell: size } = headGridLayout(4, 2);
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

test('a legend stands under the colours, on as many lines as it needs, and makes the figure higher', () => {
  const data = {
    title: '',
    cells: [[cell(0.1)]],
    scale: { kind: 'diverging', domain: [-1, 1], unit: '' },
    note: '',
    caption: '',
  } as const;
  const entry = { look: 'grey', words: '43 do not respond' } as const;
  const height = (entries: number) =>
    headGrid({ ...data, legend: Array.from({ length: entries }, () => entry) }, FIGURE_THEMES.light).height;
  expect(height(0)).toBe(headGridLayout(1, 1).height);
  expect(height(2) - height(1)).toBe(16);
  const drawn = headGrid({ ...data, legend: [entry] }, FIGURE_THEMES.light);
  expect(drawn.option.graphic).toContainEqual(
    expect.objectContaining({
      type: 'text',
      style: expect.objectContaining({ text: '43 do not respond' }) as unknown,
    }),
  );
});

test('by roots a cell has the colour of its root, and the bar says which numbers are where', () => {
  const drawn = headGrid(
    {
      title: '',
      cells: [[cell(0.25), cell(-0.04), ...Array.from({ length: 10 }, () => cell(0))]],
      scale: { kind: 'diverging', domain: [-0.25, 0.25], unit: 'bits', shape: 'root' },
      note: '',
      caption: '',
    },
    FIGURE_THEMES.light,
  );
  expect(drawn.option.visualMap).toMatchObject({ min: -0.5, max: 0.5 });
  const [{ data }] = drawn.option.series as [{ data: { value: number[] }[] }];
  expect(data.slice(0, 3).map(({ value }) => value.at(-1))).toEqual([0.5, -0.2, 0]);
  const parts = drawn.option.graphic as {
    x?: number;
    shape?: { x: number; width: number };
    style: { text?: string };
  }[];
  const bar = parts.find(({ shape, style }) => shape?.width !== undefined && style.text === undefined)?.shape;
  const { x: left, width } = bar ?? { x: NaN, width: NaN };
  const numbers = parts.flatMap(({ x, style }) =>
    x !== undefined && /^-?[0-9.]+$/.test(style.text ?? '') && style.text !== '-0.25'
      ? [{ number: Number(style.text), place: (x - left) / width }]
      : [],
  );
  expect(numbers.length).toBeGreaterThanOrEqual(3);
  for (const { number, place } of numbers)
    expect(place).toBeCloseTo(0.5 + Math.sign(number) * Math.sqrt(Math.abs(number)), 10);
  expect(parts.filter(({ style }) => style.text === '0.25 bits')).toHaveLength(1);
});

test('as high as is asked for, down to cells of a few pixels without the gap and the letters of larger ones', () => {
  expect(headGridLayout(30, 9).cell.height).toBe(13);
  expect(headGridLayout(30, 9, { plotHeight: 240 }).cell.height).toBe(8);
  expect(headGridLayout(30, 9, { plotHeight: 10 }).cell.height).toBe(4);
  const low = headGrid(
    {
      title: '',
      cells: Array.from({ length: 30 }, () => [cell(0.1, 'called'), cell(null, 'dash')]),
      scale: { kind: 'sequential', domain: [0, 1], unit: '' },
      plotHeight: 120,
      note: '',
      caption: '',
    },
    FIGURE_THEMES.light,
  );
  expect(low.option.series).toMatchObject([{ itemStyle: { borderWidth: 0.5 } }]);
  const { data } = (low.option.series as { data: { label?: { fontSize: number } }[] }[])[0] ?? { data: [] };
  expect(data[1]?.label?.fontSize).toBe(7);
});

test('what was called once and fell is outlined in amber dashes, in its cell and in the legend', () => {
  const { amber } = FIGURE_THEMES.light;
  const drawn = headGrid(
    {
      title: '',
      cells: [[cell(0.1, 'dashed'), cell(0.2)]],
      scale: { kind: 'sequential', domain: [0, 1], unit: '' },
      legend: [{ look: 'dashed', words: '1 fell on unseen texts' }],
      note: '',
      caption: '',
    },
    FIGURE_THEMES.light,
  );
  const dashes = (drawn.option.graphic as { style?: { stroke?: string; lineDash?: number[] } }[]).filter(
    ({ style }) => style?.lineDash !== undefined,
  );
  expect(dashes).toHaveLength(2);
  for (const { style } of dashes) expect(style?.stroke).toBe(amber);
});

test('words of a legend that are wider than the figure go over several lines, and the figure is as high as they need', () => {
  const of = (words: string) =>
    headGrid(
      {
        title: '',
        cells: [[cell(0.1), cell(0.2)]],
        scale: { kind: 'sequential', domain: [0, 1], unit: '' },
        legend: [{ look: 'grey', words }],
        note: '',
        caption: '',
      },
      FIGURE_THEMES.light,
    );
  const long = of('72 are below what the measurement resolves');
  const lines = (long.option.graphic as { y?: number; style: { text?: string } }[]).filter(
    ({ style }) => / /.test(style.text ?? '') || style.text === 'resolves',
  );
  expect(lines.map(({ style }) => style.text).join(' ')).toBe('72 are below what the measurement resolves');
  expect(lines.length).toBeGreaterThan(1);
  expect(long.height - of('72 are below').height).toBe(16 * (lines.length - 1));
});
