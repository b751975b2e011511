/** Pixels of few colours as the data URL of a PNG: quick to draw where thousands of elements are not. */
import { base64Encode } from '@bufbuild/protobuf/wire';
import { encode } from 'fast-png';

interface PaletteImage {
  readonly width: number;
  readonly height: number;
  /** [height, width] row after row: the place of each pixel's colour in the palette. */
  readonly data: Uint8Array;
  /** Red, green, blue; at most 256. */
  readonly palette: readonly (readonly [number, number, number])[];
}

export function paletteImage({ width, height, data, palette }: PaletteImage): string {
  const colours = palette.map((colour) => [...colour]);
  const png = encode(
    { width, height, data, palette: colours, channels: 1, depth: 8 },
    { zlib: { level: 1 } },
  );
  return `data:image/png;base64,${base64Encode(png)}`;
}
