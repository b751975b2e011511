/**
 * What a token says by itself. A byte-level token may be a part of a character only, or the end of one and the beginning of
 * another: those bytes are no text, and are shown as what they are, <0xD7>, as vocabularies with byte fallback write them.
 */
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/** A token, or a word of several, as far as its text goes. */
export interface TokenText {
  /** Its label: text, a byte that is none as <0xD7>, and the mark of WordPiece where it continues a word (##ing). */
  readonly text: string;
  /** Hex of the UTF-8 that it stands for, where that is not the UTF-8 of `text`. */
  readonly bytes?: string | undefined;
}

/** The UTF-8 that a token stands for, whole characters or not. */
export function bytesOfToken({ text, bytes }: TokenText): Uint8Array {
  return bytes === undefined
    ? encodeUtf8(text)
    : Uint8Array.from(bytes.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** 'd7a9' */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A character whose UTF-8 begins at `at`, or a byte that begins none. */
export interface ReadCharacter {
  readonly at: number;
  readonly length: number;
  /** null: the byte is no character. */
  readonly text: string | null;
}

/** The characters of UTF-8 in order, and the bytes between them that are none. */
export function charactersOf(bytes: Uint8Array): ReadCharacter[] {
  const characters: ReadCharacter[] = [];
  for (let at = 0; at < bytes.length;) {
    const isAscii = (bytes[at] ?? 0) < 0x80;
    const text = isAscii ? String.fromCharCode(bytes[at] ?? 0) : characterAt(bytes, at);
    const length = isAscii || text === null ? 1 : encodeUtf8(text).length;
    characters.push({ at, length, text });
    at += length;
  }
  return characters;
}

/** The text of UTF-8; bytes that are no character are written <0xD7>, several together <0xF09F98>. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  let broken = '';
  const endBroken = () => {
    if (broken !== '') text += `<0x${broken.toUpperCase()}>`;
    broken = '';
  };
  for (const { at, text: character } of charactersOf(bytes)) {
    if (character === null) broken += hexOf(bytes.subarray(at, at + 1));
    else {
      endBroken();
      text += character;
    }
  }
  endBroken();
  return text;
}

/** Whether UTF-8 has whole characters only. */
export function isWholeText(bytes: Uint8Array): boolean {
  return charactersOf(bytes).every(({ text }) => text !== null);
}

/** The character beyond ASCII whose UTF-8 begins at byte `at`; null when none does. */
function characterAt(bytes: Uint8Array, at: number): string | null {
  const lead = bytes[at] ?? 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  try {
    return decodeUtf8(bytes.subarray(at, at + length)) || null;
  } catch {
    // Bytes that are no character: a piece of one without the rest.
    return null;
  }
}
