import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { WEBSOCKET_PROTOCOL } from '../../../shared/browser-access.ts';
import { type Connection, Heartbeat } from './heartbeat.ts';
import type { Upgrade } from './handed-sockets.ts';

/** The longest message that a browser may send: files come in pieces of 1 MiB, and no list of ids has as many. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Completes WebSocket handshakes on sockets that the server has checked and handed over, and minds their heartbeat. */
export class SocketAcceptor {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    // The token that came beside it is not echoed.
    handleProtocols: () => WEBSOCKET_PROTOCOL,
  });
  readonly #heartbeat: Heartbeat;
  readonly #onSocket: (socket: WebSocket) => void;

  constructor(onSocket: (socket: WebSocket) => void, heartbeat = new Heartbeat()) {
    this.#onSocket = onSocket;
    this.#heartbeat = heartbeat;
  }

  accept(handshake: Omit<Upgrade, 'type' | 'id'>, socket: Socket): void {
    const request = new IncomingMessage(socket);
    request.method = handshake.method;
    request.url = handshake.url;
    request.headers = handshake.headers;
    this.#server.handleUpgrade(request, socket, Buffer.from(handshake.head, 'base64'), (accepted) => {
      const connection = connectionOver(accepted, socket);
      this.#heartbeat.watch(connection);
      accepted.on('close', () => this.#heartbeat.forget(connection));
      // A message over the limit or a broken frame: ws closes that connection with the code for it.
      accepted.on('error', (error) => console.error(`A browser's connection failed: ${error.message}`));
      this.#onSocket(accepted);
    });
  }

  close(): void {
    this.#heartbeat.stop();
    for (const socket of this.#server.clients) socket.close(1001, 'The engine is closing.');
  }
}

/** What Node counts of a socket's bytes where it hands them to the operating system; it has no public name. */
interface CountingHandle {
  /** Handed over whole or in part. */
  readonly bytesWritten: number;
  /** Of those, the bytes that the operating system has not taken yet. */
  readonly writeQueueSize: number;
}

function countingHandle(socket: Socket): CountingHandle | null {
  const { _handle: handle } = socket as Socket & { _handle?: Partial<CountingHandle> | null };
  return typeof handle?.bytesWritten === 'number' && typeof handle.writeQueueSize === 'number'
    ? (handle as CountingHandle)
    : null;
}

function connectionOver(websocket: WebSocket, socket: Socket): Connection {
  return {
    bytesRead: () => socket.bytesRead,
    bytesGiven: () => socket.bytesWritten,
    bytesWaiting: () => {
      // The public count goes down only when a whole frame is through, which can take minutes.
      const handle = countingHandle(socket);
      if (!handle) return socket.writableLength;
      return socket.bytesWritten - (handle.bytesWritten - handle.writeQueueSize);
    },
    ping: () => websocket.ping(),
    terminate: () => websocket.terminate(),
  };
}
