import type { RequestListener } from 'node:http';
import sirv from 'sirv';

/**
 * Serves the files that are in `folder` now: requests are looked up in a list made at the start, so that no address,
 * however it is written, reaches a file outside.
 */
export function staticFiles(folder: string): RequestListener {
  const serve = sirv(folder, { etag: true, extensions: [], maxAge: 0 });
  return (request, response) => {
    // Nothing here is worth resuming, and a range that ends before it starts makes the reader throw.
    delete request.headers.range;
    if (request.url === '/') request.url = '/index.html';
    serve(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    });
  };
}
