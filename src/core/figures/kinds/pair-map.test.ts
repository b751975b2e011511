import { describe, expect, test } from 'vitest';
import { METRIC_NAMES, type MetricName } from '../../metrics/catalogue.ts';
import type { FigurePair } from '../figure-pair.ts';
import type { PairMap } from '../pair-maps.ts';
import { FIGURE_THEMES, SEQUENTIAL } from '../theme.ts';
import { pairHeadsFigure } from './pair-heads.ts';
import { axisOfMap, largestOf, mapValues, pairMapFigure } from './pair-map.ts';

const metrics = (value: number | null): Record<MetricName, number | null> =>
  Object.fromEntries(METRIC_NAMES.map((name) => [name, value])) as Record<MetricName, number | null>;
const ranges = (range: readonly [number, number]): FigurePair['metricRanges'] =>
  Object.fromEntries(METRIC_NAMES.map((name) => [name, range])) as FigurePair['metricRanges'];

/** 'un ##happy cat' against 'un ##kind old cat': pieces 0, 1, and 2 against 3. */
const detail: FigurePair = {
  pair: { position: 16 },
  role: 'set',
  causal: false,
  original: [
    { text: 'un', word: 0 },
    { text: '##happy', bytes: '6861707079', word: 0 },
    { text: 'cat', word: 1 },
  ],
  counterfactual: [
    { text: 'un', word: 0 },
    { text: '##kind', bytes: '6b696e64', word: 0 },
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
  ['value_centred_original', 'words', ['unhappy', 'cat']],
  ['weight_norm_counterfactual', 'words', ['unkind', 'old', 'cat']],
  ['pattern_difference', 'tokens', ['un', '##happy→##kind', 'cat', 'old']],
  ['pattern_original', 'words', ['unhappy', 'cat']],
  ['pattern_difference', 'words', ['unhappy→unkind', 'cat', 'old']],
] as const)('%s over %s is labelled %j', (map, view, labels) => {
  expect(axisOfMap(detail, map, view).labels).toEqual(labels);
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
      values: Array.from({ length: 9 }, () => 0),
    },
    FIGURE_THEMES.dark,
  );
  expect(figure.title).toBe('Difference · counterfactual − original · L3 H7');
  expect(figure.caption).toBe('Run 1 · tiny · “negation”, pair 17 (n = 1 pair, 3 and 4 tokens)');
  expect(figure.option.visualMap).toMatchObject({ min: -1, max: 1 });
});

test('under the pointer a cell of the difference says both weights, where a statement has both tokens', () => {
  const figure = pairMapFigure.draw(
    {
      source,
      detail,
      layer: 3,
      head: 7,
      map: 'pattern_difference',
      view: 'words',
      // Rows and columns: unhappy and unkind, cat, and "old", which only the counterfactual has.
      values: [0.1, 0.2, 0.3, -0.1, -0.2, 0.3, 0.4, 0.5, 0.1],
      patterns: {
        original: [0.6, 0.4, 0.5, 0.5],
        counterfactual: [0.7, 0.3, 0.6, 0.4, 0.1, 0.5, 0.4, 0.3, 0.3],
      },
    },
    FIGURE_THEMES.light,
  );
  expect(figure.hint(0, 3)?.rows.slice(2)).toEqual([
    { label: 'value', value: '−0.100' },
    { label: 'original', value: '0.500' },
    { label: 'counterfactual', value: '0.400' },
  ]);
  expect(figure.hint(0, 2)?.rows.slice(3)).toEqual([
    { label: 'original', value: 'none' },
    { label: 'counterfactual', value: '0.300' },
  ]);
});

describe('a map says what it is, and is coloured accordingly', () => {
  const drawn = (
    map: PairMap,
    values: number[],
    more: Partial<Parameters<typeof pairMapFigure.draw>[0]> = {},
    theme = FIGURE_THEMES.light,
  ) => {
    const data = { source, detail, layer: 0, head: 0, map, view: 'words' as const, values, ...more };
    return pairMapFigure.draw(data, theme);
  };

  test('the difference names what has no counterpart', () => {
    const zeros = (n: number) => Array.from({ length: n * n }, () => 0);
    expect(drawn('pattern_difference', zeros(3)).note).toBe(
      'Attention weights. Amber: without a counterpart, “old”. With it each row adds up to 0; an amber row to 1 for a token that was added.',
    );
    const tokens = Array.from({ length: 12 }, (_, at) => ({ text: `t${at}`, word: at }));
    const longer = { ...detail, counterfactual: [...detail.counterfactual, ...tokens] };
    const many = { detail: longer, view: 'tokens' as const };
    expect(drawn('pattern_difference', zeros(16), many).note).toContain(
      'without a counterpart, “old”, “t0”, “t1”, “t2” and 9 more.',
    );
  });

  test('tokens that are hidden are left out, with how much goes there', () => {
    const original = detail.original.map((token, at) => ({ ...token, special: at === 2 }));
    const more = { detail: { ...detail, original }, view: 'tokens' as const, hide: 'specials' as const };
    const figure = drawn('pattern_original', [0.5, 0.25, 0.25, 0, 0.25, 0.75, 1, 0, 0], more);
    expect(figure.hint(0, 3)?.rows.at(-1)).toEqual({ label: 'value', value: '0.250' });
    expect(figure.note).toBe('Hidden: “cat”; 50 % of the weight of the rows shown goes there.');
  });

  test('a window shows the same part of both statements', () => {
    const window = [1, 2] as const;
    const labels = (map: PairMap) => axisOfMap(detail, map, 'tokens', { window }).labels;
    expect(labels('pattern_counterfactual')).toEqual(['##kind', 'old']);
    expect(labels('pattern_original')).toEqual(['##happy']);
    expect(labels('pattern_difference')).toEqual(['##happy→##kind', 'old']);
  });

  test('the part of a long text that is shown is told by its own numbers', () => {
    const shown = { view: 'tokens', window: [1, 3] } as const;
    const values = Array.from({ length: 16 }, () => 0.25);
    expect(drawn('pattern_original', values.slice(0, 9), shown).note).toContain('Tokens 1 to 2.');
    expect(drawn('pattern_counterfactual', values, shown).note).toContain('Tokens 1 to 3.');
    const words = { view: 'words', window: [0, 1] } as const;
    expect(drawn('pattern_counterfactual', values.slice(0, 9), words).note).toContain('Words 0 to 1.');
  });

  test.each(['value_centred_original', 'value_original'] as const)(
    'a signed cosine is diverging, white or the panel at 0: %s',
    (map) => {
      for (const theme of Object.values(FIGURE_THEMES))
        expect(drawn(map, [1, -0.5, -0.5, 1], {}, theme).option.visualMap).toMatchObject({
          min: -1,
          max: 1,
          inRange: { color: theme.diverging },
        });
    },
  );

  test('a vector without direction is named', () => {
    expect(drawn('value_centred_original', [1, NaN, NaN, NaN]).note).toMatch(/Undefined at “cat”: /);
    expect(drawn('value_centred_original', [1, 0, 0, 1]).note).not.toContain('Undefined');
  });

  test('weight x norm begins at 0 and ends where the larger of the two statements does, or its own where fitted', () => {
    const values = [2.1, 1.9, 1.8, 2];
    const scaleOf = (more: object) => drawn('weight_norm_original', values, more).option.visualMap;
    const both = largestOf([values, [0.5, 4.3, NaN]]);
    expect(both).toBe(4.3);
    expect(scaleOf({ largest: both })).toMatchObject({ min: 0, max: 5, inRange: { color: [...SEQUENTIAL] } });
    expect(scaleOf({ largest: both, scale: 'fit' })).toMatchObject({ min: 0, max: 2.5 });
    expect(scaleOf({ largest: 0 })).toMatchObject({ min: 0, max: 1 });
  });
});

test('every pair of a run is coloured on the scale of the run', () => {
  const figure = pairHeadsFigure.draw({ source, detail, metric: 'max_attention_diff' }, FIGURE_THEMES.light);
  expect(figure.option.visualMap).toMatchObject({ min: 0, max: 1 });
  expect(figure.note).toBe('–: undefined, no positions are aligned, or none of those that count as queries.');
  expect(figure.hint(0, 0)?.rows).toEqual([{ label: 'Max attention difference, aligned', value: '0.300' }]);
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

test('of a decoder, cells of attention that its mask forbids have no number; a cosine has all of them', () => {
  const decoder: FigurePair = {
    ...detail,
    causal: true,
    original: [
      { text: 'a', word: 0 },
      { text: 'b', word: 1 },
    ],
  };
  const data = {
    source,
    detail: decoder,
    layer: 0,
    head: 0,
    view: 'tokens',
    values: [1, 0, 0.5, 0.5],
  } as const;
  for (const map of ['pattern_original', 'weight_norm_original'] as const) {
    expect(pairMapFigure.csv({ ...data, map })).toContain('0,a,1,b,\n1,b,0,a,0.5');
    expect(pairMapFigure.draw({ ...data, map }, FIGURE_THEMES.light).note).toContain(
      'Blank: a decoder does not look ahead.',
    );
  }
  expect(pairMapFigure.csv({ ...data, map: 'value_original' })).toContain('0,a,1,b,0\n');
  expect(pairMapFigure.draw({ ...data, map: 'value_original' }, FIGURE_THEMES.light).note).not.toContain(
    'Blank',
  );
});

test('the numbers of all heads of a pair', () => {
  expect(pairHeadsFigure.csv({ source, detail, metric: 'value_cosine' })).toBe(
    'layer,head,value_cosine\n0,0,0.3\n0,1,\n',
  );
});

test('a difference leaves nothing of a row out: of aligned tokens it adds up to 0, of an added one to 1', () => {
  const before = [0.5, 0.3, 0.2, 0.1, 0.1, 0.8, 1, 0, 0];
  const after = [0.1, 0.1, 0.7, 0.1, 0, 0.4, 0.6, 0, 0.25, 0.25, 0.25, 0.25, 0, 0, 1, 0];
  const values = mapValues(detail, 'pattern_difference', 'tokens', (map) =>
    map === 'pattern_original' ? before : after,
  );
  const sums = [0, 1, 2, 3].map((row) =>
    Array.from(values)
      .slice(4 * row, 4 * row + 4)
      .reduce((a, b) => a + b),
  );
  expect(sums.map((sum) => Number(sum.toFixed(6)) + 0)).toEqual([0, 0, 0, 1]);
  // "un" gives 0.7 to "old", which is all that it has given up elsewhere.
  expect(values[3]).toBeCloseTo(0.7);
  const data = {
    source,
    detail,
    layer: 0,
    head: 0,
    map: 'pattern_difference',
    view: 'tokens',
    values,
  } as const;
  expect(pairMapFigure.csv(data)).toContain('\n0,un,,3,old,counterfactual,0.69');
});
