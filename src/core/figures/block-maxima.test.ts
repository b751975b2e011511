import { expect, test } from 'vitest';
import { blockMaxima, maximaPixels } from './block-maxima.ts';
import { FIGURE_THEMES } from './theme.ts';

test('a block is what is farthest from 0 in it, with its sign', () => {
  const matrix = [0.1, 0, 0, 0.2, 0, -0.9, 0.3, 0, 0, 0, 0, 0, 0.05, 0, 0, Number.NaN];
  const maxima = blockMaxima(matrix, 4, 2);
  expect(Array.from(maxima, (value) => Number(value.toFixed(2)))).toEqual([-0.9, 0.3, 0.05, 0]);
});

test('a matrix smaller than its picture repeats its cells, and what has no value stays without', () => {
  expect([...blockMaxima([0.5, Number.NaN, 0.25, 0], 2, 4)].slice(0, 4)).toEqual([0.5, 0.5, NaN, NaN]);
});

test('nothing near zero is drawn of a difference; columns of a mirrored one run from the right', () => {
  const scale = { kind: 'diverging', domain: [-1, 1], unit: '' } as const;
  const theme = FIGURE_THEMES.light;
  const alphas = (mirrored: boolean) => {
    const pixels = maximaPixels([1, 0.01, -1, Number.NaN], 2, { scale, theme, mirrored });
    return [3, 7, 11, 15].map((at) => pixels[at]);
  };
  expect(alphas(false)).toEqual([255, 0, 255, 0]);
  expect(alphas(true)).toEqual([0, 255, 0, 255]);
});
