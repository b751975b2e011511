import { expect, test } from 'vitest';
import { labelledHeatmapLayout } from '../../../core/figures/token-heatmap.ts';
import { mapGrid, mapOrder } from './map-grid.ts';

const statement = (tokens: number): string[] => Array.from({ length: tokens }, () => 'movie');

test.each([
  [1240, 8, 3],
  [700, 8, 3],
  [516, 8, 2],
  [300, 8, 1],
  [1240, 60, 1],
])('in %d px, maps of %d tokens stand in %d columns', (width, tokens, columns) => {
  expect(mapGrid(width, 900, [statement(tokens)]).columns).toBe(columns);
});

test('a map fits its column', () => {
  for (const width of [516, 600, 700, 900, 1240]) {
    const { columns, cell } = mapGrid(width, 900, [statement(9)]);
    const figure = labelledHeatmapLayout(statement(9), 9 * cell);
    expect(columns * (figure.width + 18) + (columns - 1) * 12).toBeLessThanOrEqual(width);
  }
});

test('two rows of maps fit a low screen, as long as they can be read', () => {
  expect(mapGrid(900, 730, [statement(9)]).cell).toBe(19);
  expect(mapGrid(900, 200, [statement(9)]).cell).toBe(17);
});

test('below and beside each other stands what belongs together', () => {
  // In three columns after the heads: attention above values, the difference below the heads.
  expect(mapOrder(3, true, 'weight_norm').slice(2)).toEqual([
    'pattern_difference',
    'weight_norm_original',
    'weight_norm_counterfactual',
  ]);
  expect(mapOrder(2, true, 'centred')[0]).toBe('pattern_difference');
  expect(new Set(mapOrder(2, true, 'centred'))).toEqual(new Set(mapOrder(3, false, 'centred')));
});
