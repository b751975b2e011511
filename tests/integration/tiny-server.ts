/** A server with an engine process of a small contract, and its clients as they are on the wire. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientOptions, WebSocket } from 'ws';
import { type RunningServer, type ServerOptions, startServer } from '../../src/main/server/server.ts';
import type { TinyContract } from '../fixtures/tiny-engine/contract.ts';

export const TINY = join(import.meta.dirname, '..', 'fixtures', 'tiny-engine');

/** Servers with homes in one folder. */
export class TinyServers {
  readonly folder = mkdtempSync(join(tmpdir(), 'pairlens-server-'));
  /** What they have said. */
  readonly said: string[] = [];

  start(options: ServerOptions = {}): Promise<RunningServer> {
    return startServer({
      engineEntry: join(TINY, 'process.ts'),
      rendererDir: join(TINY, 'renderer'),
      say: (text) => this.said.push(text),
      // What lets browsers in is kept there.
      home: this.newHome(),
      ...options,
    });
  }

  newHome(): string {
    return mkdtempSync(join(this.folder, 'home-'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export interface Answer {
  readonly status: number;
  /** In small letters. */
  readonly headers: string;
  readonly headersAsSent: string;
  readonly body: string;
}

/** A request exactly as written, for clients such as fetch tidy addresses before they send them. */
export function raw(port: number, lines: readonly string[]): Promise<Answer> {
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

export const get = (port: number, path: string, host = `127.0.0.1:${port}`, ...more: string[]) =>
  raw(port, [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...more]);

/** A socket of a page that was let in, unless it has another session. */
export function openSocket(
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
export function handshake(socket: WebSocket): Promise<number> {
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
export function linkOver(socket: WebSocket): RPCLink<Record<never, never>> {
  return new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
}

export function tinyClient(socket: WebSocket): ContractRouterClient<TinyContract> {
  return createORPCClient(linkOver(socket));
}
