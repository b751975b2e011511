import { convertIndexedToRgb, decode } from 'fast-png';
import { expect, test } from 'vitest';
import { palettePng } from './palette-png.ts';

function coloursOf(png: Buffer): Uint8Array {
  const image = decode(png);
  return Uint8Array.from(convertIndexedToRgb(image));
}

test('few colours come back as they were', () => {
  const data = Uint8Array.of(255, 0, 0, 255, 0, 0, 10, 20, 30, 255, 255, 255, 10, 20, 30, 1, 2, 3);
  const png = palettePng({ width: 3, height: 2, channels: 3, data });
  expect(coloursOf(png)).toEqual(data);
});

test('of more than 256 the one that is there most stays, and all of the palette is used', () => {
  // 300 greens and reds, once each, and one that is there often.
  const rare = Array.from({ length: 300 }, (_, at) => [at % 256, at < 256 ? 0 : 100, 0, 255]);
  const often = Array.from({ length: 20 }, () => [7, 7, 200, 255]);
  const data = [...often, ...rare].flat();
  const colours = coloursOf(palettePng({ width: 20, height: 16, channels: 4, data: Uint8Array.from(data) }));
  expect([...colours.subarray(0, 3)]).toEqual([7, 7, 200]);
  const kinds = new Set(
    Array.from({ length: 320 }, (_, pixel) => colours.subarray(3 * pixel, 3 * pixel + 3).join()),
  );
  expect(kinds.size).toBe(256);
});

test('a bar of colours keeps its steps beside a ground that has most pixels, where only the most frequent would band it', () => {
  // 400 colours of text on the ground, each more often than those of the bar, and a bar of 300 steps.
  const text = Array.from({ length: 400 }, (_, at) => [200 + (at % 20), 200 + Math.floor(at / 20), 210]);
  const bar = Array.from({ length: 300 }, (_, at) => [
    Math.floor(at / 2),
    255 - Math.floor((at * 5) / 6),
    at % 3,
  ]);
  const data = [...Array.from({ length: 3 }, () => text).flat(), ...bar].flat();
  const colours = coloursOf(palettePng({ width: 1500, height: 1, channels: 3, data: Uint8Array.from(data) }));
  const errors = bar.map((colour, at) =>
    Math.max(...colour.map((value, channel) => Math.abs(value - (colours[3 * (1200 + at) + channel] ?? 0)))),
  );
  expect(Math.max(...errors)).toBeLessThanOrEqual(6);
});
