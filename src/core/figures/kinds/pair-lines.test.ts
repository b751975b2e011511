import { expect, test } from 'vitest';
import type { FigurePair } from '../figure-pair.ts';
import { FIGURE_THEMES } from '../theme.ts';
import { hasLines, pairLinesFigure, type PairLinesData } from './pair-lines.ts';

const words = (text: string) =>
  text.split(' ').map((word, at) => ({ text: word, word: at, special: word.startsWith('[') }));
const detail = {
  pair: { position: 0 },
  role: 'set',
  causal: false,
  original: words('was good [SEP]'),
  counterfactual: words('was not good [SEP]'),
  alignment: { used: 'edit', pairs: [[0, 0], [1, 2], [2, 3]] }, // prettier-ignore
  heads: [],
  metricRanges: {},
} as unknown as FigurePair;
const data: PairLinesData = {
  source: { run: 1, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' },
  detail,
  layer: 1,
  head: 2,
  side: 'original',
  layout: 'lines',
  view: 'tokens',
  values: [0.5, 0.5, 0, 0.02, 0.9, 0.08, 0.3, 0.3, 0.4],
};

interface Drawn {
  readonly type: string;
  readonly shape: { readonly y1: number; readonly y2: number };
  readonly style: { readonly stroke: string; readonly lineWidth: number };
}
const graphicsOf = (more: Partial<PairLinesData>, type: string): Drawn[] =>
  (
    pairLinesFigure.draw({ ...data, ...more }, FIGURE_THEMES.light).option.graphic as unknown as Drawn[]
  ).filter((one) => one.type === type);

test('a line for each weight that is large enough, the heaviest last and widest', () => {
  const lines = graphicsOf({}, 'line');
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)?.style.lineWidth).toBeCloseTo(0.5 + 3 * 0.9);
  expect(lines.at(-1)?.shape.y1).toBe(lines.at(-1)?.shape.y2);
});

test('the lines of the marked token stand out, what it gives and what it gets', () => {
  const marked = graphicsOf({ marked: 2 }, 'line').filter(
    ({ style }) => style.stroke === FIGURE_THEMES.light.accent,
  );
  expect(marked).toHaveLength(4);
});

test('arcs leave out what tokens give themselves, hidden tokens both', () => {
  expect(graphicsOf({ layout: 'arcs' }, 'bezierCurve')).toHaveLength(4);
  expect(graphicsOf({ hide: 'specials' }, 'line')).toHaveLength(3);
  const figure = pairLinesFigure.draw({ ...data, hide: 'specials' }, FIGURE_THEMES.light);
  expect(figure.note).toContain('Hidden: “[SEP]”.');
});

test('under the pointer, what a token gives most to; in the file, every weight', () => {
  const figure = pairLinesFigure.draw(data, FIGURE_THEMES.light);
  expect(figure.hint(0, 1)?.rows[0]).toEqual({ label: '1 good', value: '0.900' });
  expect(pairLinesFigure.csv(data).split('\n')[4]).toBe('1,good,0,was,0.02');
});

test('of weights that are all small there is no line, until they are parts of the largest', () => {
  const small = { ...data, values: Array.from(data.values, (weight) => weight / 100) };
  expect(hasLines(data)).toBe(true);
  expect(hasLines(small)).toBe(false);
  expect(graphicsOf(small, 'line')).toHaveLength(0);
  const fitted = { ...small, scale: 'fit' } as const;
  expect(hasLines(fitted)).toBe(true);
  // 0.009 is the largest: 0.0008 is 0.09 of it, 0.0002 is 0.02.
  const lines = graphicsOf(fitted, 'line');
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)?.style.lineWidth).toBeCloseTo(3.5);
  const { note } = pairLinesFigure.draw(fitted, FIGURE_THEMES.light);
  expect(note).toContain('Weights from 0.00054 on');
});

test('what tokens give themselves alone is no arc', () => {
  const own = { ...data, layout: 'arcs', values: [1, 0, 0, 0, 1, 0, 0, 0, 1] } as const;
  expect(hasLines(own)).toBe(false);
  expect(hasLines({ ...own, layout: 'lines' })).toBe(true);
  // Nor is the largest of them what others are a part of.
  const others = { ...own, scale: 'fit', values: [1, 0.01, 0, 0, 1, 0, 0, 0, 1] } as const;
  expect(graphicsOf(others, 'bezierCurve').map(({ style }) => style.lineWidth)).toEqual([3.5]);
});
