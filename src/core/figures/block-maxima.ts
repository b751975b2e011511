/** A large matrix as a small picture of itself, in which nothing that is far from 0 vanishes. */
import { type ColourScale, scaleColours } from './colour-scale.ts';
import { shadesOf } from './shades.ts';
import type { FigureTheme } from './theme.ts';

/** From a pixel to the rows or columns that it stands for: the first, and one past the last; at least one. */
export function blockOf(pixel: number, size: number, n: number): readonly [number, number] {
  const first = Math.floor((pixel * n) / size);
  return [first, Math.max(first + 1, Math.floor(((pixel + 1) * n) / size))];
}

/**
 * The cell of a block that is farthest from 0: its place in the matrix; null where the block has no value.
 * @param values [n, n] row after row
 * @param rows, columns the first of the block, and one past its last
 */
export function farthestCell(
  values: ArrayLike<number>,
  n: number,
  rows: readonly [number, number],
  columns: readonly [number, number],
): number | null {
  let farthest: number | null = null;
  let most = -1;
  for (let row = rows[0]; row < rows[1]; row++)
    for (let column = columns[0]; column < columns[1]; column++) {
      const distance = Math.abs(values[row * n + column] ?? Number.NaN);
      // Not of NaN.
      if (!(distance > most)) continue;
      most = distance;
      farthest = row * n + column;
    }
  return farthest;
}

/**
 * Of each block of a matrix the value that is farthest from 0, [size, size] row after row; NaN where a block has none.
 * @param values [n, n] row after row
 */
export function blockMaxima(values: ArrayLike<number>, n: number, size: number): Float32Array {
  const maxima = new Float32Array(size * size).fill(Number.NaN);
  const blocks = Array.from({ length: size }, (_, pixel) => blockOf(pixel, size, n));
  const begins = Int32Array.from(blocks, ([first]) => first);
  const ends = Int32Array.from(blocks, ([, end]) => end);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const rows = [begins[row] ?? 0, ends[row] ?? 0] as const;
      const at = farthestCell(values, n, rows, [begins[column] ?? 0, ends[column] ?? 0]);
      if (at !== null) maxima[row * size + column] = values[at] ?? Number.NaN;
    }
  return maxima;
}

const SHADES = 256;

/** Values nearer to 0 than this, of what the scale ends with, are not drawn where a picture is to show nothing there. */
const NEAR_ZERO = 0.02;

/**
 * RGBA of a small matrix, [size, size]; clear where there is no value, and, on a diverging scale, where it is near 0.
 * @param mirrored columns run from right to left
 */
export function maximaPixels(
  maxima: ArrayLike<number>,
  size: number,
  {
    scale,
    theme,
    mirrored,
  }: { readonly scale: ColourScale; readonly theme: FigureTheme; readonly mirrored: boolean },
): Uint8ClampedArray<ArrayBuffer> {
  const shades = shadesOf(scaleColours(scale, theme), SHADES);
  const [low, high] = scale.domain;
  const pixels = new Uint8ClampedArray(size * size * 4);
  for (let at = 0; at < size * size; at++) {
    const value = maxima[at] ?? Number.NaN;
    const isNothing = scale.kind === 'diverging' && Math.abs(value) < NEAR_ZERO * high;
    if (!Number.isFinite(value) || isNothing) continue;
    const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
    const [red, green, blue] = shades[Math.round(share * (SHADES - 1))] ?? [0, 0, 0];
    const column = at % size;
    pixels.set([red, green, blue, 255], 4 * (at - column + (mirrored ? size - 1 - column : column)));
  }
  return pixels;
}
