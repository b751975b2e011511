import { expect, test } from 'vitest';
import { distribution, sharedBins } from './distribution.ts';
import { FIGURE_THEMES } from './theme.ts';

test('both sets are counted in the same bins, and every value once', () => {
  const bins = sharedBins([0, 0.5, 1], [0.5, 0.5, 0.25, 1]);
  const at = (value: number): number => bins.edges.findLastIndex((edge) => edge <= value);
  expect(bins.edges.length).toBe(bins.set.length + 1);
  expect(bins.set.reduce((a, b) => a + b)).toBe(3);
  expect(bins.control.reduce((a, b) => a + b)).toBe(4);
  expect(bins.set[at(0.5)]).toBe(1);
  expect(bins.control[at(0.5)]).toBe(2);
  expect(bins.control.at(-1)).toBe(1);
});

test.each([
  ['no values', [], [], 1],
  ['one value, many times', [0.3, 0.3], [0.3], 2],
])('%s', (_, set, control, atLeast) => {
  const bins = sharedBins(set, control);
  expect(bins.edges.length).toBeGreaterThan(atLeast - 1);
  expect(bins.set.reduce((a, b) => a + b)).toBe(set.length);
});

test('heights are percent of the pairs where the metric is defined, and the note says which are not', () => {
  const figure = distribution(
    {
      title: 'JS divergence',
      metric: 'JS divergence',
      unit: 'bits',
      set: [0.1, 0.1, 0.2, null],
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
  expect(figure.note).toBe('Undefined for 1 of 4 pairs of the set; line: pair 17, 0.200 bits.');
});
