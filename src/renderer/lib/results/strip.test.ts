import { expect, test } from 'vitest';
import type { ControlLimits } from '../../../shared/results.ts';
import { scaleColours } from '../../../core/figures/colour-scale.ts';
import { rgbOf } from '../../../core/figures/shades.ts';
import { FIGURE_THEMES } from '../../../core/figures/theme.ts';
import {
  cellAtPlace,
  cellLeft,
  furthestHead,
  GREY_ALPHA,
  isUnusual,
  shadeOf,
  stripBackground,
  stripGradient,
  stripLayout,
  stripScale,
} from './strip.ts';

test.each([
  [6, 12, false],
  [24, 16, true],
  [1, 1, false],
  [40, 40, true],
])('%d layers of %d heads are found where they are drawn', (layers, heads, isOfLayers) => {
  const layout = stripLayout(layers, heads);
  expect(layout.isOfLayers).toBe(isOfLayers);
  for (const at of [
    { layer: 0, head: 0 },
    { layer: layers - 1, head: heads - 1 },
  ])
    expect(
      cellAtPlace(layout, { layers, heads }, cellLeft(layout, at.layer, at.head) + layout.cell / 2),
    ).toEqual({ ...at, head: isOfLayers ? null : at.head });
  expect(cellAtPlace(layout, { layers, heads }, layout.layerStep - 1)).toBeNull();
  expect(cellAtPlace(layout, { layers, heads }, layout.width + 4)).toBeNull();
});

test.each([
  ['as wide as is wanted', [6, 12], Infinity, 360, false],
  ['a large model has a cell for each layer', [30, 9], 280, 280, true],
  ['few heads have large cells, and no larger', [2, 4], 400, 195, false],
  ['what there is no room for is narrower', [6, 12], 200, 200, false],
  ['never too narrow for its heading', [6, 12], 40, 150, true],
])('%s', (_what, [layers = 0, heads = 0], room, width, isOfLayers) => {
  expect(stripLayout(layers, heads, room)).toMatchObject({ width, isOfLayers });
});

test('the cell of a layer is its furthest head, of the unusual ones if there are any', () => {
  expect(furthestHead([0.1, 0.9, 0.5], [1, 1, 1], 'high')).toBe(1);
  expect(furthestHead([0.1, 0.9, 0.5], [2, 1, 2], 'high')).toBe(2);
  expect(furthestHead([0.1, 0.9, 0.5], [1, 1, 1], 'low')).toBe(0);
  expect(furthestHead([0.1, -0.9, 0.5], [1, 1, 1], 'either')).toBe(1);
  expect(furthestHead([null, null, 0.5], [0, 0, 0], 'high')).toBe(2);
});

test('a cell is unusual beyond either limit there is', () => {
  const limits: ControlLimits = { control: 'neutral', low: [[null, -0.5]], high: [[0.3, 0.5]], range: null };
  expect([0.31, 0.3, -4].map((value) => isUnusual(value, limits, 0, 0))).toEqual([true, false, false]);
  expect([-0.6, 0.6, 0].map((value) => isUnusual(value, limits, 0, 1))).toEqual([true, true, false]);
  expect(isUnusual(1, { ...limits, control: null }, 0, 0)).toBeNull();
});

test.each(['light', 'dark'] as const)(
  'in the %s a cell has the colour that a map has of its value, from the first of the scale to the last',
  (name) => {
    const theme = FIGURE_THEMES[name];
    const limits: ControlLimits = { control: 'neutral', low: [], high: [], range: [0, 0.8] };
    const scale = stripScale('attention_js_divergence', limits);
    const colours = scaleColours(scale, theme).map((hex) => `rgb(${rgbOf(hex).join(' ')})`);
    const [first, last] = [shadeOf(0, scale, theme), shadeOf(0.8, scale, theme)];
    expect([first, last]).toEqual([colours[0], colours.at(-1)]);
    // No usual cell is as colourful as the least of them.
    const spread = (channels: readonly number[]) => Math.max(...channels) - Math.min(...channels);
    expect(spread((first.match(/\d+/g) ?? []).map(Number))).toBeGreaterThan(spread(rgbOf(theme.line)) + 30);
    expect(stripGradient(scale, theme)).toContain(first);
    expect(stripGradient(scale, theme)).toContain(last);
  },
);

test('cells lie on whole px: what has a colour from top to bottom, grey ones lower, what does not pass as a line', () => {
  const layout = { layerStep: 7.4, cell: 3.2, width: 14, isOfLayers: false };
  const cells = [
    { layer: 0, head: 0, colour: 'rgb(1 2 3)', passes: true },
    { layer: 0, head: 1, colour: 'rgb(1 2 3)', passes: true },
    { layer: 1, head: 0, colour: null, passes: true },
    { layer: 1, head: 1, colour: null, passes: false },
  ];
  const grey = rgbOf(FIGURE_THEMES.light.control).join(' ');
  expect(stripBackground(layout, cells, FIGURE_THEMES.light).split(', linear').length).toBe(3);
  expect(stripBackground(layout, cells, FIGURE_THEMES.light)).toBe(
    [
      'linear-gradient(to right, rgb(1 2 3) 0px 6px, transparent 6px 14px) center / 100% 16px no-repeat',
      `linear-gradient(to right, transparent 0px 7px, rgb(${grey} / ${GREY_ALPHA}) 7px 11px, transparent 11px 14px) center / 100% 10px no-repeat`,
      `linear-gradient(to right, transparent 0px 11px, rgb(${grey} / ${GREY_ALPHA * 0.45}) 11px 14px) center / 100% 4px no-repeat`,
    ].join(', '),
  );
});

test('from 4 px on cells are a px apart, and of those under a px each is still seen', () => {
  const of = (cell: number, width: number, count: number) =>
    stripBackground(
      { layerStep: cell, cell, width, isOfLayers: true },
      Array.from({ length: count }, (_, layer) => ({ layer, head: 0, colour: `c${layer}`, passes: true })),
      FIGURE_THEMES.light,
    );
  expect(of(5, 10, 2)).toContain('c0 0px 4px, transparent 4px 5px, c1 5px 9px, transparent 9px 10px');
  expect(of(0.5, 2, 4)).toContain('c3');
});
