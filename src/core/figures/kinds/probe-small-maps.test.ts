import { base64Decode } from '@bufbuild/protobuf/wire';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { FIGURE_THEMES } from '../theme.ts';
import {
  probeMaps,
  probeSmallMapHint,
  probeSmallMapsFigure,
  probeSmallMapsLayout,
  type ProbeSmallMapsData,
} from './probe-small-maps.ts';

/** Of viridis. */
const DARKEST = [0x44, 0x01, 0x54];
const LIGHTEST = [0xfd, 0xe7, 0x25];

const place = { width: 200, height: 200 };
const figure = (data: ProbeSmallMapsData) => probeSmallMapsFigure.draw(data, FIGURE_THEMES.light);

/** Two layers of two heads; head 1 of layer 1 has the pattern, the others attend to nothing. */
function dataOf(
  pattern: readonly number[],
  { causal = false, texts = [] as readonly string[], room = place } = {},
): ProbeSmallMapsData {
  const n = Math.sqrt(pattern.length);
  const values = new Float32Array(4 * n * n);
  values.set(pattern, 3 * n * n);
  const tokens = Array.from({ length: n }, (_, at) => ({ text: texts[at] ?? `t${at}`, word: at }));
  return {
    source: { model: 'tiny', text: null, tokens, causal },
    values: probeMaps({ layers: 2, heads: 2, n, values, causal }, room),
    ...room,
  };
}

/** The colour of the figure's picture at a point of the map of L1 H1, from 0 to 1 across it. */
function colourAt(data: ProbeSmallMapsData, x: number, y: number): number[] {
  const { plot, pitch, size } = probeSmallMapsLayout(data.values, data);
  const [image] = [figure(data).option.graphic ?? []].flat() as { style: { image: string } }[];
  const { data: pixels, palette, width } = decode(base64Decode(image?.style.image.split(',')[1] ?? ''));
  const across = Math.floor(2 * (plot.left + pitch + x * size));
  const down = Math.floor(2 * (plot.top + pitch + y * size));
  return palette?.[pixels[down * width + across] ?? 0] ?? [];
}

describe('what is drawn', () => {
  const identity = dataOf([1, 0, 0, 1]);

  test('0 is the darkest viridis, 1 the lightest, a token as many pixels as there are', () => {
    for (const [x, y, colour] of [
      [0.1, 0.1, LIGHTEST],
      [0.4, 0.4, LIGHTEST],
      [0.6, 0.4, DARKEST],
      [0.1, 0.9, DARKEST],
      [0.9, 0.9, LIGHTEST],
    ] as const)
      expect(colourAt(identity, x, y)).toEqual(colour);
  });

  test('where the mask of a decoder forbids a weight there is none', () => {
    const decoder = dataOf([1, 0, 0.5, 0.5], { causal: true });
    expect([...decoder.values.maps.subarray(12)]).toEqual([1, NaN, 0.5, 0.5]);
    expect(colourAt(decoder, 0.9, 0.1)).toEqual([0xf1, 0xf1, 0xee]);
    expect(figure(decoder).note).toContain('Blank: a decoder does not look ahead.');
  });

  test('of a text that runs from right to left, columns do too', () => {
    const hebrew = dataOf([1, 0, 1, 0], { texts: ['הסרט', 'טוב'] });
    expect(colourAt(hebrew, 0.9, 0.1)).toEqual(LIGHTEST);
    expect(colourAt(hebrew, 0.1, 0.1)).toEqual(DARKEST);
  });

  test('of a long text a cell has the largest of the weights that it stands for', () => {
    const n = 200;
    const pattern = Array.from({ length: n * n }, (_, at) => (at === 7 * n + 9 ? 0.75 : 0.001));
    const long = dataOf(pattern);
    const { side, maps } = long.values;
    expect(side).toBeLessThan(n);
    const own = maps.subarray(3 * side * side);
    expect(own[Math.floor((7 * side) / n) * side + Math.floor((9 * side) / n)]).toBe(0.75);
    expect(figure(long).note).toContain('the largest of the weights');
  });
});

test('under a point: its query, its key and its weight', () => {
  // Queries 0 to 2 downward, keys 0 to 2 to the right.
  const data = dataOf([0.5, 0.25, 0.25, 0.125, 0.875, 0, 0, 0.375, 0.625]);
  expect(probeSmallMapHint(data, { layer: 1, head: 1, x: 0.5, y: 0.9 })).toEqual({
    title: 'L1 H1',
    rows: [
      { label: 'from', value: '2 t2' },
      { label: 'to', value: '1 t1' },
      { label: 'attention', value: '0.375' },
    ],
  });
  expect(probeSmallMapHint(data, { layer: 1, head: 1, x: 1, y: 0 }).rows.at(-1)?.value).toBe('0.250');
  const decoder = dataOf([1, 0, 0, 1], { causal: true });
  const ahead = probeSmallMapHint(decoder, { layer: 1, head: 1, x: 0.9, y: 0.1 });
  expect(ahead.title).toBe('L1 H1: a decoder does not look ahead');
  expect(ahead.hatch).toMatch(/^M/);
});

test('its numbers are a line for each cell that has one', () => {
  const lines = probeSmallMapsFigure
    .csv(dataOf([1, 0, 0.5, 0.5], { causal: true }))
    .trim()
    .split('\n');
  expect(lines).toHaveLength(1 + 4 * 3);
  expect(lines.at(-1)?.trim()).toBe('1,1,1,1,t1,1,1,t1,0.5');
});

test('one input: a text or token ids', () => {
  const { schema } = probeSmallMapsFigure;
  const of = { kind: 'probe-small-maps', model: 'tiny' };
  expect(schema.safeParse({ ...of, text: 'a' }).success).toBe(true);
  expect(schema.safeParse({ ...of, ids: [1] }).success).toBe(true);
  for (const wrong of [of, { ...of, text: 'a', ids: [1] }, { ...of, text: '' }, { ...of, ids: [] }])
    expect(schema.safeParse(wrong).success).toBe(false);
});

describe('many layers', () => {
  const room = { width: 1100, height: 560 };
  const values = new Float32Array(30 * 9 * 4).fill(0.5);
  const data: ProbeSmallMapsData = {
    source: {
      model: 'deep',
      text: null,
      tokens: [0, 1].map((at) => ({ text: `t${at}`, word: at })),
      causal: false,
    },
    values: probeMaps({ layers: 30, heads: 9, n: 2, values, causal: false }, room),
    ...room,
  };

  test('stand in blocks side by side, all within the place that there is', () => {
    const { rows, blockPitch, width, height } = probeSmallMapsLayout(data.values, room);
    expect(rows).toBeLessThan(30);
    expect(width).toBeLessThanOrEqual(room.width);
    expect(height).toBeLessThanOrEqual(room.height);
    const drawn = figure(data);
    const texts = ([drawn.option.graphic ?? []].flat() as { x?: number; style?: { text?: string } }[]).filter(
      ({ style }) => style?.text?.startsWith('L') === true,
    );
    expect(texts.map(({ style }) => style?.text)).toEqual(
      Array.from({ length: 30 }, (_, layer) => `L${layer}`),
    );
    expect(texts.map(({ x }) => x)).toEqual(
      Array.from({ length: 30 }, (_, layer) => Math.floor(layer / rows) * blockPitch),
    );
  });
});
