import { expect, test } from 'vitest';
import type { FigurePair } from '../figure-pair.ts';
import { FIGURE_THEMES } from '../theme.ts';
import {
  pairSmallMapsFigure,
  smallMapCells,
  type SmallMapsData,
  smallMapOfMark,
  smallMapsLayout,
} from './pair-small-maps.ts';

const words = (text: string) => text.split(' ').map((word, at) => ({ text: word, word: at }));
const detail = {
  pair: { position: 0 },
  role: 'set',
  causal: false,
  original: words('was good'),
  counterfactual: words('was not good'),
  alignment: { used: 'edit', pairs: [[0, 0], [1, 2]] }, // prettier-ignore
  heads: [],
  metricRanges: {},
} as unknown as FigurePair;
const data: SmallMapsData = {
  source: { run: 1, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' },
  detail,
  map: 'difference',
  view: 'tokens',
  scale: 'fixed',
  width: 400,
  height: 300,
  values: {
    layers: 2,
    heads: 2,
    side: 3,
    maps: Float32Array.from({ length: 36 }, (_, cell) => (cell === 31 ? -0.75 : cell / 100)),
    means: new Float32Array(18).fill(0.5),
  },
};
const layout = smallMapsLayout(data.values, data);
const figure = pairSmallMapsFigure.draw(data, FIGURE_THEMES.light);

test('the map under a point is the one that stands there, the mean before the heads, and none between them', () => {
  for (const at of [
    { layer: 0, head: null },
    { layer: 1, head: 0 },
    { layer: 1, head: 1 },
  ]) {
    const { left, top } = layout.placeOf(at);
    expect(layout.at(left + 1, top + 1)).toMatchObject(at);
    expect(layout.at(left - 1, top + 1)).toBeNull();
    const mark = figure.markAt?.(left + layout.size - 1, top + 1);
    expect(smallMapOfMark(data.values, mark?.dataIndex ?? -1)).toEqual(at);
  }
  expect(layout.at(layout.width + 1, 40)).toBeNull();
});

test('many layers stand in blocks side by side, each map where it is looked for', () => {
  const many = smallMapsLayout({ layers: 30, heads: 9 }, { width: 870, height: 470 });
  const [first, later] = [
    many.placeOf({ layer: 0, head: null }),
    many.placeOf({ layer: many.rows, head: null }),
  ];
  expect(many.rows).toBeLessThan(30);
  expect(later.top).toBe(first.top);
  expect(later.left).toBeGreaterThan(many.placeOf({ layer: 0, head: 8 }).left + many.size);
  expect(many.width).toBeLessThanOrEqual(870);
  for (let layer = 0; layer < 30; layer++)
    for (const head of [null, 0, 8]) {
      const { left, top } = many.placeOf({ layer, head });
      expect(many.at(left, top)).toEqual({ layer, head, x: 0, y: 0 });
      expect(many.at(left + many.size, top)).toBeNull();
    }
});

test('where maps are as small as they get, many layers stand in as many blocks as show all of them at once', () => {
  // 30 layers one below the other would take 710 px.
  const low = smallMapsLayout({ layers: 30, heads: 9 }, { width: 580, height: 400 });
  expect([low.size, low.rows]).toEqual([20, 15]);
  expect(low.width).toBeLessThanOrEqual(580);
  expect(low.height).toBeLessThanOrEqual(400);
  // Where there is no room for a second block, they stay in one.
  const narrow = smallMapsLayout({ layers: 30, heads: 9 }, { width: 400, height: 400 });
  expect([narrow.size, narrow.rows]).toEqual([20, 30]);
});

test('a hint names the head, both tokens, the value and the largest of the map', () => {
  const { left, top } = layout.placeOf({ layer: 1, head: 1 });
  // Row 1, column 1 of that map: "good" in both statements.
  const middle = layout.size / 2;
  const hint = figure.hint(0, figure.markAt?.(left + middle, top + middle)?.dataIndex ?? -1);
  expect(hint?.title).toBe('L1 H1');
  expect(hint?.rows.map(({ value }) => value)).toEqual(['2 good', '2 good', '−0.750', '−0.750']);
  const mean = layout.placeOf({ layer: 0, head: null });
  expect(figure.hint(0, figure.markAt?.(mean.left + 1, mean.top + 1)?.dataIndex ?? -1)?.title).toBe(
    'L0, mean of 2 heads',
  );
});

test('what is averaged and where the added token stands is said; blocks are, of a long text', () => {
  expect(figure.note).toContain('mean over the 2 heads of each layer');
  expect(figure.note).toContain('Tokens without a counterpart come last');
  expect(figure.note).not.toContain('Each dot');
  const small = { ...data.values, side: 2, maps: new Float32Array(16), means: new Float32Array(8) };
  const reduced = pairSmallMapsFigure.draw({ ...data, values: small }, FIGURE_THEMES.light);
  expect(reduced.note).toContain('about 1.5 × 1.5 cells and has the value farthest from 0');
});

test.each([
  ['a short text is drawn cell by cell', 20, 60, 20],
  ['cells of a px are blocks instead, of 4 px', 40, 60, 15],
  ['a long text too', 512, 60, 15],
  ['where there is room a longer text has its cells', 120, 300, 120],
  ['at least eight', 512, 20, 8],
])('%s', (_what, tokens, size, expected) => {
  expect(smallMapCells(tokens, size)).toBe(expected);
});

test('a line for each cell, means too', () => {
  const lines = pairSmallMapsFigure.csv(data).trim().split('\n');
  expect(lines).toHaveLength(1 + 2 * 3 * 9);
  expect(lines[1]?.startsWith('0,mean,0,0,was,0,0,was,0.5')).toBe(true);
});
