import { describe, expect, test } from 'vitest';
import { countMarks } from './figure.ts';
import { FIGURE_THEMES, MONO_ADVANCE } from './theme.ts';
import { columnSpan, labelledHeatmapLayout, rowSpan, tokenHeatmapLayout } from './token-heatmap-layout.ts';
import { tokenHeatmap } from './token-heatmap.ts';

const labels = ['[CLS]', 'good', '[SEP]'];
const values = [1, 0, 0, 0.25, 0.5, 0.25, Number.NaN, 0.5, 0.5];
const data = { title: 'Attention', quantity: 'attention', values, labels, caption: 'Run 1' } as const;
const { light } = FIGURE_THEMES;

interface Drawn {
  readonly type: string;
  readonly rotation?: number;
  readonly style: { readonly text: string; readonly fill: string };
}
const graphicsOf = ({ option }: { option: { graphic?: unknown } }): Drawn[] => option.graphic as Drawn[];

test('rows are queries and columns keys; what is undefined is not drawn', () => {
  const figure = tokenHeatmap(data, light);
  expect(figure.option.series).toMatchObject([
    {
      data: [
        [0, 0, 1],
        [1, 0, 0],
        [2, 0, 0],
        [0, 1, 0.25],
        [1, 1, 0.5],
        [2, 1, 0.25],
        [0, 2, '-'],
        [1, 2, 0.5],
        [2, 2, 0.5],
      ],
    },
  ]);
  expect(figure.option.yAxis).toMatchObject({ inverse: true, data: labels });
  expect(figure.hint(0, 3)?.rows).toEqual([
    { label: 'from', value: '1 good' },
    { label: 'to', value: '0 [CLS]' },
    { label: 'value', value: '0.250' },
  ]);
  expect(figure.queryOf(3)).toBe(1);
  expect(figure.hint(0, 6)).toBeNull();
  expect(figure.hint(1, 0)).toBeNull();
});

describe('in a decoder what the mask forbids', () => {
  /** 0.75 is a weight that no decoder gives: whatever stands there is left out. */
  const decoder = { ...data, causal: true, values: [1, 0.75, 0, 0.25, 0.5, 0, 0.125, 0.375, 0.5] };
  const figure = tokenHeatmap(decoder, light);

  test('has no mark, on a plain ground', () => {
    const [series] = [figure.option.series ?? []].flat();
    const blank = ((series?.data ?? []) as [number, number, unknown][]).filter(
      ([, , value]) => value === '-',
    );
    expect(blank.map(([key, query]) => [query, key])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(figure.option.graphic).toContainEqual(
      expect.objectContaining({ type: 'polygon', style: { fill: light.background } }),
    );
    expect(JSON.stringify(tokenHeatmap(data, light).option.graphic)).not.toContain('polygon');
  });

  test('says so under the pointer, hatched', () => {
    const { cell, plot } = tokenHeatmapLayout(3, 5 * MONO_ADVANCE);
    const mark = figure.markAt?.(plot.left + 1.5 * cell, plot.top + 0.5 * cell);
    expect(mark).toEqual({ seriesIndex: 0, dataIndex: 1 });
    expect(figure.hint(0, 1)).toMatchObject({
      title: 'a decoder does not look ahead',
      rows: [
        { label: 'from', value: '0 [CLS]' },
        { label: 'to', value: '1 good' },
      ],
      hatch: expect.stringMatching(/^M.*Z$/) as string,
    });
    expect(figure.hint(0, 3)?.title).toBe('Attention');
    expect(tokenHeatmap(data, light).hint(0, 1)?.title).toBe('Attention');
  });

  test('does not stretch the colours', () => {
    const fitted = (causal: boolean) =>
      tokenHeatmap(
        { ...decoder, values: [0.5, 0, 0.4, 0.45], labels: ['a', 'b'], scale: 'fit', causal },
        light,
      ).option.visualMap;
    expect(fitted(false)).toMatchObject({ min: 0, max: 0.5 });
    expect(fitted(true)).toMatchObject({ min: 0.4, max: 0.5 });
  });
});

test('a long text is one picture, whose cells are found by their place', () => {
  const n = 200;
  const long = tokenHeatmap(
    {
      title: 'Attention',
      quantity: 'attention',
      caption: 'Run 1',
      labels: Array.from({ length: n }, (_, token) => `t${token}`),
      values: Float32Array.from({ length: n * n }, (_, cell) => cell / (n * n)),
    },
    light,
  );
  expect(countMarks(long)).toBe(0);
  const { cell, plot } = tokenHeatmapLayout(n, 4 * MONO_ADVANCE);
  expect(graphicsOf(long)[0]).toMatchObject({
    type: 'image',
    style: { x: plot.left, y: plot.top, width: n * cell, height: n * cell },
  });
  const last = { seriesIndex: 0, dataIndex: n * n - 1 };
  const [right, bottom] = [plot.left + plot.size, plot.top + plot.size];
  expect(long.markAt?.(plot.left, plot.top)).toEqual({ seriesIndex: 0, dataIndex: 0 });
  expect(long.markAt?.(right - 1, bottom - 1)).toEqual(last);
  expect(long.markAt?.(right, bottom - 1)).toBeNull();
  expect(long.hint(0, 2 * n + 5)?.rows.slice(0, 2)).toEqual([
    { label: 'from', value: '2 t2' },
    { label: 'to', value: '5 t5' },
  ]);
});

test.each([
  ['attention', 'fixed', 0, 1],
  ['cosine', 'fixed', -1, 1],
  ['difference', 'fixed', -1, 1],
  ['attention', 'fit', 0, 1],
] as const)('%s, %s: colours from %d to %d', (quantity, scale, min, max) => {
  const figure = tokenHeatmap({ ...data, quantity, scale }, light);
  expect(figure.option.visualMap).toMatchObject({ min, max });
});

test('an option is plain data: it survives JSON', () => {
  const { option } = tokenHeatmap({ ...data, values: values.map((v) => v || 0), selectedRow: 1 }, light);
  expect(JSON.parse(JSON.stringify(option))).toEqual(option);
});

test('a matrix that does not fit its labels is refused', () => {
  expect(() => tokenHeatmap({ ...data, values: [1, 2] }, light)).toThrow(
    'values: 2 numbers for 3 x 3 labels',
  );
});

test.each([1, 2, 7, 20, 64, 128])(
  '%d tokens: nothing lies outside of the figure, labels keep their line',
  (n) => {
    const { cell, fontSize, plot, bar, width, height } = tokenHeatmapLayout(n, 14 * MONO_ADVANCE);
    expect(plot.left + plot.size).toBeLessThanOrEqual(width);
    expect(plot.top + plot.size).toBeLessThan(bar.top);
    expect(bar.top).toBeLessThan(height);
    expect(cell).toBeGreaterThan(fontSize);
  },
);

test('a very long text stays within bounds, with every so many of its labels', () => {
  const n = 400;
  expect(tokenHeatmapLayout(n, 14 * MONO_ADVANCE).plot.size).toBeLessThanOrEqual(1408);
  const figure = tokenHeatmap(
    {
      ...data,
      values: new Float32Array(n * n),
      labels: Array.from({ length: n }, (_, index) => `token${index}`),
    },
    light,
  );
  const { cell } = tokenHeatmapLayout(n, 8 * MONO_ADVANCE);
  const { interval } = (figure.option.yAxis as { axisLabel: { interval: number } }).axisLabel;
  expect((interval + 1) * cell).toBeGreaterThanOrEqual(11);
  const texts = graphicsOf(figure).filter(({ type }) => type === 'text');
  expect(texts.filter(({ style }) => style.text.startsWith('token'))).toHaveLength(n / (interval + 1));
});

describe('labels that are set apart', () => {
  const differences = [-0.5, 0, 0.5, 0.25, -0.25, 0, 0.3, 0.3, 0.4];
  const figure = tokenHeatmap(
    { ...data, quantity: 'difference', values: differences, apart: { count: 1, isForbidden: () => false } },
    light,
  );
  const layout = labelledHeatmapLayout(labels, undefined, { apart: 1 });

  test('have a wider column with numbers, in amber, and no cells among the others', () => {
    const [series] = [figure.option.series ?? []].flat();
    expect(series?.data).toHaveLength(4);
    const texts = graphicsOf(figure).filter(({ type }) => type === 'text');
    expect(texts.slice(0, 2).map(({ style }) => style.text)).toEqual(['.50', '0']);
    expect(texts.filter(({ style }) => style.fill === light.amber).map(({ style }) => style.text)).toEqual([
      '[SEP]',
      '[SEP]',
    ]);
    expect(columnSpan(layout, 2).size).toBeGreaterThanOrEqual(28);
  });

  test('have their numbers in the row too, on their sides where cells are narrow', () => {
    const narrow = tokenHeatmap(
      {
        ...data,
        quantity: 'difference',
        values: differences,
        plotSize: 36,
        apart: { count: 1, isForbidden: () => false },
      },
      light,
    );
    const texts = graphicsOf(narrow).filter(({ type }) => type === 'text');
    const numbers = texts.slice(0, 5).map(({ style, rotation }) => [style.text, rotation ?? 0]);
    expect(numbers).toEqual([
      ['.50', 0],
      ['0', 0],
      ['.30', Math.PI / 2],
      ['.30', Math.PI / 2],
      ['.40', 0],
    ]);
    const small = labelledHeatmapLayout(labels, 36, { apart: 1 });
    const { from, size } = rowSpan(small, 2);
    expect(size).toBe(28);
    expect(narrow.markAt?.(small.plot.left, from + size - 1)).toEqual({ seriesIndex: 0, dataIndex: 6 });
    expect(from + size).toBe(small.whole.top + small.whole.height);
  });

  test('are found under the pointer, and the gap before them is nothing', () => {
    const { from, size } = columnSpan(layout, 2);
    expect(figure.markAt?.(from + size - 1, layout.plot.top)).toEqual({ seriesIndex: 0, dataIndex: 2 });
    expect(figure.markAt?.(from - 1, layout.plot.top)).toBeNull();
    expect(figure.hint(0, 2)?.rows[2]).toEqual({ label: 'value', value: '0.500' });
    expect([figure.queryOf(7), figure.keyOf(7)]).toEqual([2, 1]);
  });
});

describe('where the text runs from right to left', () => {
  const hebrew = { ...data, labels: ['<|bos|>', 'ש', 'ל'] };
  const figure = tokenHeatmap(hebrew, light);
  const layout = labelledHeatmapLayout(hebrew.labels, undefined, { mirrored: true });

  test('so do columns, with the names of rows on the right', () => {
    expect(figure.option.xAxis).toMatchObject({ inverse: true });
    expect(figure.option.yAxis).toMatchObject({ position: 'right' });
    expect(figure.markAt?.(layout.plot.left + layout.plot.size - 1, layout.plot.top)?.dataIndex).toBe(0);
    expect(columnSpan(layout, 2).from).toBe(layout.plot.left);
  });

  test('single letters stand upright', () => {
    const texts = graphicsOf(figure).filter(({ type }) => type === 'text');
    expect(texts.slice(0, 3).map(({ rotation }) => rotation ?? 0)).toEqual([Math.PI / 4, 0, 0]);
  });
});
