import { expect, it } from 'vitest';
import { wordClass } from './word-class.ts';

it.each([
  ['[CLS]', null, 'special'],
  ['<|endoftext|>', null, 'special'],
  [' .', ' dog', 'punctuation'],
  ['1999', null, 'number'],
  [' the', ' over', 'function word'],
  ['של', null, 'function word'],
  [' not', ' is', 'negation'],
  ['לא', null, 'negation'],
  ['##ing', 'walk', 'part of a word'],
  ['ing', ' walk', 'part of a word'],
  [' Berlin', ' in', 'capitalised'],
  ['walk', 'i', 'other word'],
])('%j after %j is %s', (text, before, expected) => {
  expect(wordClass(text, before)).toBe(expected);
});
