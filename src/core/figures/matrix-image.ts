/** A matrix as a picture of itself. Thousands of cells are quick to draw as elements; a quarter of a million are not. */
import { blockMaxima } from './block-maxima.ts';
import { type ColourScale, scaleColours } from './colour-scale.ts';
import { paletteImage } from './palette-image.ts';
import { rgbOf, shadesOf } from './shades.ts';
import type { FigureTheme } from './theme.ts';

/** Shades of the scale; the one after them is the ground of what has no value. A palette has 256 places. */
const SHADES = 255;

/**
 * The picture as a data URL of a PNG, `cell` pixels a cell, so that nothing blurs the cells when it is drawn at that size.
 * @param values [n, n] row after row; NaN where undefined
 * @param theme whose soft ground shows where a value is undefined
 */
export function matrixImage(
  values: ArrayLike<number>,
  n: number,
  cell: number,
  scale: ColourScale,
  theme: FigureTheme,
): string {
  const side = n * cell;
  const [low, high] = scale.domain;
  const data = new Uint8Array(side * side);
  for (let row = 0; row < n; row++) {
    const top = row * cell * side;
    for (let column = 0; column < n; column++) {
      const share = ((values[row * n + column] ?? Number.NaN) - low) / (high - low);
      const shade = Number.isFinite(share)
        ? Math.round(Math.min(1, Math.max(0, share)) * (SHADES - 1))
        : SHADES;
      data.fill(shade, top + column * cell, top + (column + 1) * cell);
    }
    for (let line = 1; line < cell; line++) data.copyWithin(top + line * side, top, top + side);
  }
  const palette = [...shadesOf(scaleColours(scale, theme), SHADES), rgbOf(theme.soft)];
  return paletteImage({ width: side, height: side, data, palette });
}

/**
 * The same for a place of `side` px that shows its pixels as squares: a pixel a cell. Of a matrix with more cells than that, a pixel stands for a block of them and has the value
 * farthest from 0, with its sign: what makes a picture smaller by itself drops rows and columns, or pales a single strong cell.
 * @param values [n, n] row after row; NaN where undefined
 */
export function matrixPicture(
  values: ArrayLike<number>,
  n: number,
  side: number,
  scale: ColourScale,
  theme: FigureTheme,
): string {
  return n > side
    ? matrixImage(blockMaxima(values, n, side), side, 1, scale, theme)
    : matrixImage(values, n, 1, scale, theme);
}
