import { describe, expect, test } from 'vitest';
import { FileDecoder } from './decode.ts';
import { FILE_START, positionIn } from './position.ts';

const utf8 = new TextEncoder();

/** Text and raw bytes, one after the other. */
function file(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...utf8.encode(part)])),
  );
}

/** What a file decodes to when it comes in pieces of so many bytes, and where the text ends. */
function decoded(bytes: Uint8Array, pieceBytes: number) {
  const decoder = new FileDecoder();
  let text = '';
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const piece = decoder.push(bytes.subarray(start, start + pieceBytes));
    text += piece.text;
    if (piece.wrong !== null)
      return { text, wrong: piece.wrong, ...positionIn(text, text.length, FILE_START) };
  }
  const end = decoder.end();
  text += end.text;
  return { text, wrong: end.wrong, ...positionIn(text, text.length, FILE_START) };
}

const utf16 = (text: string): number[] => [...Buffer.from(text, 'utf16le')];
const swapped = (text: string): number[] => [...Buffer.from(text, 'utf16le').swap16()];

describe.each([1, 2, 3, 7, 1000])('in pieces of %i bytes', (pieceBytes) => {
  test.each([
    ['plain text', file('é,b😀\n')],
    ['a byte order mark, which goes', file(0xef, 0xbb, 0xbf, 'é,b😀\n')],
    ['UTF-16 of a little end', file(0xff, 0xfe, ...utf16('é,b😀\n'))],
    ['UTF-16 of a big end', file(0xfe, 0xff, ...swapped('é,b😀\n'))],
    ['UTF-16 without a mark', file(...utf16('é,b😀\n'))],
  ])('takes %s', (_name, bytes) => {
    expect(decoded(bytes, pieceBytes)).toMatchObject({ text: 'é,b😀\n', wrong: null });
  });

  test.each([
    // 0xFF begins no character.
    ['a byte that never occurs', file('ab\né,', 0xff, 'x'), 2, 3, '0xFF'],
    ['the very first byte', file(0x80, 'x'), 1, 1, '0x80'],
    // E2 82 AC is the euro sign; here its last byte is missing.
    ['a character cut short by another', file('é\r\nab', 0xe2, 0x82, 'x'), 2, 3, '0xE2'],
    ['a character cut short by the end', file('a\n', 0xe2, 0x82), 2, 1, '0xE2'],
    ['Latin-1 text', file('caf', 0xe9, ' noir\n'), 1, 4, '0xE9'],
    ['an overlong encoding', file('😀', 0xc0, 0x80), 1, 2, '0xC0'],
    ['a surrogate', file('a', 0xed, 0xa0, 0x80), 1, 2, '0xED'],
  ])('refuses %s where it is', (_name, bytes, line, column, byte) => {
    const { wrong, ...place } = decoded(bytes, pieceBytes);
    expect(place).toMatchObject({ line, column });
    expect(wrong).toContain(`invalid UTF-8: byte ${byte} `);
  });

  test.each([
    ['a workbook', file('PK', 3, 4, 0x80), 1, 1, 'a workbook'],
    ['a compressed file', file(0x1f, 0x8b, 8, 0), 1, 1, 'gzip'],
    ['NUL bytes', file('a\nb', 0, 'c'), 2, 2, 'NUL bytes'],
    ['half of a UTF-16 character', file(0xff, 0xfe, ...utf16('ab'), 0x61), 1, 3, 'ends within a character'],
  ])('says that a file is %s', (_name, bytes, line, column, message) => {
    const { wrong, ...place } = decoded(bytes, pieceBytes);
    expect(place).toMatchObject({ line, column });
    expect(wrong).toContain(message);
  });
});
