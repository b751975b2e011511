import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import {
  type ProbePredictionsData,
  probePredictionsFigure,
  probePredictionsLayout,
} from './predictions-figure.ts';

const data: ProbePredictionsData = {
  source: {
    model: 'tiny',
    text: 'not so',
    tokens: [
      { text: '[BOS]', word: null, special: true },
      { text: 'not', word: 0 },
      { text: ' so', word: 1 },
    ],
    causal: true,
  },
  positions: [
    {
      top: [{ text: 'not', probability: 0.5 }],
      own: { text: 'not', probability: 0.5, rank: 1 },
    },
    {
      top: [{ text: ' good', probability: 0.25 }],
      own: { text: ' so', probability: 0.125, rank: 3 },
    },
    { top: [{ text: '.', probability: 1 }], own: null },
  ],
  at: 1,
  values: Float32Array.of(0.5, -1, 0),
  shade: 'contribution',
  by: { layer: 1, head: 2 },
  width: 300,
};

interface Drawn {
  readonly type: string;
  readonly shape?: { readonly x: number; readonly width: number; readonly height: number };
  readonly style: { readonly text?: string; readonly fill: string; readonly stroke?: string };
}
const figureOf = (some: Partial<ProbePredictionsData> = {}) =>
  probePredictionsFigure.draw({ ...data, ...some }, FIGURE_THEMES.light);
const drawn = (some: Partial<ProbePredictionsData> = {}) =>
  figureOf(some).option.graphic as unknown as Drawn[];

test('under each token what is foretold, in colour where the text says the same, with a bar of its probability', () => {
  const figure = drawn();
  expect(figure.flatMap(({ style }) => style.text ?? [])).toEqual([
    ...['[BOS]', 'not'],
    ...['not', 'good'],
    ...['so', '.'],
  ]);
  const { accent, control } = FIGURE_THEMES.light;
  const hits = figure.filter(({ style }) => style.text !== undefined && style.fill === accent);
  expect(hits.map(({ style }) => style.text)).toEqual(['not']);
  const bars = figure.flatMap(({ style, shape }) => (style.fill === control ? [shape?.width ?? 0] : []));
  const { cells } = probePredictionsLayout(data);
  expect(bars.map((width, at) => width / ((cells[at]?.width ?? 0) - 4))).toEqual([0.5, 0.25, 1]);
});

test('what is looked at has a frame; what it takes shades the others, red for what adds, blue for what takes off', () => {
  const figure = drawn();
  expect(figure.filter(({ style }) => style.stroke !== undefined)).toHaveLength(1);
  const shades = figure.flatMap(({ style }) => (style.fill.startsWith('rgb') ? [style.fill] : []));
  const channels = shades.map((shade) => shade.match(/\d+/g)?.map(Number) ?? []);
  expect(channels.map(([red = 0, , blue = 0]) => Math.sign(red - blue))).toEqual([1, -1, 0]);
  expect(drawn({ at: null, values: null }).filter(({ style }) => style.fill.startsWith('rgb'))).toEqual([]);
  expect(figureOf().note).toContain('Shaded by L1 H2, for the token with the frame');
  expect(figureOf({ by: null }).note).toContain('all heads together');
});

test('a text that is longer than a line goes on in the next', () => {
  const { cells, height } = probePredictionsLayout({ ...data, width: 100 });
  expect(cells.map(({ y }) => y > 0)).toEqual([false, false, true]);
  expect(height).toBe((cells[2]?.y ?? 0) + (cells[2]?.height ?? 0));
  expect(cells.every(({ x, width }) => x >= 0 && x + width <= 100)).toBe(true);
});

test('its numbers: what is foretold, what the text has, and what each token gives', () => {
  expect(probePredictionsFigure.csv(data).trim().split('\n')).toEqual([
    'position,token,first,first_probability,own,own_probability,own_rank,gives',
    '0,[BOS],not,0.5,not,0.5,1,0.5',
    '1,not, good,0.25, so,0.125,3,-1',
    '2, so,.,1,,,,0',
  ]);
});

test('a head comes with its layer', () => {
  const spec = { kind: 'probe-predictions', model: 'tiny', text: 'not so' };
  const { schema } = probePredictionsFigure;
  expect(schema.safeParse({ ...spec, layer: 1, head: 2 }).success).toBe(true);
  expect(schema.safeParse({ ...spec, layer: 1 }).error?.message).toContain('given with its layer');
  expect(schema.safeParse({ ...spec, ids: [1] }).error?.message).toContain('one of them');
});
