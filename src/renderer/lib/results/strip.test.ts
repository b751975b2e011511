import { expect, test } from 'vitest';
import type { ControlLimits } from '../../../shared/results.ts';
import { scaleColours } from '../../../core/figures/colour-scale.ts';
import { rgbOf } from '../../../core/figures/shades.ts';
import { FIGURE_THEMES } from '../../../core/figures/theme.ts';
import {
  cellLeft,
  headAtPlace,
  isUnusual,
  shadeOf,
  stripGradient,
  stripLayout,
  stripScale,
} from './strip.ts';

test.each([
  [6, 12],
  [24, 16],
  [1, 1],
  [40, 40],
])('%d layers of %d heads are found where they are drawn', (layers, heads) => {
  const layout = stripLayout(layers, heads);
  for (const at of [
    { layer: 0, head: 0 },
    { layer: layers - 1, head: heads - 1 },
  ])
    expect(headAtPlace(layout, heads, cellLeft(layout, at.layer, at.head) + layout.cell / 2)).toEqual(at);
  expect(headAtPlace(layout, heads, layout.layerStep - 1)).toBeNull();
});

test.each([
  ['a large model gives each head a px where there is room', [24, 16], Infinity, 453],
  ['what it takes without room is less', [24, 16], 200, 200],
  ['a small one is as wide as it is', [6, 12], 400, 231],
  ['never too narrow for its heading', [6, 12], 40, 150],
])('%s', (_what, [layers = 0, heads = 0], room, expected) => {
  const layout = stripLayout(layers, heads, room);
  expect(layout.width).toBe(expected);
  const last = { layer: layers - 1, head: heads - 1 };
  const middle = cellLeft(layout, last.layer, last.head) + layout.cell / 2;
  expect(headAtPlace(layout, heads, middle)).toEqual(last);
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
