import { expect, test } from 'vitest';
import { CHOICE_PATTERN, chosenOf, chosenText } from './chosen-text.ts';

test.each([
  [[], ''],
  [[7], '7'],
  [[12, 3, 4, 5], '3-5,12'],
  [[1, 3, 5], '1,3,5'],
])('%j is written %s, and read back', (ids, text) => {
  expect(chosenText(ids)).toBe(text);
  expect(text).toMatch(CHOICE_PATTERN);
  expect(chosenOf(text, [1, 2, 3, 4, 5, 6, 7, 12])).toEqual(ids.toSorted((a, b) => a - b));
});

test('all of a large set are two numbers; what does not fit is not written', () => {
  expect(chosenText(Array.from({ length: 10_000 }, (_, at) => at + 1))).toBe('1-10000');
  expect(chosenText(Array.from({ length: 1_000 }, (_, at) => 2 * at))).toBe('');
});

test('pairs that are not there are not chosen', () => {
  expect(chosenOf('3-9,12', [2, 4, 12])).toEqual([4, 12]);
});

test.each(['a', '3-', '3,,4', '1-2-3'])('%s is no choice', (text) => {
  expect(text).not.toMatch(CHOICE_PATTERN);
});
