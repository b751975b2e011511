/** Words inside of a PNG file: iTXt chunks (PNG specification, third edition, section 11.3.3.4). */
import { crc32 } from 'node:zlib';

const SIGNATURE_LENGTH = 8;
/** Length, type and checksum around the 13 bytes of IHDR, which always comes first. */
const HEADER_CHUNK_LENGTH = 4 + 4 + 13 + 4;

/** The file with one chunk of UTF-8 text for each keyword, after its header. */
export function withTextChunks(png: Buffer, texts: Readonly<Record<string, string>>): Buffer {
  const header = SIGNATURE_LENGTH + HEADER_CHUNK_LENGTH;
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, header), ...chunks, png.subarray(header)]);
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
