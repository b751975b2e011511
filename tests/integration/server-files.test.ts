/** The files of the page, as the server sends them. */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { precompress } from '../../scripts/precompress.ts';
import type { RunningServer } from '../../src/main/server/server.ts';
import { type Answer, get, raw, TINY, TinyServers } from './tiny-server.ts';

const servers = new TinyServers();
const { folder } = servers;
let server: RunningServer;
beforeAll(async () => {
  server = await servers.start();
});
afterAll(async () => {
  await server.close();
  servers.remove();
});

describe('files', () => {
  it('serves the page and its assets with their types', async () => {
    const page = await get(server.port, '/');
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>Tiny</title>');
    expect(page.headers).toContain('content-type: text/html; charset=utf-8');
    expect((await get(server.port, '/assets/page.js')).headers).toContain('content-type: text/javascript');
  });

  it.each([
    '/../process.ts',
    '/assets/../../process.ts',
    '/%2e%2e/process.ts',
    '/..%2fprocess.ts',
    '/%252e%252e%252fprocess.ts',
    '/..%5cprocess.ts',
    '/..\\process.ts',
    '//etc/passwd',
    '/assets/%00',
    '/index.html%00.js',
    '/%c0%ae%c0%ae/process.ts',
    '/%',
    '/.env',
    '/assets',
    '/__proto__',
  ])('does not find %s', async (path) => {
    const { status, body } = await get(server.port, path);
    expect(status).toBe(404);
    expect(body).not.toContain('serveEngine');
  });

  it('serves a page that has not changed from the browser’s own copy', async () => {
    const etag = /etag: (\S+)/.exec((await get(server.port, '/')).headersAsSent)?.[1] ?? '';
    const again = await get(server.port, '/', undefined, `If-None-Match: ${etag}`);
    expect([again.status, again.body]).toEqual([304, '']);
    expect((await get(server.port, '/', undefined, 'If-None-Match: "other"')).status).toBe(200);
  });

  describe('that the build named by their content and compressed', () => {
    const rendererDir = join(folder, 'compressed');
    const address = '/assets/room-Dn8KeJlS.js';
    const script = 'export const room = "Heads";\n'.repeat(200);
    let own: RunningServer;
    const getAs = (accepted: string, path = address, ...more: string[]) =>
      get(own.port, path, undefined, `Accept-Encoding: ${accepted}`, ...more);
    const etagOf = ({ headersAsSent }: Answer) => /etag: (\S+)/.exec(headersAsSent)?.[1] ?? '';

    beforeAll(async () => {
      cpSync(join(TINY, 'renderer'), rendererDir, { recursive: true });
      writeFileSync(join(rendererDir, address), script);
      await precompress(rendererDir);
      own = await servers.start({ rendererDir });
    });
    afterAll(() => own.close());

    it.each([
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
      ['br;q=0.2, gzip;q=0.9', 'gzip', gunzipSync],
    ])('are sent to who accepts %s as %s', async (accepted, coding, decompress) => {
      const { status, headers, body } = await getAs(accepted);
      const content = Buffer.from(body, 'latin1');
      expect(status).toBe(200);
      expect(headers).toContain(`content-encoding: ${coding}`);
      expect(headers).toContain('content-type: text/javascript');
      expect(headers).toContain(`content-length: ${content.length}\r\n`);
      expect(headers).toContain('vary: accept-encoding');
      expect(headers).toContain("default-src 'self'");
      expect(content.length).toBeLessThan(script.length / 10);
      expect(decompress(content).toString()).toBe(script);
    });

    it('are sent as they are to who accepts nothing else', async () => {
      const { headers, body } = await get(own.port, address);
      expect(body).toBe(script);
      expect(headers).not.toContain('content-encoding');
      // A cache in between must not hand this to a browser that takes another.
      expect(headers).toContain('vary: accept-encoding');
    });

    it('have a tag for each encoding, and are not sent again to who has that one', async () => {
      const [brotli, gzip, plain] = [await getAs('br'), await getAs('gzip'), await getAs('identity')];
      expect(new Set([brotli, gzip, plain].map(etagOf)).size).toBe(3);
      const again = await getAs('br', address, `If-None-Match: ${etagOf(brotli)}`);
      expect([again.status, again.body]).toEqual([304, '']);
      expect(again.headers).toContain('vary: accept-encoding');
      expect(again.headers).toContain('cache-control: public, max-age=31536000, immutable');
      expect((await getAs('gzip', address, `If-None-Match: ${etagOf(brotli)}`)).status).toBe(200);
    });

    it('tell their length without their content', async () => {
      const lines = ['Host: 127.0.0.1', 'Accept-Encoding: br', 'Connection: close'];
      const head = await raw(own.port, [`HEAD ${address} HTTP/1.1`, ...lines]);
      const length = Buffer.from((await getAs('br')).body, 'latin1').length;
      expect(head.body).toBe('');
      expect(head.headers).toContain(`content-length: ${length}\r\n`);
      expect(head.headers).toContain('content-encoding: br');
    });

    it('are kept by browsers for good; the page and what has no such name are asked for again', async () => {
      const cacheControl = async (path: string) =>
        /cache-control: ([^\r]+)/.exec((await getAs('br', path)).headers)?.[1];
      expect(await cacheControl(address)).toBe('public, max-age=31536000, immutable');
      expect(await cacheControl('/')).toBe('no-cache');
      expect(await cacheControl('/index.html')).toBe('no-cache');
      expect(await cacheControl('/assets/page.js')).toBe('no-cache');
    });

    it('have no address of their own', async () => {
      expect((await getAs('br', `${address}.br`)).status).toBe(404);
      expect((await getAs('gzip', `${address}.gz`)).status).toBe(404);
    });
  });

  it('goes on serving what it started with when the folder is gone', async () => {
    const rendererDir = join(folder, 'renderer');
    cpSync(join(TINY, 'renderer'), rendererDir, { recursive: true });
    const own = await servers.start({ rendererDir });
    rmSync(rendererDir, { recursive: true });
    expect((await get(own.port, '/assets/page.js')).status).toBe(200);
    await own.close();
  });

  it('does not start without a workbench to serve', async () => {
    await expect(servers.start({ rendererDir: join(folder, 'never-built') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('survives a range that ends before it starts', async () => {
    const answer = await get(server.port, '/index.html', undefined, 'Range: bytes=9-2');
    expect(answer.status).toBe(200);
  });

  it('answers nothing but GET and HEAD, and takes no bodies', async () => {
    const host = `Host: 127.0.0.1:${server.port}`;
    expect((await raw(server.port, ['POST / HTTP/1.1', host, 'Content-Length: 0'])).status).toBe(405);
    expect((await raw(server.port, ['DELETE / HTTP/1.1', host])).status).toBe(405);
    expect((await raw(server.port, ['GET / HTTP/1.1', host, 'Content-Length: 5', '', 'hello'])).status).toBe(
      413,
    );
    expect((await raw(server.port, ['GET / HTTP/1.1', host, 'Transfer-Encoding: chunked'])).status).toBe(413);
    expect((await raw(server.port, ['HEAD / HTTP/1.1', host, 'Connection: close'])).status).toBe(200);
  });

  it('refuses oversized headers', async () => {
    expect((await get(server.port, '/', undefined, `Cookie: ${'x'.repeat(20_000)}`)).status).toBe(431);
  });

  it('sends its security headers with every answer', async () => {
    for (const path of ['/', '/missing', '/session']) {
      const { headers } = await get(server.port, path);
      expect(headers).toContain("default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';");
      expect(headers).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`);
      expect(headers).toContain("frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
      expect(headers).toContain('x-content-type-options: nosniff');
      expect(headers).toContain('referrer-policy: no-referrer');
      expect(headers).toContain('cross-origin-opener-policy: same-origin');
      expect(headers).toContain('cross-origin-resource-policy: same-origin');
    }
  });
});
