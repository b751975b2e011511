import { expect, test } from 'vitest';
import { wrapText } from './text-width.ts';

test('what is set apart is so in each line that it takes', () => {
  const lines = wrapText('a “\u2068one two three four\u2069” b', 10, 40);
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line.split('\u2068').length).toBe(line.split('\u2069').length);
  expect(lines.join(' ').replace(/[\u2068\u2069]/g, '')).toBe('a “one two three four” b');
});
