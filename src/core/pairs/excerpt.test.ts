import { expect, test } from 'vitest';
import { excerptAround } from './excerpt.ts';
import { wordChanges } from './word-changes.ts';

const ORIGINAL =
  'The shop by the old harbour wall opened at nine in the morning and closed at six in the evening.';
const OTHER = ORIGINAL.replace('opened', 'neither opened').replace('and closed', 'nor closed');
const { putIn } = wordChanges(ORIGINAL, OTHER);

test.each([50, 60, 80])('both changes of a sentence are within %i characters', (room) => {
  const { text, changed } = excerptAround(OTHER, putIn, room);
  expect(changed.map(([from, to]) => text.slice(from, to))).toEqual(['neither', 'nor']);
  expect(changed.at(-1)?.[1]).toBeLessThanOrEqual(room);
  expect(text.endsWith('closed at six in the evening.')).toBe(true);
});

test('a narrow place has both changes, too', () => {
  const [original, other] = ['The movie was both good and short.', 'The movie was neither good nor short.'];
  const { text, changed } = excerptAround(other, wordChanges(original, other).putIn, 25);
  expect(changed.map(([from, to]) => text.slice(from, to))).toEqual(['neither', 'nor']);
  expect(changed.at(-1)?.[1]).toBeLessThanOrEqual(25);
});

test('a sentence that has room is whole', () => {
  expect(excerptAround(OTHER, putIn, 200)).toEqual({ text: OTHER, changed: putIn });
});
