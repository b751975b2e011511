import { expect, test } from 'vitest';
import { attentionText, attentionTextCsv, type AttentionOnText } from './attention-text.ts';
import type { FigureToken } from './figure-pair.ts';
import { textRow } from './text-row.ts';
import { FIGURE_THEMES } from './theme.ts';

const tokenOf = (text: string, word: number | null = null, special = false): FigureToken => ({
  text,
  word,
  special,
});
/** As a decoder attends. Eighths. */
const data: AttentionOnText = {
  tokens: [tokenOf('[BOS]', null, true), tokenOf(' not', 0), tokenOf(' tall', 1)],
  pattern: Float32Array.of(1, 0, 0, 0.75, 0.25, 0, 0.5, 0.03125, 0.46875),
  causal: true,
  focus: [],
  lined: [],
};

interface Drawn {
  readonly type: string;
  readonly shape: { readonly height: number; readonly x1: number; readonly x2: number };
  readonly style: { readonly text?: string; readonly fill: string; readonly strokeOpacity?: number };
}
function drawn(of: Partial<AttentionOnText> = {}, pointed: number | null = null): Drawn[] {
  const words = { title: 'Attention', caption: 'tiny' };
  const { option } = attentionText({ ...data, ...of, ...words }, FIGURE_THEMES.light, pointed);
  return option.graphic as unknown as Drawn[];
}
const words = (figure: readonly Drawn[]) => figure.flatMap(({ style }) => style.text ?? []);

test('an arc for each weight that is strong enough, darker where it is stronger', () => {
  const arcs = drawn().filter(({ type }) => type === 'bezierCurve');
  expect(arcs.map(({ style }) => style.strokeOpacity)).toEqual(
    [0.25, 0.46875, 0.5, 0.75, 1].map((weight) => expect.closeTo(0.12 + 0.88 * weight, 9) as number),
  );
  // Of one token the weak ones too.
  expect(drawn({}, 2).filter(({ type }) => type === 'bezierCurve')).toHaveLength(3);
  const [cells, from] = [textRow(data.tokens).cells, arcs[2]?.shape];
  expect([from?.x1, from?.x2]).toEqual([cells[2]?.middle, cells[0]?.middle]);
});

test('with a token in focus, bars say what is given to it and what it gives; of itself nothing', () => {
  const figure = drawn({ focus: [1] });
  expect(figure.filter(({ type }) => type === 'bezierCurve')).toEqual([]);
  const bars = figure.filter(({ type, style }) => type === 'rect' && style.fill.startsWith('rgb('));
  const heights = bars.map(({ shape }) => shape.height);
  // Above: of [BOS] and of “tall”, of 42 px; below: to them, of 22 px; none where nothing is.
  expect(heights).toEqual([0.03125 * 42, 0.75 * 22]);
  const { amber } = FIGURE_THEMES.light;
  expect(words(figure.filter(({ style }) => style.fill === amber))).toEqual(['not']);
});

test('marked tokens have a line under them', () => {
  const { amber } = FIGURE_THEMES.light;
  const lines = drawn({ lined: [0, 2] }).filter(({ type, style }) => type === 'rect' && style.fill === amber);
  expect(lines).toHaveLength(2);
});

test('the numbers of all cells that the mask allows', () => {
  expect(attentionTextCsv(data).trim().split('\n')).toEqual([
    'query,query_token,key,key_token,value',
    '0,[BOS],0,[BOS],1',
    '0,[BOS],1, not,',
    '0,[BOS],2, tall,',
    '1, not,0,[BOS],0.75',
    '1, not,1, not,0.25',
    '1, not,2, tall,',
    '2, tall,0,[BOS],0.5',
    '2, tall,1, not,0.03125',
    '2, tall,2, tall,0.46875',
  ]);
});

test('pieces of a word stand without a gap, letters as a text does, Hebrew from the right', () => {
  const [un, known, end] = textRow([tokenOf('un', 0), tokenOf('known', 0), tokenOf(' end', 1)]).cells;
  expect(known?.x).toBe((un?.x ?? 0) + (un?.width ?? 0));
  expect(end?.x).toBe((known?.x ?? 0) + (known?.width ?? 0) + 4);

  const letters = textRow(['a', 'b', ' ', 'c'].map((letter, at) => tokenOf(letter, at))).cells;
  expect(letters.map(({ word }) => word)).toEqual(['a', 'b', '·', 'c']);
  expect(letters[1]?.x).toBe((letters[0]?.x ?? 0) + (letters[0]?.width ?? 0));

  const hebrew = textRow([tokenOf('לא', 0), tokenOf(' טוב', 1)]);
  expect(hebrew.mirrored).toBe(true);
  expect(hebrew.cells[0]?.x).toBeGreaterThan(hebrew.cells[1]?.x ?? Infinity);
});
