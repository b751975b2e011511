import { expect, test } from 'vitest';
import { alignedLabels, columnsOf, truncate, visibleText } from './token-labels.ts';

test.each([
  ['good', 4],
  ['שלום', 4],
  ['日本語', 6],
  ['é', 1],
  ['👩‍🚀', 2],
  ['', 0],
])('%j takes %d columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test.each([
  ['good', 4, 'good'],
  ['internationalisation', 8, 'interna…'],
  ['日本語版', 6, '日本…'],
  ['👩‍🚀👩‍🚀👩‍🚀', 4, '👩‍🚀…'],
])('%j in %d columns is %j', (text, columns, shown) => {
  expect(truncate(text, columns)).toBe(shown);
});

test('whitespace can be seen', () => {
  expect(visibleText(' a\n\t\u0000\ud800')).toBe('␣a↵⇥\ufffd\ufffd');
});

test('aligned positions are named once where both sides agree, and by both where they differ', () => {
  const labels = alignedLabels(['the', 'cat', 'sat'], ['the', 'dog', 'never', 'sat'], {
    pairs: [
      [0, 0],
      [1, 1],
      [2, 3],
    ],
  });
  expect(labels).toEqual(['the', 'cat→dog', 'sat']);
});
