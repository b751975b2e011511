import { convertIndexedToRgb, decode } from 'fast-png';
import { expect, test } from 'vitest';
import { matrixImage, matrixPicture } from './matrix-image.ts';
import { FIGURE_THEMES, SEQUENTIAL } from './theme.ts';

const unit = { kind: 'sequential', domain: [0, 1], unit: '' } as const;
const difference = { kind: 'diverging', domain: [-1, 1], unit: '' } as const;
const hex = (pixel: readonly number[]) =>
  `#${pixel.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** The picture's rows of '#rrggbb'. */
function pixelsOf(url: string): string[][] {
  const [, data = ''] = /^data:image\/png;base64,(.*)$/.exec(url) ?? [];
  const png = decode(Buffer.from(data, 'base64'));
  const rgb = [...convertIndexedToRgb(png)];
  return Array.from({ length: png.height }, (_, row) =>
    Array.from({ length: png.width }, (_, column) => {
      const at = (row * png.width + column) * 3;
      return hex(rgb.slice(at, at + 3));
    }),
  );
}

test('the ends of the scale have its outermost colours, beyond them too; what is undefined shows the ground', () => {
  const [low, high] = [SEQUENTIAL[0], SEQUENTIAL.at(-1)];
  expect(pixelsOf(matrixImage([0, 1, Number.NaN, 1.5], 2, 1, unit, FIGURE_THEMES.dark))).toEqual([
    [low, high],
    [FIGURE_THEMES.dark.soft, high],
  ]);
});

test.each([
  ['light', '#f7f7f7'],
  ['dark', '#26282b'],
] as const)('no difference has the middle colour: %s', (name, middle) => {
  expect(pixelsOf(matrixImage([0], 1, 1, difference, FIGURE_THEMES[name]))).toEqual([[middle]]);
});

test('a cell is a square of pixels', () => {
  const [low, high] = [SEQUENTIAL[0], SEQUENTIAL.at(-1)];
  const above = [low, low, high, high];
  const below = [high, high, low, low];
  expect(pixelsOf(matrixImage([0, 1, 1, 0], 2, 2, unit, FIGURE_THEMES.light))).toEqual([
    above,
    above,
    below,
    below,
  ]);
});

test.each([
  ['the first', 0],
  ['the last', 511 * 512 + 511],
  ['one in the middle', 301 * 512 + 77],
] as const)('a single strong cell of 512 × 512 is seen on 256 px, whole and once: %s', (_, strong) => {
  const values = new Float32Array(512 * 512);
  values[strong] = 1;
  const rows = pixelsOf(matrixPicture(values, 512, 256, unit, FIGURE_THEMES.light));
  const seen = rows.flatMap((row, y) =>
    row.flatMap((colour, x) => (colour === SEQUENTIAL.at(-1) ? [[y, x]] : [])),
  );
  expect([rows.length, rows[0]?.length]).toEqual([256, 256]);
  expect(seen).toEqual([[Math.floor(strong / 512 / 2), Math.floor((strong % 512) / 2)]]);
});

test('the strongest of a block keeps its sign', () => {
  const values = [0.1, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const [first] = pixelsOf(matrixPicture(values, 4, 2, difference, FIGURE_THEMES.light));
  const [end] = pixelsOf(matrixImage([-1], 1, 1, difference, FIGURE_THEMES.light));
  const [none] = pixelsOf(matrixImage([0], 1, 1, difference, FIGURE_THEMES.light));
  expect(first).toEqual([end?.[0], none?.[0]]);
});

test.each([1, 7, 63, 64])('%s cells on 64 px are a pixel each', (n) => {
  const rows = pixelsOf(matrixPicture(new Float32Array(n * n), n, 64, unit, FIGURE_THEMES.light));
  expect([rows.length, rows[0]?.length]).toEqual([n, n]);
});
