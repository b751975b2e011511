import { expect, test } from 'vitest';
import { isolated } from './isolated.ts';

test.each([
  ['negation', 'negation'],
  ['שלילה [א]', '\u2068שלילה [א]\u2069'],
  ['Dana (דנה)', '\u2068Dana (דנה)\u2069'],
  ['نفي', '\u2068نفي\u2069'],
  // An override without an end would turn the rest of the sentence.
  ['\u202eabc', '\u2068\u202eabc\u2069'],
  ['', ''],
])('%s', (text, apart) => {
  expect(isolated(text)).toBe(apart);
});
