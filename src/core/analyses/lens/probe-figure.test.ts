import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { probeLensFigure, type ProbeLensData } from './probe-figure.ts';

const cell = (text: string, probability: number, rank: number) => ({
  top: { text, probability },
  rank,
  probability: rank === 1 ? probability : 0.1,
});
/** One layer over two tokens: what is first at the end is so before the layer at the second token only. */
const data: ProbeLensData = {
  source: {
    model: 'tiny',
    text: 'not so',
    tokens: [
      { text: 'not', word: 0 },
      { text: ' so', word: 1 },
    ],
  },
  targets: [{ text: ' so' }, { text: ' good' }],
  streams: [
    [cell(' a', 0.25, 7), cell(' good', 0.5, 1)],
    [cell(' so', 0.75, 1), cell(' good', 1, 1)],
  ],
  at: 1,
};

interface Drawn {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly style: { readonly text?: string; readonly fontWeight?: number };
}

test('the last stream is on top, and what is settled stands in strong type', () => {
  const figure = probeLensFigure.draw(data, FIGURE_THEMES.light);
  const drawn = figure.option.graphic as unknown as Drawn[];
  const words = drawn.filter(({ type }) => type === 'text');
  const of = (text: string) => words.filter(({ style }) => style.text === text);
  expect(of('out')[0]?.y).toBeLessThan(of('0')[0]?.y ?? 0);
  expect(of('good').map(({ style }) => style.fontWeight)).toEqual([600, 600]);
  expect(of('a').map(({ style }) => style.fontWeight)).toEqual([undefined]);
  expect(figure.caption).toBe('tiny (n = 1 input, 2 tokens)');
});

test('the mark under a word says what is first there, and where the last first is', () => {
  const figure = probeLensFigure.draw(data, FIGURE_THEMES.light);
  const drawn = figure.option.graphic as unknown as Drawn[];
  const word = drawn.find(({ style }) => style.text === 'a');
  const mark = figure.markAt?.(word?.x ?? 0, word?.y ?? 0) ?? null;
  expect(figure.hint(0, mark?.dataIndex ?? -1)).toEqual({
    title: '0 not · the embeddings',
    rows: [
      { label: 'first: ␣a', value: '0.250' },
      { label: '␣so: probability', value: '0.100' },
      { label: '␣so: rank', value: '7' },
    ],
  });
  expect(figure.markAt?.(0, 0)).toBeNull();
});

test('its numbers begin with what enters the first layer', () => {
  expect(probeLensFigure.csv(data).trim().split('\n').slice(0, 2)).toEqual([
    'stream,position,token,first,first_probability,last_first,probability,rank',
    '0,0,not, a,0.25, so,0.1,7',
  ]);
});

test('a text that runs from right to left begins at the right, and the rest of it stands below', () => {
  const tokens = ['ה', 'י', 'ל'].map((text) => ({ text, word: 0 }));
  const hebrew: ProbeLensData = {
    source: { model: 'tiny', text: 'היל', tokens },
    targets: tokens,
    streams: [tokens.map(({ text }) => cell(text, 0.5, 1))],
  };
  const placesOf = (drawn: ProbeLensData) => {
    const figure = probeLensFigure.draw(drawn, FIGURE_THEMES.light);
    const words = figure.option.graphic as unknown as Drawn[];
    return tokens.map(({ text }) => {
      const { x = 0, y = 0 } = words.find(({ style }) => style.text === text) ?? {};
      return { x, y };
    });
  };
  const [first, second, third] = placesOf(hebrew);
  expect(second?.x).toBeLessThan(first?.x ?? 0);
  expect(third?.x).toBeLessThan(second?.x ?? 0);
  // Room for two of the three.
  const width = 44 + 2 * ((first?.x ?? 0) - (second?.x ?? 0)) + 4;
  const [above, , below] = placesOf({ ...hebrew, width });
  expect(below?.y).toBeGreaterThan(above?.y ?? 0);
  expect(below?.x).toBe(above?.x);
});
