/** Many small matrices of one scale as one picture: hundreds of them are slow to draw as elements of their own. */
import { type ColourScale, scaleColours } from './colour-scale.ts';
import { paletteImage } from './palette-image.ts';
import { rgbOf, shadesOf } from './shades.ts';
import type { FigureTheme } from './theme.ts';

/** Shades of the scale; after them the ground of what has no value, and what lies between tiles. A palette has 256 places. */
const SHADES = 254;
const NOTHING = SHADES;
const BETWEEN = SHADES + 1;

/** A matrix in its place, in pixels of the picture. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  /** [side, side] row after row, a pixel each; NaN where there is no value */
  readonly values: ArrayLike<number>;
}

interface TilesPicture {
  readonly width: number;
  readonly height: number;
  /** Pixels of a side of each tile. */
  readonly side: number;
  readonly scale: ColourScale;
  /** Whose soft ground shows where there is no value, and whose background between tiles. */
  readonly theme: FigureTheme;
  /** Columns run from right to left. */
  readonly mirrored: boolean;
}

/** As the data URL of a PNG. */
export function tilesImage(
  tiles: Iterable<Tile>,
  { width, height, side, scale, theme, mirrored }: TilesPicture,
): string {
  const [low, high] = scale.domain;
  const data = new Uint8Array(width * height).fill(BETWEEN);
  for (const { left, top, values } of tiles)
    for (let row = 0; row < side; row++) {
      const begin = (top + row) * width + left;
      for (let column = 0; column < side; column++) {
        const share = ((values[row * side + column] ?? Number.NaN) - low) / (high - low);
        data[begin + (mirrored ? side - 1 - column : column)] = Number.isNaN(share)
          ? NOTHING
          : Math.round(Math.min(1, Math.max(0, share)) * (SHADES - 1));
      }
    }
  const palette = [
    ...shadesOf(scaleColours(scale, theme), SHADES),
    rgbOf(theme.soft),
    rgbOf(theme.background),
  ];
  return paletteImage({ width, height, data, palette });
}
