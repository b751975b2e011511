import type { IncomingMessage } from 'node:http';
import { SESSION_PATH } from '../../shared/browser-access.ts';
import { allowedHostNames, bearerToken, isAllowedHost, isSameOrigin, subprotocolToken } from './access.ts';
import type { BrowserAccess } from './browser-access.ts';
import type { Refusal } from './refusal.ts';

/** Headers that say who asks whom. Of two, one reader takes the first and another the last. */
const ONCE: ReadonlySet<string> = new Set(['host', 'origin', 'authorization', 'sec-websocket-protocol']);

function namesOf({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
}

/** A header that stands in the request more than once, of those that may not; null where there is none. */
function repeatedHeader(request: IncomingMessage): string | null {
  const names = namesOf(request).filter((name) => ONCE.has(name));
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

/** Decides which requests are let in. */
export class Gate {
  readonly #hostNames: ReadonlySet<string>;
  readonly #access: Pick<BrowserAccess, 'exchange' | 'sessions'>;

  /** @param host the address that the server listens on */
  constructor(host: string, access: Pick<BrowserAccess, 'exchange' | 'sessions'>) {
    this.#hostNames = allowedHostNames(host);
    this.#access = access;
  }

  /** What speaks against answering a request at all: a name that is not ours, a page that is not ours, a body. */
  objection(request: IncomingMessage): Refusal | null {
    const { method, headers, url = '' } = request;
    const repeated = repeatedHeader(request);
    if (repeated !== null)
      return { status: 400, code: 'BAD_REQUEST', message: `The request has two headers “${repeated}”.` };
    if (!isAllowedHost(headers.host, this.#hostNames))
      return { status: 421, code: 'UNAUTHORIZED', message: 'This server is not known by that name.' };
    // `GET http://another.name/`: a name beside that in Host, of which a server has to believe one.
    if (!url.startsWith('/'))
      return { status: 400, code: 'BAD_REQUEST', message: 'The path of a request begins with “/”.' };
    if (headers.origin !== undefined && !isSameOrigin(headers.origin, headers.host))
      return { status: 403, code: 'UNAUTHORIZED', message: 'Requests from other sites are refused.' };
    if (method !== 'GET' && method !== 'HEAD' && !isExchange(request))
      return { status: 405, code: 'BAD_REQUEST', message: 'Only GET and HEAD are answered.' };
    if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')
      return { status: 413, code: 'BAD_REQUEST', message: 'Requests with a body are refused.' };
    return null;
  }

  /** The session that the token of a link is exchanged for, or why it is not. */
  exchange(request: IncomingMessage): { readonly session: string } | Refusal {
    if (request.headers.origin === undefined) return noOrigin('The exchange of a link');
    const session = this.#access.exchange(bearerToken(request.headers.authorization));
    if (session !== null) return { session };
    const message = 'This link has been used already or is too old; each opens the workbench once.';
    return { status: 401, code: 'UNAUTHORIZED', message };
  }

  /** Whether the page that asks over HTTP has a session. */
  sessionObjection({ headers }: IncomingMessage): Refusal | null {
    return this.#tokenObjection(bearerToken(headers.authorization));
  }

  /** What speaks against a WebSocket. Browsers always send an Origin with one; what does not is no browser. */
  upgradeObjection(request: IncomingMessage): Refusal | null {
    const objection = this.objection(request);
    if (objection) return objection;
    if (request.headers.origin === undefined) return noOrigin('A WebSocket');
    return this.#tokenObjection(subprotocolToken(request.headers['sec-websocket-protocol']));
  }

  #tokenObjection(given: string): Refusal | null {
    if (this.#access.sessions.use(given)) return null;
    const message = 'This page was not opened with a link of the Pairlens that is running.';
    return { status: 401, code: 'UNAUTHORIZED', message };
  }
}

/** Whether the request asks for a session in exchange for a link. */
export function isExchange({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && url === SESSION_PATH;
}

function noOrigin(what: string): Refusal {
  return { status: 403, code: 'UNAUTHORIZED', message: `${what} needs an Origin, which browsers send.` };
}
