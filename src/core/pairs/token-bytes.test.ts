import { expect, test } from 'vitest';
import { surroundings } from './surroundings.ts';
import { bytesOfToken, hexOf, isWholeText, textOfBytes } from './token-bytes.ts';

const bytes = (hex: string) => bytesOfToken({ text: '', bytes: hex });

test.each([
  ['20d7a9', ' ש', true],
  ['d7', '<0xD7>', false],
  ['a9d7', '<0xA9D7>', false],
  ['f09f9880', '😀', true],
  ['61f09f98', 'a<0xF09F98>', false],
  ['80c3a9', '<0x80>é', false],
  // A surrogate in UTF-8 and the longer form of a slash are no characters (RFC 3629).
  ['eda080', '<0xEDA080>', false],
  ['c0af', '<0xC0AF>', false],
  ['efbbbf', '\ufeff', true],
  ['00', '\0', true],
  ['', '', true],
])('the bytes %s say %j', (hex, text, isWhole) => {
  expect(textOfBytes(bytes(hex))).toBe(text);
  expect(isWholeText(bytes(hex))).toBe(isWhole);
  expect(hexOf(bytes(hex))).toBe(hex);
});

test('a token stands for its bytes, or for its text', () => {
  expect(hexOf(bytesOfToken({ text: 'é' }))).toBe('c3a9');
  expect(hexOf(bytesOfToken({ text: '##ing', bytes: '696e67' }))).toBe('696e67');
});

test('a part of a character has its word around it', () => {
  const tokens = [
    { text: '[CLS]', word: null },
    { text: ' <0xD7>', bytes: '20d7', word: 0 },
    { text: '<0xA9>', bytes: 'a9', word: 0 },
    { text: 'ל', word: 0 },
    { text: '!', word: 1 },
  ];
  expect(surroundings(tokens)).toEqual(['', 'של', 'של', '', '']);
});
