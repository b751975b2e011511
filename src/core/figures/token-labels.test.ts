import { expect, test } from 'vitest';
import { columnsOf, directed, quotedToken, truncate } from './token-labels.ts';

test.each([
  ['good', 4],
  ['שלום', 4],
  ['日本語', 6],
  ['é', 1],
  ['👩‍🚀', 2],
  ['', 0],
  ['\u200fשל\u200f', 2],
])('%j takes %d columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test.each([
  ['good', 4, 'good'],
  ['internationalisation', 8, 'interna…'],
  ['日本語版', 6, '日本…'],
  ['👩‍🚀👩‍🚀👩‍🚀', 4, '👩‍🚀…'],
  ['U+6211 U+559C U+6B22', 14, 'U+6211 U+559C…'],
  ['␣<0xD7>abcdef', 8, '␣<0xD7>…'],
  ['abcde<0xF09F98>', 12, 'abcde…'],
])('%j in %d columns is %j', (text, columns, shown) => {
  expect(truncate(text, columns)).toBe(shown);
});

test.each([
  ['left to right as it is', '␣good→bad', '␣good→bad'],
  ['the space of a Hebrew word on its right', '␣של', '\u200f␣של'],
  ['from the first to the second', 'טוב→רע', 'טוב\u200e→\u200eרע'],
  ['what begins in Latin letters as it is', 'a של', 'a של'],
])('%s', (_what, label, drawn) => {
  expect(directed(label)).toBe(drawn);
});

test('signs without letters run as their row does', () => {
  expect(directed('(')).toBe('(');
  expect(directed('(', 'rtl')).toBe('\u200f(\u200f');
  expect(directed('<|bos|>', 'rtl')).toBe('<|bos|>');
});

test('a token in a sentence is quoted, and set apart where it runs from right to left', () => {
  expect(['not', '##s', 'לא', '##ל'].map(quotedToken)).toEqual([
    '“not”',
    '“##s”',
    '“\u2068לא\u2069”',
    '“\u2068##ל\u2069”',
  ]);
});
