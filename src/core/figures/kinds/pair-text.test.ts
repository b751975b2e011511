import { expect, test } from 'vitest';
import type { FigurePair } from '../figure-pair.ts';
import { FIGURE_THEMES } from '../theme.ts';
import { pairTextFigure, type PairTextData } from './pair-text.ts';

const tokens = (text: string, ids: readonly number[]) =>
  text.split(' ').map((word, at) => ({ id: ids[at] ?? 0, text: word, word: at, special: false }));
const pairOf = (original: string, counterfactual: string) =>
  ({
    pair: { position: 0, original, counterfactual },
    role: 'set',
    causal: false,
    original: tokens(original, [1, 3, 4]),
    counterfactual: tokens(counterfactual, [1, 2, 3, 5]),
    // The last stands for another.
    alignment: { used: 'edit', pairs: [[0, 0], [1, 2], [2, 3]] }, // prettier-ignore
    heads: [],
    metricRanges: {},
  }) as unknown as FigurePair;

/** Sixteenths. */
const data: PairTextData = {
  source: { run: 1, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' },
  detail: pairOf('was good here', 'was not good there'),
  layer: 1,
  head: 2,
  side: 'counterfactual',
  view: 'tokens',
  scale: 'fixed',
  patterns: {
    original: [0.5, 0.25, 0.25, 0.125, 0.75, 0.125, 1, 0, 0],
    counterfactual: [1, 0, 0, 0, 0.5, 0.25, 0.25, 0, 0.0625, 0.5, 0.4375, 0, 0, 0, 0.25, 0.75],
  },
};

interface Drawn {
  readonly type: string;
  readonly x: number;
  readonly shape: { readonly x: number; readonly width: number; readonly height: number };
  readonly style: { readonly text?: string; readonly fill: unknown; readonly stroke?: string };
}
const { light } = FIGURE_THEMES;
const drawn = (more: Partial<PairTextData> = {}) =>
  pairTextFigure.draw({ ...data, ...more }, light).option.graphic as unknown as Drawn[];
const words = (figure: readonly Drawn[]) => figure.flatMap(({ style }) => style.text ?? []);
/** Lengths of what is filled as a weight is, of a longest one of 11 px. */
const bars = (figure: readonly Drawn[]) =>
  figure
    .filter(({ type, style }) => type === 'rect' && /^rgb/.test(String(style.fill)))
    .map(({ shape }) => shape.height / 11);

test('below the words what each gets on average, in both statements', () => {
  const figure = drawn();
  expect(words(figure)).toEqual(
    expect.arrayContaining(['original', 'counterfactual', 'was', 'not', 'good', 'here', 'there']),
  );
  const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6) as number);
  expect(bars(figure)).toEqual(
    close([1.625 / 3, 1 / 3, 0.375 / 3, 1.5625 / 4, 0.75 / 4, 0.9375 / 4, 0.75 / 4]),
  );
});

test('of a token that is looked at, what is given to it and what it gives, and the same of its counterpart', () => {
  const figure = drawn({ token: 2 });
  // Columns and rows of “good”; what is 0 has no bar.
  expect(bars(figure)).toEqual([0.25, 0.75, 0.125, 0.75, 0.125, 0.25, 0.4375, 0.25, 0.0625, 0.5, 0.4375]);
  const outlined = figure.filter(({ type, style }) => type === 'rect' && style.stroke === light.accent);
  expect(outlined).toHaveLength(2);
  // Of one without a counterpart the other statement has nothing.
  expect(bars(drawn({ token: 1 }))).toEqual([0.25, 0.5, 0.5, 0.25, 0.25]);
});

test('the longest bar can be the largest weight, or that of another figure', () => {
  expect(bars(drawn({ token: 1, scale: 'fit' }))).toEqual([0.5, 1, 1, 0.5, 0.5]);
  const { ends } = pairTextFigure;
  expect(ends.of({ ...data, scale: 'fit' }).ends).toEqual([0, 1.625 / 3]);
  expect(ends.of(ends.put(data, [0, 0.75])).ends).toEqual([0, 0.75]);
});

test('amber: what has no counterpart, or another token', () => {
  const amber = drawn().filter(({ style }) => style.text !== undefined && style.fill === light.amber);
  expect(words(amber)).toEqual(['here', 'not', 'there']);
});

test('a width breaks both statements where they are aligned', () => {
  const [one, narrow] = [
    pairTextFigure.draw(data, light),
    pairTextFigure.draw({ ...data, width: 210 }, light),
  ];
  expect(narrow.width).toBeLessThanOrEqual(210);
  expect(narrow.height).toBeGreaterThan(1.7 * one.height);
  const texts = words(drawn({ width: 210 })).filter((word) => /^[a-z]+$/.test(word));
  expect(texts).toEqual([
    'original', 'was', 'good', 'counterfactual', 'was', 'not', 'good', 'original', 'here', 'counterfactual', 'there',
  ]); // prettier-ignore
});

test('Hebrew begins at the right, in every line', () => {
  const hebrew = {
    ...data,
    detail: pairOf('הסרט טוב כאן', 'הסרט לא טוב שם'),
  };
  const figure = pairTextFigure.draw({ ...hebrew, width: 210 }, light);
  const graphics = figure.option.graphic as unknown as Drawn[];
  const at = (text: string) =>
    graphics.flatMap(({ style, x }) => (style.text?.replace(/\u200f/g, '') === text ? [x] : []));
  const [film = 0, not = 0, there = 0] = [at('הסרט')[1], at('לא')[0], at('שם')[0]];
  expect(film).toBeGreaterThan(not);
  // The second line begins at the edge where the first does.
  expect(there).toBeGreaterThan(film);
});

test('the numbers by statement, with what each is aligned with', () => {
  const lines = pairTextFigure
    .csv({ ...data, token: 2 })
    .trim()
    .split('\n');
  expect(lines[0]).toBe('statement,position,token,counterpart,gives,gets');
  expect(lines[2]).toBe('original,1,good,2,0.75,0.75');
  expect(lines[5]).toBe('counterfactual,1,not,,0.25,0.5');
  const part = pairTextFigure
    .csv({ ...data, window: [2, 3] })
    .trim()
    .split('\n');
  expect(part.slice(1).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
    'original 1', 'original 2', 'counterfactual 2', 'counterfactual 3',
  ]); // prettier-ignore
});

test('the words under it say what is looked at', () => {
  const { note, title } = pairTextFigure.draw({ ...data, token: 2 }, light);
  expect(title).toBe('Attention on both statements · L1 H2');
  expect(note).toContain('what it gives to “good” (counterfactual, 2)');
});
