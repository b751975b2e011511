import { expect, test } from 'vitest';
import { formatBytes, formatLarge } from './quantities.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [466_081, '466 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [45_948_000, '45.9 MB'],
  [99_949_999, '99.9 MB'],
  [99_950_000, '100 MB'],
  [437_955_512, '438 MB'],
  [999_999_999, '1.00 GB'],
  [2_200_119_864, '2.20 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [999, '999'],
  [20_032, '20.0 k'],
  [999_960, '1.0 M'],
  [22_713_216, '22.7 M'],
  [999_999_999, '1.0 B'],
  [1_100_048_384, '1.1 B'],
])('%d is %s', (count, text) => {
  expect(formatLarge(count)).toBe(text);
});
