import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { WEBSOCKET_PROTOCOL } from '../../../shared/browser-access.ts';
import type { ToEngine } from './messages.ts';

/** The longest message that a browser may send: a file of sentences to import, with room. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const HEARTBEAT_MS = 30_000;

type Upgrade = Extract<ToEngine, { type: 'upgrade' }>;

/**
 * Completes WebSocket handshakes on sockets that the server has checked and handed over, and ends connections whose
 * browser has silently gone (a laptop asleep, a tunnel torn down).
 */
export class SocketAcceptor {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    // The token that came beside it is not echoed.
    handleProtocols: () => WEBSOCKET_PROTOCOL,
  });
  readonly #answered = new WeakSet<WebSocket>();
  readonly #heartbeat = setInterval(() => this.#checkAll(), HEARTBEAT_MS).unref();
  readonly #onSocket: (socket: WebSocket) => void;

  constructor(onSocket: (socket: WebSocket) => void) {
    this.#onSocket = onSocket;
  }

  accept(handshake: Upgrade, socket: Socket): void {
    const request = new IncomingMessage(socket);
    request.method = handshake.method;
    request.url = handshake.url;
    request.headers = handshake.headers;
    this.#server.handleUpgrade(request, socket, Buffer.from(handshake.head, 'base64'), (accepted) => {
      this.#answered.add(accepted);
      accepted.on('pong', () => this.#answered.add(accepted));
      // A message over the limit or a broken frame: ws closes that connection with the code for it.
      accepted.on('error', (error) => console.error(`A browser's connection failed: ${error.message}`));
      this.#onSocket(accepted);
    });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const socket of this.#server.clients) socket.close(1001, 'The engine is closing.');
  }

  #checkAll(): void {
    for (const socket of this.#server.clients) {
      if (!this.#answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }
}
