import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [84_580, '84.6 kB'],
  [440_449_768, '440 MB'],
  [999_999_999, '1.00 GB'],
  [2_200_000_000, '2.20 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
