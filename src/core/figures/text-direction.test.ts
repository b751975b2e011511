import { expect, test } from 'vitest';
import { isTokenName, textDirection, textRunsFromRight } from './text-direction.ts';

test.each([
  ['הילד אכל.', 'rtl'],
  ['<|bos|>הילד אכל', 'rtl'],
  ['[CLS] (הילד) Dana', 'rtl'],
  ['<s>הילד</s>', 'rtl'],
  ['. ', 'ltr'],
  ['<|bos|>', 'ltr'],
  ['<|bos|>Dana (דנה)', 'ltr'],
] as const)('“%s” runs %s', (text, direction) => {
  expect(textDirection(text)).toBe(direction);
});

test('tokens run as the first that has a letter, whatever stands before it', () => {
  expect(textRunsFromRight(['<|bos|>', '.', ' ', 'ה'])).toBe(true);
  expect(textRunsFromRight(['<|bos|>', '(', 'a', 'ה'])).toBe(false);
});

test('names of special tokens and of bytes are no text', () => {
  expect(['<|bos|>', '[MASK]', '<0xD7>'].every(isTokenName)).toBe(true);
  expect(['(', 'ה', '<', ' a'].some(isTokenName)).toBe(false);
});
