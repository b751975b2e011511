import { expect, test } from 'vitest';
import { resultFilter } from '../../metrics/result-filter.ts';
import { SMALL_PLOT } from '../small-histogram.ts';
import { FIGURE_THEMES } from '../theme.ts';
import {
  histogramHeights,
  histogramMetrics,
  type ResultsHistogramsData,
  resultsHistogramsFigure,
} from './results-histograms.ts';

const metric = 'attention_js_divergence';
const asked = resultFilter.parse({ layers: [2], thresholds: [{ metric, comparison: '>=', value: 0.5 }] });
const data: ResultsHistogramsData = {
  source: { run: 1, model: 'tiny', set: 'negation', controlSet: 'fillers', queries: 'all' },
  filter: asked,
  histograms: [
    { metric, range: [0, 2], all: [100, 25, 0, 1], passing: [25, 4, 0, 0] },
    { metric: 'value_cosine', range: null, all: [0, 0, 0, 0], passing: [0, 0, 0, 0] },
  ],
  rows: 126,
  passing: 12,
  pairs: 3,
};

interface Drawn {
  readonly type: string;
  readonly shape: { readonly x: number; readonly width: number; readonly height: number };
  readonly style: { readonly text?: string; readonly fill: string; readonly opacity?: number };
}
const { light } = FIGURE_THEMES;
const graphics = (of: ResultsHistogramsData) =>
  resultsHistogramsFigure.draw(of, light).option.graphic as unknown as Drawn[];

test('the caption sets names apart that run from right to left', () => {
  const { caption } = resultsHistogramsFigure.draw(
    { ...data, source: { ...data.source, set: 'שלילה' } },
    light,
  );
  expect(caption).toContain('tiny · “\u2068שלילה\u2069” (n = ');
});

test('heights go by the root of the count, of the tallest bar', () => {
  expect(histogramHeights({ all: [100, 25, 0, 1], passing: [25, 4, 0, 0] })).toEqual([
    { all: 1, part: 0.5 },
    { all: 0.5, part: 0.2 },
    { all: 0, part: 0 },
    { all: 0.1, part: 0 },
  ]);
});

test('bars as high as that, those that pass over them, and what the filter asks for shaded', () => {
  const drawn = graphics(data);
  const heights = (fill: string) =>
    drawn
      .filter(({ type, style, shape }) => type === 'rect' && style.fill === fill && shape.height > 1)
      .map(({ shape }) => shape.height / SMALL_PLOT.height);
  expect(heights(light.line)).toEqual([1, 0.5, 0.1]);
  expect(heights(light.muted)).toEqual([0.5, 0.2]);
  const [shade] = drawn.filter(({ style }) => style.opacity !== undefined);
  expect(shade?.shape).toMatchObject({ x: 0.25 * SMALL_PLOT.width, width: 0.75 * SMALL_PLOT.width });
  const words = drawn.flatMap(({ style }) => style.text ?? []);
  expect(words).toEqual(
    expect.arrayContaining(['JS divergence', '0.500 to 2', 'tallest: 100', 'no value', 'any']),
  );
});

test('the caption says which rows, and how many of how many', () => {
  const { caption } = resultsHistogramsFigure.draw(data, light);
  expect(caption).toBe(
    'Run 1 · tiny · “negation” (n = 12 of 126 rows, of 3 pairs): L2; JS divergence ≥ 0.5 bits · all queries',
  );
  const ofControl = { ...data, filter: resultFilter.parse({ role: 'control' }), passing: 126 };
  expect(resultsHistogramsFigure.draw(ofControl, light).caption).toContain('fillers” (n = 126 rows');
});

test('the metric that is shown, those of the filter, then usual ones that the run has', () => {
  const measured = [metric, 'max_attention_diff', 'value_cosine', 'shift_toward_change'] as const;
  expect(histogramMetrics(measured, asked, 'value_cosine')).toEqual([
    'value_cosine',
    metric,
    'max_attention_diff',
    'shift_toward_change',
  ]);
});

test('a line for each bar, with what is asked for', () => {
  const lines = resultsHistogramsFigure.csv(data).split('\n');
  expect(lines[0]).toBe('metric,from,to,rows,passing,asked_from,asked_to');
  expect(lines[2]).toBe('attention_js_divergence,0.5,1,25,4,0.5,');
  expect(lines[5]).toBe('value_cosine,,,0,0,,');
});
