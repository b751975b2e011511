import { expect, it } from 'vitest';
import { catalogueForm } from './pair-form.ts';

const TEXT = 'When Mary and John went out, John gave a book to';
const pair = (answer: string | null, wrongAnswer: string | null, original: string | null = TEXT) => ({
  original,
  originalIds: null,
  answer,
  wrongAnswer,
});

it.each([
  [pair('Mary', 'John'), true],
  [pair(' mary', 'JOHN'), true],
  [pair('John', 'Mary'), false],
  [pair('Anna', 'John'), false],
  [pair(null, null), false],
  [pair('', ''), false],
  [{ original: null, originalIds: [5, 10, 6, 11, 7, 11], answer: '10', wrongAnswer: '11' }, true],
  [{ original: null, originalIds: [5, 10, 6, 11, 7], answer: '10', wrongAnswer: '11' }, false],
])('a pair of the form names the answer, and the wrong answer twice: %j %s', (one, isOne) => {
  expect(catalogueForm.mayBe(one)).toBe(isOne);
});
