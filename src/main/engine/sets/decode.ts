/** From the bytes of a file to text, or to the reason why they are not text that a table could be in. */
import { isUtf8 } from 'node:buffer';
import type { FilePosition } from './line-index.ts';
import { lineIndexOfBytes } from './line-index.ts';

/** `bytes` are valid UTF-8 without byte order mark. */
export type Decoded =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly position: FilePosition | null; readonly message: string };

const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04];
const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_LITTLE_ENDIAN_MARK = [0xff, 0xfe];
const UTF16_BIG_ENDIAN_MARK = [0xfe, 0xff];

/** Takes UTF-8 with or without byte order mark; says what else a file is where that can be told from its bytes. */
export function decodeUtf8(file: Uint8Array): Decoded {
  if (startsWith(file, UTF16_LITTLE_ENDIAN_MARK) || startsWith(file, UTF16_BIG_ENDIAN_MARK)) {
    return refuse(null, 'the file is UTF-16: save it as UTF-8 ("CSV UTF-8" in Excel)');
  }
  if (startsWith(file, ZIP_MAGIC)) {
    return refuse(null, 'not a table: the file is a workbook or an archive; save the sheet itself as CSV');
  }
  const bytes = startsWith(file, UTF8_MARK) ? file.subarray(UTF8_MARK.length) : file;
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    const before = bytes.subarray(0, nul);
    const position = isUtf8(before) ? lineIndexOfBytes(before)(nul) : null;
    return refuse(
      position,
      'not a table: the file has NUL bytes, so it is not text (or it is UTF-16 without mark)',
    );
  }
  if (!isUtf8(bytes)) {
    const bad = firstInvalidByte(bytes);
    const value = (bytes[bad] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    return refuse(
      lineIndexOfBytes(bytes.subarray(0, bad))(bad),
      `invalid UTF-8: byte 0x${value} cannot stand here; save the file as UTF-8`,
    );
  }
  return { ok: true, bytes };
}

function refuse(position: FilePosition | null, message: string): Decoded {
  return { ok: false, position, message };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/**
 * Where the first character that is not UTF-8 begins. A prefix is good while a streaming decoder takes it, which may
 * leave the first bytes of a character waiting for more; what it has emitted by then is the valid part.
 */
function firstInvalidByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodePrefix(bytes, middle) === null) bad = middle;
    else good = middle;
  }
  return Buffer.byteLength(decodePrefix(bytes, good) ?? '', 'utf8');
}

function decodePrefix(bytes: Uint8Array, length: number): string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes.subarray(0, length), { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
