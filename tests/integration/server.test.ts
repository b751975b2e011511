/** The browser shell over real sockets, with an engine process of its own small contract. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { precompress } from '../../scripts/precompress.ts';
import { MAX_MESSAGE_BYTES } from '../../src/main/engine/process/socket-acceptor.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/main/server/server.ts';
import { openWebSocketChannel } from '../../src/renderer/lib/engine/connection/websocket-channel.ts';
import type { Contract } from '../../src/shared/contract.ts';
import type { TinyContract } from '../fixtures/tiny-engine/contract.ts';

const TINY = join(import.meta.dirname, '..', 'fixtures', 'tiny-engine');
const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main', 'server', 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'pairlens-server-'));
const said: string[] = [];

function start(options: ServerOptions = {}): Promise<RunningServer> {
  return startServer({
    engineEntry: join(TINY, 'process.ts'),
    rendererDir: join(TINY, 'renderer'),
    say: (text) => said.push(text),
    // What lets browsers in is kept there.
    home: mkdtempSync(join(folder, 'home-')),
    ...options,
  });
}

interface Answer {
  readonly status: number;
  /** In small letters. */
  readonly headers: string;
  readonly headersAsSent: string;
  readonly body: string;
}

/** A request exactly as written, for clients such as fetch tidy addresses before they send them. */
function raw(port: number, lines: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => (text += data));
    socket.on('error', reject);
    socket.on('close', () => {
      const [headers = '', ...body] = text.split('\r\n\r\n');
      resolve({
        status: Number(headers.split(' ')[1]),
        headers: headers.toLowerCase(),
        headersAsSent: headers,
        body: body.join('\r\n\r\n'),
      });
    });
  });
}

const get = (port: number, path: string, host = `127.0.0.1:${port}`, ...more: string[]) =>
  raw(port, [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...more]);

/** A socket of a page that was let in, unless it has another session. */
function openSocket(
  server: RunningServer,
  session = server.access.sessions.issue(),
  options: ClientOptions = {},
  path = '/engine',
) {
  return new WebSocket(`ws://127.0.0.1:${server.port}${path}`, ['pairlens', `pairlens.token.${session}`], {
    origin: `http://127.0.0.1:${server.port}`,
    ...options,
  });
}

/** 101 for a handshake that succeeds, else the status it was refused with. */
function handshake(socket: WebSocket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

/** ws's socket has the four members of a browser's that the link uses. */
function linkOver(socket: WebSocket): RPCLink<Record<never, never>> {
  return new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
}

function tinyClient(socket: WebSocket): ContractRouterClient<TinyContract> {
  return createORPCClient(linkOver(socket));
}

let server: RunningServer;
beforeAll(async () => {
  server = await start();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the contract over a WebSocket', () => {
  it('carries values, binary data, streams and errors between the page and the engine process', async () => {
    const socket = openSocket(server);
    const client = tinyClient(socket);
    expect(await client.add({ a: 2, b: 3 })).toBe(5);

    const reversed = await client.reverse({ content: new Blob([new Uint8Array([1, 2, 250])]) });
    expect(new Uint8Array(await reversed.arrayBuffer())).toEqual(new Uint8Array([250, 2, 1]));

    const counted: number[] = [];
    for await (const n of await client.count({ to: 3 })) counted.push(n);
    expect(counted).toEqual([1, 2, 3]);

    await expect(client.fail()).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'no pair 7',
      data: { id: 7 },
    });
    expect(socket.protocol).toBe('pairlens');
    socket.terminate();
  });

  it('serves several pages at once', async () => {
    const sockets = [openSocket(server), openSocket(server)];
    const sums = await Promise.all(sockets.map((socket, n) => tinyClient(socket).add({ a: n, b: 1 })));
    expect(sums).toEqual([1, 2]);
    for (const socket of sockets) socket.terminate();
  });

  it('passes messages of 8 MiB', async () => {
    const socket = openSocket(server);
    const content = new Blob([new Uint8Array(8 * 1024 * 1024).fill(7)]);
    const back = await tinyClient(socket).reverse({ content });
    expect(back.size).toBe(8 * 1024 * 1024);
    socket.terminate();
  });

  it('closes a connection that sends more than the limit, and that connection only', async () => {
    const socket = openSocket(server);
    await new Promise((resolve) => socket.once('open', resolve));
    const code = new Promise((resolve) => socket.once('close', resolve));
    socket.send(new Uint8Array(MAX_MESSAGE_BYTES + 1));
    expect(await code).toBe(1009); // RFC 6455: message too big

    const another = openSocket(server);
    expect(await tinyClient(another).add({ a: 1, b: 1 })).toBe(2);
    another.terminate();
  });
});

describe('the page’s side', () => {
  /** As in a browser, which sends the page's origin by itself. */
  class PageSocket extends WebSocket {
    constructor(address: URL, protocols: string[]) {
      super(address, protocols, { origin: `http://${address.host}` });
      // A browser's throws nothing when nobody listens.
      this.on('error', () => undefined);
    }
  }
  beforeAll(() => {
    vi.stubGlobal('WebSocket', PageSocket);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it('opens a channel with its session, and learns when the server is gone', async () => {
    const own = await start();
    const session = own.access.sessions.issue();
    const channel = await openWebSocketChannel(own.address, session);
    const client: ContractRouterClient<TinyContract> = createORPCClient(channel.link);
    expect(await client.add({ a: 20, b: 22 })).toBe(42);
    await own.close();
    await channel.closed;
    await expect(openWebSocketChannel(own.address, session)).rejects.toThrow('server cannot be reached');
  });

  it('is told that its session does not hold, and does not try on', async () => {
    await expect(openWebSocketChannel(server.address, 'wrong')).rejects.toMatchObject({
      name: 'ConnectionRefused',
      code: 'UNAUTHORIZED',
    });
  });
});

describe('who is let in', () => {
  const accepted = (options: ClientOptions): Promise<number> =>
    handshake(openSocket(server, undefined, options));

  it('accepts a session from the page that it served itself', async () => {
    expect(await accepted({})).toBe(101);
  });

  it('accepts a page that came through a tunnel from another port', async () => {
    expect(await accepted({ headers: { host: 'localhost:9000' }, origin: 'http://localhost:9000' })).toBe(
      101,
    );
  });

  it.each([
    ['no session', () => ''],
    ['a wrong session', () => 'x'.repeat(43)],
    ['half a session', () => server.access.sessions.issue().slice(0, 20)],
    ['the token of a link, which is no session', () => server.access.links.issue()],
  ])('refuses %s', async (_case, session) => {
    expect(await handshake(openSocket(server, session()))).toBe(401);
  });

  it.each([
    ['a page of another site', 'https://evil.example'],
    ['a page of another port of this machine', 'http://127.0.0.1:1'],
    ['a sandboxed page', 'null'],
  ])('refuses a session that holds from %s', async (_case, origin) => {
    expect(await accepted({ origin })).toBe(403);
  });

  it('refuses a client without an origin', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/engine`, [
      'pairlens',
      `pairlens.token.${server.access.sessions.issue()}`,
    ]);
    expect(await handshake(socket)).toBe(403);
  });

  it('refuses a name that was made to resolve to this machine, for sockets and files', async () => {
    const headers = { host: `evil.example:${server.port}` };
    expect(await accepted({ headers, origin: `http://evil.example:${server.port}` })).toBe(421);
    expect((await get(server.port, '/', 'evil.example')).status).toBe(421);
    expect((await get(server.port, '/', '')).status).toBe(421);
    expect((await get(server.port, '/', '127.0.0.1.evil.example')).status).toBe(421);
  });

  it('refuses another path', async () => {
    expect(await handshake(openSocket(server, undefined, {}, '/other'))).toBe(404);
  });

  it('tells a page why its socket was refused', async () => {
    const ask = (token: string) =>
      fetch(`http://127.0.0.1:${server.port}/session`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(server.access.sessions.issue())).status).toBe(204);
    const refused = await ask('wrong');
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(refused.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['Host: 127.0.0.1', 'Host: evil.example', 'Origin: http://127.0.0.1', 'Authorization: Bearer x'])(
    'refuses a second %s, for sockets and files',
    async (second) => {
      const [name = ''] = second.split(':');
      const first = name === 'Host' ? [] : [second];
      expect((await get(server.port, '/', '127.0.0.1', ...first, second)).status).toBe(400);
      const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
      const lines = ['GET /engine HTTP/1.1', 'Host: 127.0.0.1', ...upgrade, ...first, second];
      expect((await raw(server.port, lines)).status).toBe(400);
    },
  );

  it.each(['http://127.0.0.1/', 'http://evil.example/', 'https://127.0.0.1/session', '*', 'index.html'])(
    'refuses %s as a path',
    async (path) => {
      expect((await get(server.port, path)).status).toBe(400);
    },
  );

  it('asks for a name', async () => {
    expect((await raw(server.port, ['GET / HTTP/1.1', 'Connection: close'])).status).toBe(400);
    expect((await raw(server.port, ['GET / HTTP/1.0'])).status).toBe(421);
  });
});

describe('a link', () => {
  const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '');
  const exchange = (own: RunningServer, token: string, headers: Record<string, string> = {}) =>
    fetch(`${own.address}session`, {
      method: 'POST',
      headers: { origin: new URL(own.address).origin, authorization: `Bearer ${token}`, ...headers },
    });
  const sessionOf = async (answer: Response) => ((await answer.json()) as { session: string }).session;

  it('is exchanged for a session, once', async () => {
    const token = tokenOf(server.newLink());
    const answer = await exchange(server, token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await handshake(openSocket(server, await sessionOf(answer)))).toBe(101);
    const again = await exchange(server, token);
    expect(again.status).toBe(401);
    expect(await again.json()).toMatchObject({
      code: 'UNAUTHORIZED',
      message: expect.stringContaining('used already') as unknown,
    });
  });

  it('goes to one of many who come with it at the same time', async () => {
    const token = tokenOf(server.newLink());
    const answers = await Promise.all(Array.from({ length: 12 }, () => exchange(server, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is another one each time, and all hold until they are used', async () => {
    const tokens = [server.newLink(), server.newLink(), server.newLink()].map(tokenOf);
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect((await exchange(server, token)).status).toBe(200);
  });

  it('is exchanged by the server’s own page only, and stays whole when another tries', async () => {
    const token = tokenOf(server.newLink());
    expect((await exchange(server, token, { origin: 'https://evil.example' })).status).toBe(403);
    const lines = [`Host: 127.0.0.1:${server.port}`, `Authorization: Bearer ${token}`, 'Content-Length: 0'];
    expect((await raw(server.port, ['POST /session HTTP/1.1', ...lines, 'Connection: close'])).status).toBe(
      403,
    );
    expect((await exchange(server, token)).status).toBe(200);
  });

  it('and its session hold when the server was started anew, and nowhere but in its home', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const first = await start({ home });
    const session = await sessionOf(await exchange(first, tokenOf(first.newLink())));
    const unused = tokenOf(first.newLink());
    await first.close();
    const second = await start({ home });
    expect(await handshake(openSocket(second, session))).toBe(101);
    expect((await exchange(second, unused)).status).toBe(200);
    expect(await handshake(openSocket(server, session))).toBe(401);
    await second.close();
  });
});

const TICK_MS = 50;

/**
 * How long a connection on which nothing more is sent lives, and what came on it. The seconds are those of this process's timers,
 * which are the server's: while a busy machine gives it no turn, none pass.
 */
async function lifeOf(port: number, start: string, drip = ''): Promise<{ seconds: number; text: string }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let ticks = 0;
  const ticking = setInterval(() => ticks++, TICK_MS);
  let text = '';
  socket.setEncoding('latin1').on('data', (data: string) => (text += data));
  socket.on('error', () => socket.destroy());
  if (start) socket.write(start);
  const dripping = setInterval(() => drip && socket.writable && socket.write(drip), 1000);
  await once(socket, 'close');
  clearInterval(dripping);
  clearInterval(ticking);
  return { seconds: (ticks * TICK_MS) / 1000, text };
}

describe('a connection without a request ends within ten seconds', () => {
  const asks = (path: string, ...lines: string[]) =>
    [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...lines, ''].join('\r\n');
  it.concurrent.each<[what: string, start: string, drip: string]>([
    ['that sends nothing', '', ''],
    ['that stops in the middle of the headers', 'GET / HTTP/1.1\r\nHost: 127', ''],
    ['that sends a byte of a header each second', 'GET / HTTP/1.1\r\nX: ', 'x'],
    ['that sends a header each second', 'GET / HTTP/1.1\r\n', 'x: y\r\n'],
    ['that sends an empty line each second', '', '\r\n'],
    [
      'that stops in the middle of a handshake',
      asks('/engine', 'Connection: Upgrade', 'Upgrade: websocket'),
      '',
    ],
    ['that dribbles a body', asks('/', 'Content-Length: 1000', ''), 'x'],
    [
      'that dribbles the body of an exchange',
      asks('/session', 'Content-Length: 9', '').replace('GET', 'POST'),
      'x',
    ],
    ['that waits after its answer', asks('/assets/page.js', ''), ''],
    ['that sends something else', '\x16\x03\x01', ''],
  ])('%s', async (_what, start, drip) => {
    const { seconds } = await lifeOf(server.port, start, drip);
    expect(seconds).toBeLessThan(10);
  });

  it.concurrent('and one that is a WebSocket does not', async () => {
    const socket = openSocket(server);
    await once(socket, 'open');
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect(await tinyClient(socket).add({ a: 1, b: 1 })).toBe(2);
    socket.terminate();
  });
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
      own = await start({ rendererDir });
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
    const own = await start({ rendererDir });
    rmSync(rendererDir, { recursive: true });
    expect((await get(own.port, '/assets/page.js')).status).toBe(200);
    await own.close();
  });

  it('does not start without a workbench to serve', async () => {
    await expect(start({ rendererDir: join(folder, 'never-built') })).rejects.toMatchObject({
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

describe('the real engine', () => {
  it('serves the contract from its own process, with the workspace in the home it was given', async () => {
    const home = join(folder, 'home');
    const own = await start({ engineEntry: undefined, home });
    const socket = openSocket(own);
    const client: ContractRouterClient<Contract> = createORPCClient(linkOver(socket));
    expect(await client.workspace.info()).toMatchObject({ home, shell: 'browser' });
    await client.projects.create({ name: 'Negation' });
    expect(await client.projects.list()).toMatchObject([{ name: 'Negation', setCount: 0 }]);
    await expect(client.sets.get({ id: 7 })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const second = start({ engineEntry: undefined, home });
    await expect(second).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await own.close();
    const third = await start({ engineEntry: undefined, home });
    await third.close();
  });
});

describe('the life of the server', () => {
  it('listens on loopback only unless told otherwise', async () => {
    expect(server.address).toBe(`http://127.0.0.1:${server.port}/`);
    expect(server.newLink()).toMatch(new RegExp(`^${server.address}#token=[\\w-]{43}$`));
    // 127.0.0.2 is this machine, but not the address that the server listens on.
    await expect(fetch(`http://127.0.0.2:${server.port}/`)).rejects.toThrow();
  });

  it('keeps checking names when it listens on every address', async () => {
    const open = await start({ host: '0.0.0.0' });
    expect((await get(open.port, '/', '127.0.0.1')).status).toBe(200);
    expect((await get(open.port, '/', 'evil.example')).status).toBe(421);
    expect(await handshake(openSocket(open, 'wrong'))).toBe(401);
    await open.close();
  });

  it('says that the port is in use', async () => {
    await expect(start({ port: server.port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      details: { port: server.port },
    });
  });

  it('says that a host is not this machine’s', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('gives the engine its options and has it close its store', async () => {
    const storePath = join(folder, 'store.sqlite');
    const own = await start({ storePath, home: folder });
    const socket = openSocket(own);
    expect(await tinyClient(socket).options()).toEqual({ storePath, home: folder, shell: 'browser' });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await own.close();
    await closed;
    expect(existsSync(`${storePath}.closed`)).toBe(true);
    await expect(fetch(`http://127.0.0.1:${own.port}/`)).rejects.toThrow();
  });

  it('fails with the engine’s own error when that cannot open', async () => {
    const starting = start({ storePath: join(folder, 'newer.sqlite') });
    await expect(starting).rejects.toMatchObject({ code: 'STORE_NEWER', details: { version: 9 } });
  });

  it('says that the engine crashed, starts another, and gives up on one that keeps crashing', async () => {
    const own = await start();
    said.length = 0;
    for (let crash = 1; crash <= 3; crash++) {
      const socket = openSocket(own);
      const client = tinyClient(socket);
      expect(await client.add({ a: crash, b: 0 })).toBe(crash);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      await expect(client.crash()).rejects.toThrow();
      await closed;
      await expect.poll(() => said).toHaveLength(crash);
    }
    expect(said[0]).toContain('stopped unexpectedly (exit code 70)');
    expect(await handshake(openSocket(own))).toBe(503);
    await own.close();
  });
});

describe('the program (needs a build)', () => {
  /** Runs it with a home of its own; `printed` settles with its first line, or '' when it ends before one. */
  function run(...args: string[]) {
    return runIn(mkdtempSync(join(folder, 'home-')), {}, '--no-open', ...args);
  }

  function runIn(home: string, variables: Record<string, string>, ...args: string[]) {
    const env = { ...process.env, PAIRLENS_HOME: home, ...variables };
    const child = spawn(process.execPath, [MAIN, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, errors }));
    });
    const firstLine = new Promise<string>((resolve) => {
      child.stdout.setEncoding('utf8').once('data', resolve);
    });
    return { child, ended, printed: Promise.race([firstLine, ended.then(() => '')]) };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its address, and closes the store on %s',
    async (signal) => {
      const { child, ended, printed } = run();
      expect(await printed).toMatch(/^The workbench is at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);
      child.kill(signal);
      const { code, errors } = await ended;
      expect(code).toBe(0);
      expect(errors).not.toContain('unexpectedly');
    },
  );

  it('prints another link to the server that runs, and says when there is none', async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const { code, errors } = await runIn(home, {}, '--link').ended;
    expect([code, errors]).toEqual([1, `no workbench is being served from ${home}; start one\n`]);

    const { child, ended, printed } = runIn(home, {}, '--no-open');
    const first = await printed;
    const second = await runIn(home, {}, '--link').printed;
    expect(second).toMatch(/^The workbench is at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);
    expect(second).not.toBe(first);
    expect(second.split('#')[0]).toBe(first.split('#')[0]);
    child.kill('SIGTERM');
    await ended;
  });

  it.skipIf(process.platform !== 'linux')(
    'opens a browser by a file that is nobody else’s and goes when its link is used (with xdg-open, on Linux)',
    async () => {
      const home = mkdtempSync(join(folder, 'home-'));
      const programs = mkdtempSync(join(folder, 'programs-'));
      const heard = join(programs, 'heard');
      writeFileSync(
        join(programs, 'xdg-open'),
        `#!/bin/sh\nprintf %s "$*" > '${heard}.partial'\nmv '${heard}.partial' '${heard}'\n`,
        {
          mode: 0o755,
        },
      );
      const { child, ended, printed } = runIn(home, {
        DISPLAY: ':0',
        PATH: `${programs}:${process.env['PATH'] ?? ''}`,
      });
      const [, address = ''] = /(http\S+)#/.exec(await printed) ?? [];
      await expect.poll(() => existsSync(heard)).toBe(true);
      const file = fileURLToPath(readFileSync(heard, 'utf8'));
      expect(dirname(file)).toBe(join(home, 'browser'));
      expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
      const [, token = ''] = /#token=([\w-]{43})"/.exec(readFileSync(file, 'utf8')) ?? [];
      expect(readFileSync(heard, 'utf8')).not.toContain(token);
      expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain('token');

      const headers = { origin: new URL(address).origin, authorization: `Bearer ${token}` };
      expect((await fetch(`${address}session`, { method: 'POST', headers })).status).toBe(200);
      await expect.poll(() => existsSync(file)).toBe(false);
      child.kill('SIGTERM');
      await ended;
    },
  );

  it('ends with 1 and the reason when the port is in use', async () => {
    const { code, errors } = await run('--port', String(server.port)).ended;
    expect([code, errors]).toEqual([1, `port ${server.port} on 127.0.0.1 is in use; choose another one\n`]);
  });

  it('ends with 2 when it is asked for nonsense', async () => {
    expect((await run('--port', 'eighty').ended).code).toBe(2);
  });
});
