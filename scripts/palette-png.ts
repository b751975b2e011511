/**
 * Pictures of the screen as PNG files with a palette: at most 256 colours and a byte a pixel, a third of the size. PNG specification,
 * third edition, colour type 3.
 */
import { crc32, deflateSync } from 'node:zlib';
import { bucketsOf, channelsOf, usualColour } from './colour-buckets.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [height, width, channels] with 3 channels or 4; what is behind is left out. */
  readonly data: ArrayLike<number>;
  readonly channels: number;
}

const MOST_COLOURS = 256;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What has at most 256 colours comes back as it was; of more, those that are near to each other become one. */
export function palettePng(picture: Picture): Buffer {
  const { width, height } = picture;
  const colours = coloursOf(picture);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const buckets = bucketsOf(counts, MOST_COLOURS);
  const palette = buckets.map(usualColour);
  const places = new Map(buckets.flatMap((bucket, place) => bucket.map(({ colour }) => [colour, place])));
  // Each row begins with the filter that it has: none.
  const rows = Buffer.alloc(height * (width + 1));
  colours.forEach((colour, pixel) => {
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = places.get(colour) ?? 0;
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

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
