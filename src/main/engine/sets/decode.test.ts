import { expect, test } from 'vitest';
import { decodeUtf8 } from './decode.ts';

const utf8 = new TextEncoder();

/** Text and raw bytes, one after the other. */
function file(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...utf8.encode(part)])),
  );
}

test.each([
  ['plain text', file('a,b\n')],
  ['a byte order mark, which goes', file(0xef, 0xbb, 0xbf, 'a,b\n')],
])('takes %s', (_name, bytes) => {
  const decoded = decodeUtf8(bytes);
  expect(decoded.ok && new TextDecoder().decode(decoded.bytes)).toBe('a,b\n');
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
  const decoded = decodeUtf8(bytes);
  expect(decoded).toMatchObject({ ok: false, position: { line, column } });
  expect(decoded.ok ? '' : decoded.message).toContain(`invalid UTF-8: byte ${byte} `);
});

test.each([
  ['UTF-16 LE', file(0xff, 0xfe, 'a', 0), null, 'UTF-16'],
  ['UTF-16 BE', file(0xfe, 0xff, 0, 'a'), null, 'UTF-16'],
  ['a workbook', file('PK', 3, 4, 0x80), null, 'not a table'],
  ['NUL bytes', file('a\nb', 0, 'c'), { line: 2, column: 2 }, 'not a table'],
])('says that a file is %s', (_name, bytes, position, message) => {
  expect(decodeUtf8(bytes)).toEqual({
    ok: false,
    position,
    message: expect.stringContaining(message) as string,
  });
});
