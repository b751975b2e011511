import { expect, test } from 'vitest';
import { axisLayout, beforeLines, type GridAxis, mapGrid, mapOrder } from './map-grid.ts';

const statement = (tokens: number, apart = 0): GridAxis => ({
  labels: Array.from({ length: tokens }, () => 'movie'),
  apart,
  mirrored: false,
});

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
    const grid = mapGrid(width, 900, [statement(9, 1)]);
    const { columns } = grid;
    const figure = axisLayout(statement(9, 1), grid);
    expect(columns * (figure.width + 18) + (columns - 1) * 12).toBeLessThanOrEqual(width);
  }
});

test('two rows of maps fit a low screen, as long as they can be read', () => {
  expect(mapGrid(900, 730, [statement(9)]).cell).toBe(19);
  expect(mapGrid(900, 200, [statement(9)]).cell).toBe(17);
});

test('one order of maps, whatever there is room for', () => {
  expect(mapOrder('weight_norm', 'head')).toEqual([
    'pattern_difference',
    'pattern_original',
    'pattern_counterfactual',
    'weight_norm_original',
    'weight_norm_counterfactual',
  ]);
});

test('lines fill the row of the difference where two stand side by side, else they come after both statements', () => {
  expect(beforeLines({ columns: 2 })).toBe('pattern_difference');
  expect(beforeLines({ columns: 3 })).toBe('pattern_counterfactual');
  expect(beforeLines({ columns: 1 })).toBe('pattern_counterfactual');
});

test('numbers of what is set apart give way before a column of maps does', () => {
  const axes = [statement(13, 4)];
  expect(mapGrid(800, 900, axes)).toMatchObject({ columns: 2, numbers: 'shown' });
  expect(mapGrid(570, 900, axes)).toMatchObject({ columns: 2, numbers: 'left-out' });
});
