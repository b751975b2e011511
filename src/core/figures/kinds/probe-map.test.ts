import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../theme.ts';
import { probeMapFigure, type ProbeMapData } from './probe-map.ts';

const data: ProbeMapData = {
  source: {
    model: 'tiny',
    text: 'not good',
    tokens: [
      { text: 'not', word: 0 },
      { text: ' good', word: 1 },
    ],
    causal: true,
  },
  layer: 1,
  head: 3,
  map: 'attention',
  values: [1, 0, 0.25, 0.75],
};
const figure = (some: Partial<ProbeMapData> = {}) =>
  probeMapFigure.draw({ ...data, ...some }, FIGURE_THEMES.light);

test('says of which model and over how many tokens it is, and what lies ahead of a decoder', () => {
  expect(figure()).toMatchObject({
    title: 'Attention · L1 H3',
    caption: 'tiny (n = 1 input, 2 tokens)',
    note: 'Each row, a query, sums to 1. Blank: a decoder does not look ahead.',
  });
  expect(figure().hint(0, 1)?.title).toBe('a decoder does not look ahead');
  expect(probeMapFigure.sentences(data)).toBe('“\u2068not good\u2069”');
});

test('a norm is of all heads of the layer; a cosine has values ahead, too', () => {
  expect(figure({ map: 'attn_res' }).title).toBe('Norm, with residual · L1, all heads');
  const cosine = figure({ map: 'centred', values: [1, 0.5, 0.5, 1] });
  expect(cosine.note).not.toContain('Blank');
  expect(cosine.hint(0, 1)?.rows.at(-1)?.value).toBe('0.500');
});

test('its numbers have no value where the mask forbids one', () => {
  expect(probeMapFigure.csv(data).trim().split('\n')).toEqual([
    'query,query_token,key,key_token,value',
    '0,not,0,not,1',
    '0,not,1, good,',
    '1, good,0,not,0.25',
    '1, good,1, good,0.75',
  ]);
});
