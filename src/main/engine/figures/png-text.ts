/** Words inside of a PNG file: iTXt chunks (PNG specification, third edition, section 11.3.3.4). */
import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length, type and checksum around the 13 bytes of IHDR, which always comes first. */
const HEADER_CHUNK_LENGTH = 4 + 4 + 13 + 4;

/** The file with one chunk of UTF-8 text for each keyword, after its header. */
export function withTextChunks(png: Buffer, texts: Readonly<Record<string, string>>): Buffer {
  const header = SIGNATURE.length + HEADER_CHUNK_LENGTH;
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, header), ...chunks, png.subarray(header)]);
}

export function isPng(content: Uint8Array): boolean {
  return SIGNATURE.equals(content.subarray(0, SIGNATURE.length));
}

/** Texts by keyword, of chunks as {@link withTextChunks} writes them; others, and what follows a damaged chunk, are left out. */
export function readTextChunks(png: Uint8Array): ReadonlyMap<string, string> {
  const file = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const texts = new Map<string, string>();
  let at = SIGNATURE.length;
  while (at + 12 <= file.length) {
    const length = file.readUInt32BE(at);
    if (at + 12 + length > file.length) break;
    const body = file.subarray(at + 8, at + 8 + length);
    const end = body.indexOf(0);
    const isOurs = file.toString('latin1', at + 4, at + 8) === 'iTXt' && body.readUIntBE(end + 1, 4) === 0;
    if (isOurs) texts.set(body.toString('latin1', 0, end), body.toString('utf8', end + 5));
    at += 12 + length;
  }
  return texts;
}

/** Throws RangeError for a keyword that PNG does not allow. */
function textChunk(keyword: string, text: string): Buffer {
  if (!/^[A-Za-z][A-Za-z0-9 ]{0,78}$/.test(keyword)) throw new RangeError(`invalid PNG keyword: ${keyword}`);
  // After the keyword: not compressed, no language, no translated keyword.
  const body = Buffer.concat([
    Buffer.from('iTXt'),
    Buffer.from(keyword),
    Buffer.from([0, 0, 0, 0, 0]),
    Buffer.from(text),
  ]);
  const chunk = Buffer.alloc(4 + body.length + 4);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 4 + body.length);
  return chunk;
}
