import type { IncomingMessage } from 'node:http';
import {
  allowedHostNames,
  bearerToken,
  createToken,
  isAllowedHost,
  isSameOrigin,
  sameToken,
  subprotocolToken,
} from './access.ts';
import type { Refusal } from './refusal.ts';

/** Decides which requests are let in. */
export class Gate {
  readonly token = createToken();
  readonly #hostNames: ReadonlySet<string>;

  /** @param host the address that the server listens on */
  constructor(host: string) {
    this.#hostNames = allowedHostNames(host);
  }

  /** What speaks against answering a request at all: a name that is not ours, a page that is not ours, a body. */
  objection({ method, headers }: IncomingMessage): Refusal | null {
    if (!isAllowedHost(headers.host, this.#hostNames))
      return { status: 421, code: 'UNAUTHORIZED', message: 'This server is not known by that name.' };
    if (headers.origin !== undefined && !isSameOrigin(headers.origin, headers.host))
      return { status: 403, code: 'UNAUTHORIZED', message: 'Requests from other sites are refused.' };
    if (method !== 'GET' && method !== 'HEAD')
      return { status: 405, code: 'BAD_REQUEST', message: 'Only GET and HEAD are answered.' };
    if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')
      return { status: 413, code: 'BAD_REQUEST', message: 'Requests with a body are refused.' };
    return null;
  }

  /** Whether the page that asks over HTTP has the token. */
  sessionObjection({ headers }: IncomingMessage): Refusal | null {
    return this.#tokenObjection(bearerToken(headers.authorization));
  }

  /** What speaks against a WebSocket. Browsers always send an Origin with one; what does not is no browser. */
  upgradeObjection(request: IncomingMessage): Refusal | null {
    const objection = this.objection(request);
    if (objection) return objection;
    if (request.headers.origin === undefined)
      return { status: 403, code: 'UNAUTHORIZED', message: 'A WebSocket needs an Origin.' };
    return this.#tokenObjection(subprotocolToken(request.headers['sec-websocket-protocol']));
  }

  #tokenObjection(given: string): Refusal | null {
    if (sameToken(given, this.token)) return null;
    const message = 'This browser does not have the token of the Pairlens that is running.';
    return { status: 401, code: 'UNAUTHORIZED', message };
  }
}
