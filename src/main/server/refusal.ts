import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../../shared/errors.ts';

/** Why a request is not answered as asked. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

export function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  // The connection may hold a body that nobody reads.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ code, message }));
}

/** A browser shows nothing of a refused handshake but that it failed; the page asks at SESSION_PATH for the reason. */
export function refuseUpgrade(socket: Duplex, { status }: Refusal): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
