import { expect, test } from 'vitest';
import { lineIndexOfBytes, lineIndexOfText } from './line-index.ts';

// Three kinds of line end, a two-byte letter and an emoji of four bytes or two UTF-16 units.
const TEXT = 'é1\r\n😀2\r3\n4';

test.each([
  ['é', 1, 1],
  ['1', 1, 2],
  ['\r\n', 1, 3],
  ['😀', 2, 1],
  ['2', 2, 2],
  ['3', 3, 1],
  ['4', 4, 1],
])('%j is in line %i, column %i', (part, line, column) => {
  const offset = TEXT.indexOf(part);
  expect(lineIndexOfText(TEXT)(offset)).toEqual({ line, column });
  const bytes = new TextEncoder().encode(TEXT);
  const byteOffset = new TextEncoder().encode(TEXT.slice(0, offset)).length;
  expect(lineIndexOfBytes(bytes)(byteOffset)).toEqual({ line, column });
});
