import { expect, test } from 'vitest';
import { z } from 'zod';
import { listOf, nameText, plainOptions, sentenceText, usableText } from './bounds.ts';
import { describeIssues } from './schema-issues.ts';

const problem = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error === undefined ? null : describeIssues(error.issues);
};

test.each<[string, string | null]>([
  ['Negation', null],
  [' a ', null],
  ['שלילה 🌍', null],
  ['x'.repeat(255), null],
  ['x'.repeat(1_000_000), 'has 1,000,000 characters; a name has 255 at most'],
  ['', 'is empty'],
  [' \t', 'is empty'],
  ['a\0b', 'has a NUL character in it'],
  ['a\ud800', 'has half of a surrogate pair in it'],
  ['a\nb', 'has a line break or another control character in it'],
])('a name: %#', (name, expected) => {
  expect(problem(nameText, name)).toBe(expected);
});

test('a sentence may have line breaks and be long, within reason', () => {
  expect(problem(sentenceText, 'a\nb')).toBeNull();
  expect(problem(sentenceText, 'x'.repeat(20_000))).toBeNull();
  expect(problem(sentenceText, 'x'.repeat(20_001))).toBe(
    'has 20,001 characters; a sentence has 20,000 at most',
  );
  expect(problem(sentenceText, 'a\0')).toBe('has a NUL character in it');
});

test('a list that is too long is refused in a few words, whatever is in it', () => {
  const layers = listOf(z.int(), 100, 'layers');
  const wrong = (count: number) => problem(layers, Array<string>(count).fill('x'));
  expect(wrong(100_000)).toBe('has 100,000 layers; 100 are the most');
  expect(wrong(90)).toMatch(/^\[0\]: .*; \[1\]: .*; \[2\]: .*; and 87 more of the kind$/);
  expect(problem(layers, [...Array(101).keys()])).toBe('has 101 layers; 100 are the most');
});

test('plain data may be neither too much nor too deep', () => {
  let deep: unknown = 1;
  for (let at = 0; at < 100_000; at++) deep = { deep };
  expect(problem(plainOptions, { a: [1, { b: 'c' }] })).toBeNull();
  expect(problem(plainOptions, { deep })).toBe('lies more than 16 deep');
  expect(problem(plainOptions, { a: Array(20_000).fill(1) })).toBe('has more than 10,000 values');
  expect(problem(plainOptions, { a: { b: 'c\0' } })).toBe('has a NUL character in it');
  expect(problem(plainOptions, { ['k'.repeat(1000)]: 1 })).toBe('has a field of 1,000 characters');
});

test.each([
  ['a\0b', 10, 'ab'],
  ['abcdef', 3, 'abc'],
  ['ab🌍', 3, 'ab'],
  ['ab🌍', 4, 'ab🌍'],
  ['a\ud800', 10, 'a\ufffd'],
  ['a\tb\n', 10, 'a\tb\n'],
])('what of %j can be used: %#', (text, longest, usable) => {
  expect(usableText(text, longest)).toBe(usable);
});
