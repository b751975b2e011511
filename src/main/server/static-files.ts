import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { lookup } from 'mrmime';
import { PairlensError } from '../../shared/errors.ts';
import { chooseCoding, type ContentCoding } from './accept-encoding.ts';

/** A file as it is, or as the build compressed it. */
interface Encoded {
  readonly content: Buffer;
  /** Of these very bytes, so that a cache never takes one encoding for the other. */
  readonly etag: string;
}

interface StaticFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly plain: Encoded;
  readonly compressed: ReadonlyMap<ContentCoding, Encoded>;
}

/** How scripts/precompress.ts names what it lays beside a file. */
const EXTENSIONS = { br: '.br', gzip: '.gz' } as const;

/** What the build names by its content: `/assets/index-Dn8KeJlS.js`. Another content would have another name. */
const NAMED_BY_CONTENT = /^\/assets\/.+-[\w-]{8}\.\w+$/;

function readEncoded(path: string): Encoded {
  const content = readFileSync(path);
  return { content, etag: `"${createHash('sha256').update(content).digest('base64url')}"` };
}

function readStaticFile(path: string, address: string): StaticFile {
  const type = lookup(path) ?? 'application/octet-stream';
  const compressed = new Map<ContentCoding, Encoded>();
  for (const [coding, extension] of Object.entries(EXTENSIONS)) {
    const beside = `${path}${extension}`;
    if (existsSync(beside)) compressed.set(coding as keyof typeof EXTENSIONS, readEncoded(beside));
  }
  return {
    type: type === 'text/html' ? 'text/html; charset=utf-8' : type,
    // A year is the longest that caches have to believe.
    cacheControl: NAMED_BY_CONTENT.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache',
    plain: readEncoded(path),
    compressed,
  };
}

/** Every file below `folder`, by its path in an address: `/assets/index.js`. Compressed ones are theirs, and have none. */
function readAll(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(?:br|gz)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(address, readStaticFile(path, address));
  }
  return files;
}

/**
 * The built renderer, a few megabytes, held in memory. An address is looked up as it stands in the list of files, so
 * that no way of writing it reaches anything else, and a build while the server runs does not pull files away from
 * under a page.
 *
 * @throws {PairlensError} NOT_FOUND when the renderer was not built
 */
export function staticFiles(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  let files: Map<string, StaticFile>;
  try {
    files = readAll(folder);
  } catch (error) {
    throw new PairlensError(
      'NOT_FOUND',
      `there is no workbench in ${folder}; run npm run build`,
      { folder },
      error,
    );
  }
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const file = files.get(path === '/' ? '/index.html' : path);
    if (file) send(file, request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
  };
}

function send(
  { type, cacheControl, plain, compressed }: StaticFile,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const coding = chooseCoding(request.headers['accept-encoding'], new Set(compressed.keys()));
  const { content, etag } = compressed.get(coding) ?? plain;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', cacheControl);
  if (compressed.size > 0) response.setHeader('vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  if (coding !== 'identity') response.setHeader('content-encoding', coding);
  response.writeHead(200, { 'content-type': type, 'content-length': content.length });
  response.end(request.method === 'HEAD' ? undefined : content);
}
