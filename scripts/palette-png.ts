/**
 * Pictures of the screen as PNG files with a palette: at most 256 colours and a byte a pixel, a third of the size. PNG specification,
 * third edition, colour type 3.
 */
import { crc32, deflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [height, width, channels] with 3 channels or 4; what is behind is left out. */
  readonly data: ArrayLike<number>;
  readonly channels: number;
}

const MOST_COLOURS = 256;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The colours that are there most; those of pixels that have none of them are the nearest. */
export function palettePng(picture: Picture): Buffer {
  const { width, height } = picture;
  const colours = coloursOf(picture);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts.keys()]
    .toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a - b)
    .slice(0, MOST_COLOURS);
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const placeOf = (colour: number): number => {
    const known = places.get(colour);
    if (known !== undefined) return known;
    const found = nearest(palette, colour);
    places.set(colour, found);
    return found;
  };
  // Each row begins with the filter that it has: none.
  const rows = Buffer.alloc(height * (width + 1));
  colours.forEach((colour, pixel) => {
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = placeOf(colour);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channelsOf))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function coloursOf({ width, height, data, channels }: Picture): number[] {
  return Array.from({ length: width * height }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((channel) => data[pixel * channels + channel] ?? 0);
    return (red << 16) | (green << 8) | blue;
  });
}

function channelsOf(colour: number): [number, number, number] {
  return [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
}

function nearest(palette: readonly number[], colour: number): number {
  const own = channelsOf(colour);
  let [best, least] = [0, Infinity];
  palette.forEach((other, place) => {
    const square = channelsOf(other).reduce(
      (sum, value, channel) => sum + (value - (own[channel] ?? 0)) ** 2,
      0,
    );
    if (square < least) [best, least] = [place, square];
  });
  return best;
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
