import { convertIndexedToRgb, decode } from 'fast-png';
import { expect, test } from 'vitest';
import { matrixImage } from './matrix-image.ts';
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
