import { expect, test } from 'vitest';
import { distribution } from './distribution.ts';
import { init } from './echarts.ts';
import { FIGURE_THEMES } from './theme.ts';

test('heights are percent of the pairs where the metric is defined, and the note says which are not', () => {
  const figure = distribution(
    {
      title: 'JS divergence',
      metric: 'JS divergence',
      unit: 'bits',
      set: [0.1, 0.1, 0.1, 0.1, 0.2, 0.2, null],
      control: [0.1],
      pair: { name: 'pair 17', value: 0.2 },
      caption: 'Run 1',
    },
    FIGURE_THEMES.light,
  );
  const series = figure.option.series as { data: [number, number][] }[];
  const heights = series.map(({ data }) =>
    data.map(([, percent]) => percent).filter((percent) => percent > 0),
  );
  expect(heights[0]).toEqual([100]);
  expect(heights[1]?.map(Math.round)).toEqual([67, 33]);
  expect(figure.note).toBe('Undefined for 1 of 7 pairs of the set; line: pair 17, 0.200 bits.');
});

test('without values there are no bars, and without a control set none of it', () => {
  const figure = distribution(
    { title: '', metric: 'JS divergence', unit: 'bits', set: [null], control: null, caption: '' },
    FIGURE_THEMES.dark,
  );
  expect(figure.option.series).toMatchObject([{ data: [] }, { data: [] }]);
  expect(figure.note).toBe('Undefined for 1 of 1 pairs of the set.');
  expect(JSON.stringify(figure.option.graphic)).not.toContain('control');
});

test('a value that all pairs have is one thin bar at it, on an axis that ends at 100 %', () => {
  const figure = distribution(
    { title: '', metric: 'JS divergence', unit: 'bits', set: [0, 0, 0, 0, 0], control: [0], caption: '' },
    FIGURE_THEMES.light,
  );
  expect(figure.option.xAxis).toMatchObject({ min: 0, max: 1 });
  expect(figure.option.yAxis).toMatchObject({ min: 0, max: 100 });
  expect(figure.option.series).toMatchObject([{ data: [[0, 100]], barWidth: 6 }, { data: [[0, 100]] }]);
  expect(figure.hint(1, 0)?.title).toBe('0 bits');
});

test('the line of a pair stands at its value, not at that value rounded', () => {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 300, height: 200 });
  /** px from the left */
  const placeOf = (value: number): number => {
    const figure = distribution(
      {
        title: '',
        metric: 'JS divergence',
        unit: 'bits',
        set: [0.01, 0.02, 0.04],
        control: null,
        pair: { name: 'pair 1', value },
        caption: '',
      },
      FIGURE_THEMES.light,
    );
    chart.setOption(figure.option, { notMerge: true });
    const [line = ''] = /<path d="M[^>]*stroke-width="1\.5"/.exec(chart.renderToSVGString()) ?? [];
    return Number(/M([\d.]+)/.exec(line)?.[1]);
  };
  const [low, own, high] = [placeOf(0.02), placeOf(0.025), placeOf(0.03)];
  chart.dispose();
  expect(Math.abs(own - low - (high - low) / 2)).toBeLessThan(2);
  expect(high - low).toBeGreaterThan(20);
});

test('fewer than five values are a dot each, equal ones apart, the set above what it is compared with', () => {
  const figure = distribution(
    {
      title: '',
      metric: 'JS divergence',
      unit: 'bits',
      set: [0.1, 0.1, null, 0.3],
      control: [0.2],
      controlName: 'neutral',
      caption: '',
    },
    FIGURE_THEMES.light,
  );
  const [control = [], set = []] = (figure.option.series as { data: [number, number][] }[]).map(
    ({ data }) => data,
  );
  expect(set.map(([value]) => value)).toEqual([0.1, 0.1, 0.3]);
  expect(new Set(set.map(([, y]) => y)).size).toBe(3);
  expect(control).toEqual([[0.2, 0.25]]);
  expect(Math.min(...set.map(([, y]) => y))).toBeGreaterThan(0.25);
  expect(figure.hint(1, 2)).toEqual({ title: '0.300 bits', rows: [{ label: 'set', value: '1' }] });
  expect(figure.hint(0, 0)?.rows[0]?.label).toBe('neutral');
  expect(figure.hint(0, 1)).toBeNull();
});

test('a set alone is ink; beside a control, which is grey, it has the colour that tells it apart', () => {
  const { accent, text } = FIGURE_THEMES.light;
  const coloursOf = (control: number[] | null) => {
    const figure = distribution(
      { title: '', metric: 'JS divergence', unit: 'bits', set: [0.1, -0.2, 0.3, 0.4], control, caption: '' },
      FIGURE_THEMES.light,
    );
    const [, set] = figure.option.series as { itemStyle?: { color?: string } }[];
    return [set?.itemStyle?.color, JSON.stringify(figure.option.graphic).includes(accent)];
  };
  expect(coloursOf(null)).toEqual([text, false]);
  expect(coloursOf([0.1, 0.2, 0.3, 0.4])).toEqual([accent, true]);
});
