import { expect, test } from 'vitest';
import type { FigurePair } from '../figure-pair.ts';
import { KINDS } from '../kind-colours.ts';
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
  readonly style: { readonly stroke: string; readonly lineWidth: number; readonly text?: string };
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

const two = { ...data, also: [{ head: 5, values: [1, 0, 0, 0, 1, 0, 0, 0.5, 0.5] }] } as const;

test('heads over each other: each in its colour, named in a key and in words, the lines of both side by side', () => {
  const [blue = '', orange = ''] = KINDS.light;
  const lines = graphicsOf(two, 'line');
  const of = (colour: string): Drawn[] => lines.filter(({ style }) => style.stroke === colour);
  expect([of(blue).length, of(orange).length, lines.length]).toEqual([7, 4, 11]);
  // From the first token to itself: 2 px apart, as wide as each weight.
  const own = [of(blue), of(orange)].map((all) => Math.min(...all.map(({ shape }) => shape.y1)));
  expect((own[1] ?? 0) - (own[0] ?? 0)).toBe(2);
  expect(lines.at(-1)?.style).toMatchObject({ stroke: orange, lineWidth: 3.5 });
  const figure = pairLinesFigure.draw(two, FIGURE_THEMES.light);
  expect(figure.title).toBe('Attention · original · L1 H2, H5');
  expect(figure.note).toContain('Heads of layer 1 over each other: H2 blue, H5 orange.');
  const key = graphicsOf(two, 'text').map(({ style }) => style.text);
  expect(key.slice(0, 2)).toEqual(['H2', 'H5']);
});

test('a head has the colour that is asked for it, in its lines, in the key and in words', () => {
  const green = { ...two, colours: [0, 2] };
  const strokes = new Set(graphicsOf(green, 'line').map(({ style }) => style.stroke));
  expect([...strokes].toSorted()).toEqual([KINDS.light[2], KINDS.light[0]].toSorted());
  expect(graphicsOf({ ...green, marked: 1 }, 'rect').at(-1)?.style).toMatchObject({ fill: KINDS.light[2] });
  const { note } = pairLinesFigure.draw(green, FIGURE_THEMES.light);
  expect(note).toContain('H2 blue, H5 green.');
});

test('of a marked token each head says what it gives, beside the keys and under the pointer', () => {
  expect(graphicsOf(two, 'rect')).toHaveLength(2);
  // Two of the key; of “good” the first head gives 0.9 and 0.08, the other all to itself.
  const marked = graphicsOf({ ...two, marked: 1 }, 'rect');
  expect(marked).toHaveLength(5);
  expect(marked.at(-1)?.style).toMatchObject({ fill: KINDS.light[1], opacity: 1 });
  const rows = pairLinesFigure.draw(two, FIGURE_THEMES.light).hint(0, 1)?.rows;
  expect(rows).toEqual([
    { label: 'H2: 1 good', value: '0.900' },
    { label: 'H2: 2 [SEP]', value: '0.080' },
    { label: 'H5: 1 good', value: '1' },
    { label: 'H5: 0 was', value: '0' },
  ]);
  const lines = pairLinesFigure.csv(two).trim().split('\n');
  expect(lines).toHaveLength(19);
  expect([lines[0], lines[10]]).toEqual(['head,query,query_token,key,key_token,weight', '5,0,was,0,was,1']);
});

test('no more heads than there are colours', () => {
  const { schema } = pairLinesFigure;
  const spec = { kind: 'pair-lines', runId: 1, pairId: 1, layer: 0, head: 0 };
  expect(schema.safeParse({ ...spec, also: [1, 2, 3, 4, 5, 6, 7] }).success).toBe(true);
  expect(schema.safeParse({ ...spec, also: [1, 2, 3, 4, 5, 6, 7, 8] }).success).toBe(false);
  expect(schema.safeParse({ ...spec, also: [1], colours: [0, 7] }).success).toBe(true);
  expect(schema.safeParse({ ...spec, also: [1], colours: [0, 8] }).success).toBe(false);
});
