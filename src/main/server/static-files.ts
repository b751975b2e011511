import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { lookup } from 'mrmime';
import { PairlensError } from '../../shared/errors.ts';

interface StaticFile {
  readonly content: Buffer;
  readonly type: string;
  readonly etag: string;
}

function readStaticFile(path: string): StaticFile {
  const content = readFileSync(path);
  const type = lookup(path) ?? 'application/octet-stream';
  return {
    content,
    type: type === 'text/html' ? 'text/html; charset=utf-8' : type,
    etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
  };
}

/** Every file below `folder`, by its path in an address: `/assets/index.js`. */
function readAll(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, readStaticFile(path));
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
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
      return;
    }
    response.setHeader('etag', file.etag);
    response.setHeader('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === file.etag) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.content.length });
    response.end(request.method === 'HEAD' ? undefined : file.content);
  };
}
