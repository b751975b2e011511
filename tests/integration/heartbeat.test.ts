/** The heartbeat of the engine's connections over real sockets: a slow line, a busy process, a browser that is gone. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Heartbeat } from '../../src/main/engine/process/heartbeat.ts';
import { SocketAcceptor } from '../../src/main/engine/process/socket-acceptor.ts';
import { SlowLine } from '../slow-line.ts';

/** Short, so that what is tried takes many of them; an engine's is two hundred times as long. */
const PERIOD_MS = 150;
const MEGABYTE = 1e6;

let server: Server;
let acceptor: SocketAcceptor;
let line: SlowLine;
let accepted: Promise<WebSocket>;

beforeEach(async () => {
  server = createServer();
  accepted = new Promise((resolve) => {
    acceptor = new SocketAcceptor(resolve, new Heartbeat(PERIOD_MS));
  });
  server.on(
    'upgrade',
    ({ method = '', url = '', headers }: IncomingMessage, socket: Socket, head: Buffer) => {
      const handshake = { method, url, headers: headers as Record<string, string> };
      acceptor.accept({ ...handshake, head: head.toString('base64') }, socket);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  line = await SlowLine.to((server.address() as AddressInfo).port, 8 * MEGABYTE);
});
afterEach(() => {
  acceptor.close();
  line.close();
  server.close();
  server.closeAllConnections();
});

const address = () => `ws://127.0.0.1:${line.port}/engine`;

/** A page that is connected, and the engine's end of its connection. */
async function connected(): Promise<{ page: WebSocket; engine: WebSocket }> {
  const page = new WebSocket(address(), ['pairlens']);
  await once(page, 'open');
  return { page, engine: await accepted };
}

/** The length of the next message; rejects when the connection is closed before. */
function received(socket: WebSocket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve(data.length));
    socket.once('close', (code) => reject(new Error(`closed with ${code} before a message came`)));
  });
}
const periods = (count: number) => new Promise((resolve) => setTimeout(resolve, count * PERIOD_MS));

describe('a connection over a slow line', () => {
  it('lives through a frame to the page that takes many periods', async () => {
    const { page, engine } = await connected();
    const arrival = received(page);
    engine.send(new Uint8Array(24 * MEGABYTE));
    expect(await arrival).toBe(24 * MEGABYTE);
    expect(engine.readyState).toBe(WebSocket.OPEN);
    page.terminate();
  });

  it('lives through a frame from the page that takes many periods', async () => {
    const { page, engine } = await connected();
    line.rate = 2 * MEGABYTE;
    const arrival = received(engine);
    page.send(new Uint8Array(5 * MEGABYTE));
    expect(await arrival).toBe(5 * MEGABYTE);
    page.terminate();
  });

  it('lives while nothing is said but ping and pong', async () => {
    const { page, engine } = await connected();
    line.rate = 200;
    await periods(10);
    expect([page.readyState, engine.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    page.terminate();
  });

  it('is ended when nothing comes through any more', async () => {
    const { page, engine } = await connected();
    line.isCut = true;
    await once(engine, 'close');
    expect(page.readyState).toBe(WebSocket.OPEN); // It was told nothing.
    page.terminate();
  });
});

it('a process that was busy for many periods ends nobody', async () => {
  // The page lives in a thread of its own, and answers while this one is busy.
  const page = new Worker(
    `const { WebSocket } = require('ws');
     const { parentPort, workerData } = require('node:worker_threads');
     const socket = new WebSocket(workerData, ['pairlens']);
     socket.on('close', () => parentPort.postMessage('closed'));`,
    { eval: true, workerData: address() },
  );
  const told: unknown[] = [];
  page.on('message', (message) => told.push(message));
  const engine = await accepted;
  for (let times = 0; times < 4; times++) {
    // Just after a ping, between two, and for so long that several ticks are missed.
    await periods(1 + times / 4);
    const until = performance.now() + PERIOD_MS * (1 + times);
    while (performance.now() < until) continue;
  }
  await periods(3);
  expect([engine.readyState, told]).toEqual([WebSocket.OPEN, []]);
  await page.terminate();
});
