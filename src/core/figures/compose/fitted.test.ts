import { expect, test } from 'vitest';
import type { FigurePair } from '../figure-pair.ts';
import { distributionFigure } from '../kinds/distribution.ts';
import { pairMapFigure } from '../kinds/pair-map.ts';
import { pairTextFigure } from '../kinds/pair-text.ts';
import { resultsHistogramsFigure } from '../kinds/results-histograms.ts';
import { FIGURE_THEMES } from '../theme.ts';
import { LEAST_POINTS } from './layout.ts';
import { asAny, onPaper } from './on-paper.example.ts';

const { light } = FIGURE_THEMES;
const source = { run: 1, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' } as const;

/** Of so many tokens each, the counterfactual with one more. */
function pairOf(n: number, word = 'something'): FigurePair {
  const tokens = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: at, text: `${word}${at}`, word: at, special: false }));
  return {
    pair: { position: 0 },
    role: 'set',
    causal: false,
    original: tokens(n),
    counterfactual: tokens(n + 1),
    alignment: { used: 'edit', pairs: Array.from({ length: n }, (_, at) => [at, at]) },
    heads: [],
    metricRanges: {},
  } as unknown as FigurePair;
}

const mapOf = (n: number) => ({
  source,
  detail: pairOf(n),
  layer: 0,
  head: 0,
  map: 'pattern_difference' as const,
  view: 'tokens' as const,
  values: new Float32Array((n + 1) ** 2).fill(0.25),
});
const textOf = (n: number) => ({
  source,
  detail: pairOf(n),
  layer: 0,
  head: 0,
  side: 'counterfactual' as const,
  view: 'tokens' as const,
  scale: 'fixed' as const,
  patterns: { original: new Float32Array(n ** 2), counterfactual: new Float32Array((n + 1) ** 2) },
});
const histograms = {
  source,
  filter: { role: 'set' as const, thresholds: [] },
  histograms: ['max_attention_diff', 'value_cosine'].map((metric) => ({
    metric: metric as 'value_cosine',
    range: [0, 1] as const,
    all: [1, 2],
    passing: [1, 1],
  })),
  rows: 3,
  passing: 2,
  pairs: 1,
};
const values = {
  source,
  metric: 'value_cosine' as const,
  layer: 0,
  head: 0,
  set: [0.25, 0.5],
  control: null,
  against: 'control' as const,
};

test.each([
  ['a map of 60 tokens', pairMapFigure, mapOf(60), 1],
  ['a map of 90 tokens', pairMapFigure, mapOf(90), 1],
  ['a map of 30 tokens, of two', pairMapFigure, mapOf(30), 2],
  ['a text of 60 tokens', pairTextFigure, textOf(60), 1],
  ['a text of 20 tokens, of two', pairTextFigure, textOf(20), 2],
  ['histograms', resultsHistogramsFigure, histograms, 1],
  ['a distribution, of two', distributionFigure, values, 2],
])('in one column of a journal no letter of %s is under 5 points', (_, kind, data, columns) => {
  const { fit, draw } = asAny(kind);
  const asItIs = onPaper({ draw }, data, columns).points;
  expect(asItIs).toBeLessThan(LEAST_POINTS);
  const { points } = onPaper({ draw, ...(fit && { fit }) }, data, columns);
  expect(points).toBeGreaterThanOrEqual(LEAST_POINTS);
});

test('of a map that is made smaller every so many tokens are named, and cells have no numbers', () => {
  const { figure } = onPaper(asAny(pairMapFigure), mapOf(60), 1);
  const { yAxis, graphic } = figure.option as {
    yAxis: { axisLabel: { interval: number } };
    graphic: { style: { text?: string } }[];
  };
  expect(yAxis.axisLabel.interval).toBeGreaterThan(0);
  const texts = graphic.flatMap(({ style }) => style.text ?? []);
  const named = texts.filter((text) => text.startsWith('something'));
  expect(named.length).toBeGreaterThan(10);
  expect(named.length).toBeLessThan(45);
  expect(texts.filter((text) => text === '.25')).toEqual([]);
});

test('what fits stays as it is, and what cannot be drawn narrower is said to be small', () => {
  const narrow = onPaper(asAny(distributionFigure), values, 1).figure;
  expect(narrow.option).toEqual(distributionFigure.draw(values, light).option);
  // Its cells would be smaller than can be seen.
  expect(onPaper(asAny(pairMapFigure), mapOf(400), 2).points).toBeLessThan(LEAST_POINTS);
});
