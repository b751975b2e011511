import { expect, test } from 'vitest';
import { textPair } from './pair-content.ts';
import { pairMatcher, replacer } from './pair-text-search.ts';

const pair = {
  ...textPair('Café', 'Élan vital.', 'No élan, 100 %.', { cluster: 'frame 1', answer: 'John' }),
  extras: { source: 'Über alles' },
};
const matches = (search: string, regex = false) => pairMatcher({ search, regex })(pair);

test('finds a part of any text, whatever its case', () => {
  expect(['élan', 'ÜBER', '0 %', 'FRAME', 'john', 'café', ''].map((search) => matches(search))).toEqual(
    Array.from({ length: 7 }, () => true),
  );
  expect(['_', 'source', 'elan'].map((search) => matches(search))).toEqual([false, false, false]);
});

test('an expression is tried on each text by itself', () => {
  expect(matches('^no\\b', true)).toBe(true);
  expect(matches('vital\\.$', true)).toBe(true);
  expect(matches('vital\\..no', true)).toBe(false);
  expect(() => matches('(?=a)', true)).toThrow('does not look ahead');
  expect(() => matches('(', true)).toThrow('cannot be used');
  expect(() => matches('.{1,1000}!', true)).toThrow('too large');
  expect(matches('^.{1,100}$', true)).toBe(true);
});

test('plain words may be longer than an expression', () => {
  const find = 'Anna went away. '.repeat(60).trim();
  expect(
    replacer({ find, regex: false, matchCase: false, replaceWith: '' })(`${find.toUpperCase()} Then`),
  ).toEqual({ text: ' Then', places: 1 });
});

test('a letter with its accent is found however the two are written', () => {
  const apart = 'cafe\u0301';
  for (const regex of [false, true]) {
    expect(matches(apart, regex)).toBe(true);
    expect(pairMatcher({ search: 'café', regex })(textPair(null, `Le ${apart}.`, ''))).toBe(true);
  }
});

test('an expression that explodes elsewhere comes to its end', () => {
  const long = textPair(null, 'a'.repeat(20_000), `${'a'.repeat(20_000)}!`);
  expect(pairMatcher({ search: '^(a+)+$', regex: true })(long)).toBe(true);
  expect(pairMatcher({ search: '^(a+)+b$', regex: true })(long)).toBe(false);
});

test.each([
  ['a.b', false, true, 'x', 'a.b aab', { text: 'x aab', places: 1 }],
  ['IT', false, false, 'he', 'It is. it was.', { text: 'he is. he was.', places: 2 }],
  ['IT', false, true, 'he', 'It is. it was.', { text: 'It is. it was.', places: 0 }],
  ['not', false, true, '$1\\', 'is not', { text: 'is $1\\', places: 1 }],
  ['(\\w+) not', true, true, 'never $1', 'It was not so.', { text: 'It never was so.', places: 1 }],
  ['(a)', true, true, '[$2]', 'ba', { text: 'b[$2]', places: 1 }],
  ['\\bnever ', true, false, '', 'Never say never again', { text: 'say again', places: 2 }],
])('puts in the place of %s', (find, regex, matchCase, replaceWith, text, result) => {
  expect(replacer({ find, regex, matchCase, replaceWith })(text)).toEqual(result);
});
