import { expect, test } from 'vitest';
import { isolated, sentenceParts } from './isolated.ts';

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

test('a sentence in pieces: words of ours, and what is apart from them', () => {
  expect(sentenceParts('run 3')).toEqual([{ text: 'run 3', isApart: false }]);
  expect(sentenceParts('דגם (2)')).toEqual([{ text: 'דגם (2)', isApart: true }]);
  expect(sentenceParts(`Alignment of ${isolated('דגם (2)')}, 3 pairs`)).toEqual([
    { text: 'Alignment of ', isApart: false },
    { text: 'דגם (2)', isApart: true },
    { text: ', 3 pairs', isApart: false },
  ]);
});

test('what is apart within what is apart is one piece', () => {
  expect(sentenceParts(isolated(`set ${isolated('שם')}`))).toEqual([{ text: 'set שם', isApart: true }]);
});
