import { expect, test } from 'vitest';
import { withoutFontWords } from './without-font.ts';

test('characters that have no font are named, the first six of them', () => {
  expect(withoutFontWords([])).toBe('');
  expect(withoutFontWords(['U+6211'])).toBe(
    'No font of this machine has 我 (U+6211): the figure shows its code. Install a font for it, such as one of Noto.',
  );
  const many = ['U+6211', 'U+559C', 'U+6B22', 'U+1F600', 'U+65E5', 'U+672C', 'U+8A9E', 'U+4E2D'];
  expect(withoutFontWords(many)).toContain('本 (U+672C) and 2 more: the figure shows their codes.');
});
