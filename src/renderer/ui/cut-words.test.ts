import { expect, test } from 'vitest';
import { cutOf, cutWords } from './cut-words.ts';

test('a field that took everything says nothing', () => {
  expect(cutWords(1000, 1000, false)).toBeNull();
});

test('what was cut and what was left out are said', () => {
  expect(cutWords(1_040_000, 1000, true)).toBe(
    '1,000 characters are the most: of 1,040,000, the rest was cut. NUL characters were left out.',
  );
});

test('what is selected gives way to what is pasted', () => {
  const field = { value: 'a'.repeat(8), selectionStart: 2, selectionEnd: 6 } as HTMLInputElement;
  expect(cutOf(field, 'b'.repeat(6), 10)).toBeNull();
  expect(cutOf(field, 'b'.repeat(7), 10)).toBe('10 characters are the most: of 11, the rest was cut.');
});
