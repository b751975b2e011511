import { expect, test } from 'vitest';
import { METRIC_NAMES, type MetricName } from '../../metrics/catalogue.ts';
import type { FigurePair } from '../figure-pair.ts';
import { FIGURE_THEMES } from '../theme.ts';
import { pairHeadsFigure } from './pair-heads.ts';
import { mapLabels, pairMapFigure } from './pair-map.ts';

const metrics = (value: number | null): Record<MetricName, number | null> =>
  Object.fromEntries(METRIC_NAMES.map((name) => [name, value])) as Record<MetricName, number | null>;
const ranges = (range: readonly [number, number]): FigurePair['metricRanges'] =>
  Object.fromEntries(METRIC_NAMES.map((name) => [name, range])) as FigurePair['metricRanges'];

/** 'un ##happy cat' against 'un ##kind old cat': pieces 0, 1, and 2 against 3. */
const detail: FigurePair = {
  pair: { position: 16 },
  role: 'set',
  original: [
    { text: 'un', word: 0 },
    { text: '##happy', word: 0 },
    { text: 'cat', word: 1 },
  ],
  counterfactual: [
    { text: 'un', word: 0 },
    { text: '##kind', word: 0 },
    { text: 'old', word: 1 },
    { text: 'cat', word: 2 },
  ],
  alignment: {
    used: 'edit',
    pairs: [
      [0, 0],
      [1, 1],
      [2, 3],
    ],
  },
  heads: [[metrics(0.3), metrics(null)]],
  metricRanges: ranges([0.02, 0.83]),
};
const source = { run: 1, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' as const };

test.each([
  ['pattern_original', 'tokens', ['un', '##happy', 'cat']],
  ['value_counterfactual', 'tokens', ['un', '##kind', 'old', 'cat']],
  ['pattern_difference', 'tokens', ['un', '##happy→##kind', 'cat']],
  ['pattern_original', 'words', ['unhappy', 'cat']],
  ['pattern_difference', 'words', ['unhappy→unkind', 'cat']],
] as const)('%s over %s is labelled %j', (map, view, labels) => {
  expect(mapLabels(detail, map, view)).toEqual(labels);
});

test('a map knows its head, its pair and its quantity', () => {
  const figure = pairMapFigure.draw(
    {
      source,
      detail,
      layer: 3,
      head: 7,
      map: 'pattern_difference',
      view: 'words',
      values: [0, 0.1, -0.1, 0],
    },
    FIGURE_THEMES.dark,
  );
  expect(figure.title).toBe('Difference · aligned · L3 H7');
  expect(figure.caption).toBe('Run 1 · tiny · negation, pair 17 (n = 1 pair, 3 and 4 tokens)');
  expect(figure.option.visualMap).toMatchObject({ min: -1, max: 1 });
});

test('every pair of a run is coloured on the scale of the run', () => {
  const figure = pairHeadsFigure.draw({ source, detail, metric: 'max_attention_diff' }, FIGURE_THEMES.light);
  expect(figure.option.visualMap).toMatchObject({ min: 0, max: 1 });
  expect(figure.note).toBe('–: undefined, no positions are aligned, or none of those that count as queries.');
  expect(figure.hint(0, 0)?.rows).toEqual([{ label: 'Max attention difference', value: '0.300' }]);
});

test('a metric that goes either way is white at 0', () => {
  const figure = pairHeadsFigure.draw(
    { source, detail, metric: 'attention_entropy_diff' },
    FIGURE_THEMES.light,
  );
  expect(figure.option.visualMap).toMatchObject({ min: -1, max: 1 });
});

test('the numbers of a map: tokens that need quotes, and a value that is undefined', () => {
  const comma = { text: ',', word: 1 };
  const quoted: FigurePair = { ...detail, original: [{ text: 'a', word: 0 }, comma] };
  const data = {
    source,
    detail: quoted,
    layer: 0,
    head: 0,
    map: 'pattern_original',
    view: 'tokens',
  } as const;
  expect(pairMapFigure.csv({ ...data, values: [1, 0.25, Number.NaN, 0] })).toBe(
    'query,query_token,key,key_token,value\n0,a,0,a,1\n0,a,1,",",0.25\n1,",",0,a,\n1,",",1,",",0\n',
  );
});

test('the numbers of all heads of a pair', () => {
  expect(pairHeadsFigure.csv({ source, detail, metric: 'value_cosine' })).toBe(
    'layer,head,value_cosine\n0,0,0.3\n0,1,\n',
  );
});
