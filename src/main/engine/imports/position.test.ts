import { expect, test } from 'vitest';
import { positionIn } from './position.ts';

// Three kinds of line end, a two-byte letter and an emoji of two UTF-16 units.
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
  expect(positionIn(TEXT, offset, { line: 1, column: 1 })).toEqual({ line, column });
});

test('a part of a file counts from where it begins', () => {
  expect(positionIn('ab\ncd', 1, { line: 7, column: 5 })).toEqual({ line: 7, column: 6 });
  expect(positionIn('ab\ncd', 4, { line: 7, column: 5 })).toEqual({ line: 8, column: 2 });
  expect(positionIn('ab\ncd', 4, { line: 8, column: 1 }, 3)).toEqual({ line: 8, column: 2 });
});
