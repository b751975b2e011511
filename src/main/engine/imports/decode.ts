/** From the bytes of a file, piece by piece, to text, or to the reason why they are not text that a table could be in. */
import { isUtf8 } from 'node:buffer';

/** What a piece of bytes came to. `wrong`: what ends the text there; what came before it is good. */
export interface Decoded {
  readonly text: string;
  readonly wrong: string | null;
}

const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_LITTLE_ENDIAN_MARK = [0xff, 0xfe];
const UTF16_BIG_ENDIAN_MARK = [0xfe, 0xff];
/** As many bytes as it takes to tell what a file is. */
const LONGEST_MAGIC = 4;

/** What people take for a table, by its first bytes, and what to do with it. */
const OTHER_FILES: readonly { readonly magic: readonly number[]; readonly words: string }[] = [
  {
    magic: [0x50, 0x4b, 0x03, 0x04],
    words: 'not a table: the file is a workbook or an archive; save the sheet itself as CSV',
  },
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    words: 'not a table: the file is an old workbook; save the sheet itself as CSV',
  },
  { magic: [0x1f, 0x8b], words: 'not a table: the file is compressed with gzip; unpack it first' },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    words: 'not a table: the file is compressed with zstd; unpack it first',
  },
  { magic: [0x50, 0x41, 0x52, 0x31], words: 'not a table: the file is Parquet; write it as CSV or JSONL' },
  { magic: [0x25, 0x50, 0x44, 0x46], words: 'not a table: the file is a PDF' },
];

const NUL_WORDS = 'not a table: the file has NUL bytes, so it is not text';

/** Takes UTF-8 with or without byte order mark, and UTF-16 as spreadsheets write it. */
export class FileDecoder {
  #head: Uint8Array = new Uint8Array();
  #decode: PieceDecoder | null = null;

  push(bytes: Uint8Array): Decoded {
    if (this.#decode !== null) return withoutNul(this.#decode.push(bytes));
    this.#head = joined(this.#head, bytes);
    return this.#head.length < LONGEST_MAGIC ? { text: '', wrong: null } : this.#begin();
  }

  end(): Decoded {
    const begun = this.#decode === null ? this.#begin() : { text: '', wrong: null };
    const rest =
      begun.wrong === null && this.#decode !== null ? this.#decode.end() : { text: '', wrong: null };
    return withoutNul({ text: begun.text + rest.text, wrong: begun.wrong ?? rest.wrong });
  }

  #begin(): Decoded {
    const head = this.#head;
    this.#head = new Uint8Array();
    const other = OTHER_FILES.find(({ magic }) => startsWith(head, magic));
    if (other !== undefined) return { text: '', wrong: other.words };
    const [decoder, mark] = decoderOf(head);
    this.#decode = decoder;
    return withoutNul(decoder.push(head.subarray(mark)));
  }
}

/** The decoder of a file, and how many bytes its byte order mark has. Letters of our alphabet tell UTF-16 without a mark. */
function decoderOf(head: Uint8Array): [PieceDecoder, number] {
  if (startsWith(head, UTF8_MARK)) return [new Utf8Pieces(), UTF8_MARK.length];
  if (startsWith(head, UTF16_LITTLE_ENDIAN_MARK)) return [new Utf16Pieces('little'), 2];
  if (startsWith(head, UTF16_BIG_ENDIAN_MARK)) return [new Utf16Pieces('big'), 2];
  const [first = 0, second = 0, third = 0, fourth = 0] = head;
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return [new Utf16Pieces('little'), 0];
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return [new Utf16Pieces('big'), 0];
  return [new Utf8Pieces(), 0];
}

interface PieceDecoder {
  push(bytes: Uint8Array): Decoded;
  end(): Decoded;
}

class Utf8Pieces implements PieceDecoder {
  /** The first bytes of a character whose others are still to come. */
  #carry: Uint8Array = new Uint8Array();

  push(piece: Uint8Array): Decoded {
    const bytes = joined(this.#carry, piece);
    const whole = bytes.length - unfinished(bytes);
    this.#carry = bytes.slice(whole);
    return decodeUtf8(bytes.subarray(0, whole));
  }

  end(): Decoded {
    return decodeUtf8(this.#carry);
  }
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  if (isUtf8(bytes)) return { text: textOf(bytes), wrong: null };
  const bad = firstInvalidByte(bytes);
  const value = (bytes[bad] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return {
    text: textOf(bytes.subarray(0, bad)),
    wrong: `invalid UTF-8: byte 0x${value} cannot stand here; save the file as UTF-8 ("CSV UTF-8" in Excel)`,
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** How many bytes at the end are the beginning of a character that is not all there. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    // A byte 10xxxxxx continues a character; any other begins one.
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

class Utf16Pieces implements PieceDecoder {
  readonly #decoder = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });
  readonly #swap: boolean;
  #carry: Uint8Array = new Uint8Array();

  constructor(order: 'little' | 'big') {
    this.#swap = order === 'big';
  }

  push(piece: Uint8Array): Decoded {
    const bytes = joined(this.#carry, piece);
    const whole = bytes.length - (bytes.length % 2);
    this.#carry = bytes.slice(whole);
    const units = this.#swap ? Buffer.from(bytes.subarray(0, whole)).swap16() : bytes.subarray(0, whole);
    return this.#decode(() => this.#decoder.decode(units, { stream: true }));
  }

  end(): Decoded {
    if (this.#carry.length > 0)
      return { text: '', wrong: 'invalid UTF-16: the file ends within a character' };
    return this.#decode(() => this.#decoder.decode());
  }

  #decode(decode: () => string): Decoded {
    try {
      return { text: decode(), wrong: null };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return { text: '', wrong: 'invalid UTF-16: half of a character; save the file as UTF-8' };
    }
  }
}

function withoutNul({ text, wrong }: Decoded): Decoded {
  const nul = text.indexOf('\0');
  return nul === -1 ? { text, wrong } : { text: text.slice(0, nul), wrong: NUL_WORDS };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  return first.length === 0 ? second : Buffer.concat([first, second]);
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
