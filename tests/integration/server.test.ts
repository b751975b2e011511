/** The browser shell over real sockets, with an engine process of its own small contract. */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES } from '../../src/main/engine/process/socket-acceptor.ts';
import type { RunningServer } from '../../src/main/server/server.ts';
import { openWebSocketChannel } from '../../src/renderer/lib/engine/connection/websocket-channel.ts';
import type { Contract } from '../../src/shared/contract.ts';
import type { TinyContract } from '../fixtures/tiny-engine/contract.ts';
import { get, handshake, linkOver, openSocket, tinyClient, TinyServers } from './tiny-server.ts';

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
    const own = await servers.start();
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

describe('the real engine', () => {
  it('serves the contract from its own process, with the workspace in the home it was given', async () => {
    const home = join(folder, 'home');
    const own = await servers.start({ engineEntry: undefined, home });
    const socket = openSocket(own);
    const client: ContractRouterClient<Contract> = createORPCClient(linkOver(socket));
    expect(await client.workspace.info()).toMatchObject({ home, shell: 'browser' });
    await client.projects.create({ name: 'Negation' });
    expect(await client.projects.list()).toMatchObject([{ name: 'Negation', setCount: 0 }]);
    await expect(client.sets.get({ id: 7 })).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const second = servers.start({ engineEntry: undefined, home });
    await expect(second).rejects.toMatchObject({ code: 'STORE_BUSY' });
    await own.close();
    const third = await servers.start({ engineEntry: undefined, home });
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
    const open = await servers.start({ host: '0.0.0.0' });
    expect((await get(open.port, '/', '127.0.0.1')).status).toBe(200);
    expect((await get(open.port, '/', 'evil.example')).status).toBe(421);
    expect(await handshake(openSocket(open, 'wrong'))).toBe(401);
    await open.close();
  });

  it('says that the port is in use', async () => {
    await expect(servers.start({ port: server.port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      details: { port: server.port },
    });
  });

  it('says that a host is not this machine’s', async () => {
    await expect(servers.start({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('gives the engine its options and has it close its store', async () => {
    const storePath = join(folder, 'store.sqlite');
    const own = await servers.start({ storePath, home: folder });
    const socket = openSocket(own);
    expect(await tinyClient(socket).options()).toEqual({ storePath, home: folder, shell: 'browser' });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await own.close();
    await closed;
    expect(existsSync(`${storePath}.closed`)).toBe(true);
    await expect(fetch(`http://127.0.0.1:${own.port}/`)).rejects.toThrow();
  });

  it('fails with the engine’s own error when that cannot open', async () => {
    const starting = servers.start({ storePath: join(folder, 'newer.sqlite') });
    await expect(starting).rejects.toMatchObject({ code: 'STORE_NEWER', details: { version: 9 } });
  });

  it('says that the engine crashed, starts another, and gives up on one that keeps crashing', async () => {
    const own = await servers.start();
    servers.said.length = 0;
    for (let crash = 1; crash <= 3; crash++) {
      const socket = openSocket(own);
      const client = tinyClient(socket);
      expect(await client.add({ a: crash, b: 0 })).toBe(crash);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      await expect(client.crash()).rejects.toThrow();
      await closed;
      await expect.poll(() => servers.said).toHaveLength(crash);
    }
    expect(servers.said[0]).toContain('stopped unexpectedly (exit code 70)');
    expect(await handshake(openSocket(own))).toBe(503);
    await own.close();
  });
});
