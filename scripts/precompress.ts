/**
 * A step of the build: beside each file of the renderer that compresses, `x.js`, the same as brotli and gzip, `x.js.br` and
 * `x.js.gz`, for the browser server to send. At their highest levels these take a second or two, once, and not at each request.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Fonts and pictures are compressed as they are. */
const TEXT = /\.(?:css|html|js|json|svg)$/;

const ENCODERS = {
  br: (content: Buffer) =>
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  gz: (content: Buffer) => promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
};

/** Writes `.br` and `.gz` beside the files below `folder` that get smaller by it. */
export async function precompress(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name));
  await Promise.all(texts.map((entry) => precompressFile(join(entry.parentPath, entry.name))));
}

async function precompressFile(path: string): Promise<void> {
  const content = await readFile(path);
  for (const [extension, encode] of Object.entries(ENCODERS)) {
    const encoded = await encode(content);
    if (encoded.length < content.length) await writeFile(`${path}.${extension}`, encoded);
  }
}
