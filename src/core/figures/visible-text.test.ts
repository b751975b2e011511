import { describe, expect, test } from 'vitest';
import { visibleText, withCodes } from './visible-text.ts';

describe('every character of a label can be seen', () => {
  test.each([
    ['a space before a word', ' good', '␣good'],
    ['a line feed, a tab', 'a\n\t', 'a↵⇥'],
    ['a carriage return', '\r\n', 'U+000D ↵'],
    ['controls are told apart', '\u0000\u0007', 'U+0000 U+0007'],
    ['a zero-width space alone', '\u200b', 'U+200B'],
    ['within a word', 'a\u200bb', 'a U+200B b'],
    ['a zero-width joiner in Latin', 'a\u200db', 'a U+200D b'],
    ['marks of direction', '\u200fא\u202b', 'U+200F א U+202B'],
    ['a soft hyphen, a byte order mark', '\u00ad\ufeff', 'U+00AD U+FEFF'],
    ['other spaces', '\u00a0\u3000', 'U+00A0 U+3000'],
    ['a variation selector alone', '\ufe0f', 'U+FE0F'],
    ['what looks like a sign', '␣', 'U+2423'],
    ['a combining accent alone', '\u0301', '◌\u0301'],
    ['after a space', ' \u0301x', '␣◌\u0301x'],
    ['a vowel sign of Hindi alone', '\u093f', '◌\u093f'],
    ['on its letter it stays', 'e\u0301', 'e\u0301'],
    ['Hebrew with its points', 'שָׁלוֹם', 'שָׁלוֹם'],
    ['a joiner that shapes: Persian', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['at its end it shapes nothing', 'می\u200c', 'می U+200C'],
    ['a joiner that shapes: Hindi', 'क्\u200dष', 'क्\u200dष'],
    ['a family', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
    ['a flag, a heart, a keycap', '🇮🇱❤️1️⃣', '🇮🇱❤️1️⃣'],
    ['private use', '\ue000', 'U+E000'],
    ['a surrogate alone', '\ud800', '\ufffd'],
    ['nothing', '', '∅'],
    ['markup of a byte', '<0xD7>', '<0xD7>'],
  ])('%s', (_what, text, label) => {
    expect(visibleText(text)).toBe(label);
  });
});

describe('what no font has is shown by its code', () => {
  const hasLatin = (character: string) => /[\p{Script=Latin}\p{P}␣◌]/u.test(character);
  test.each([
    ['我喜', 'U+6211 U+559C'],
    [' 我a', '␣ U+6211 a'],
    ['👩‍👦', 'U+1F469 U+200D U+1F466'],
    ['i\u0327', 'i U+0327'],
    ['plain', 'plain'],
  ])('%j', (text, label) => {
    expect(visibleText(text, hasLatin)).toBe(label);
  });

  test('in running text spaces stay', () => {
    expect(withCodes('pair 我 of 2', (character) => character !== '我')).toBe('pair U+6211 of 2');
  });
});
