/** Who may talk to the server: whoever has a session, from a page that this server itself served. */
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { TOKEN_PROTOCOL_PREFIX } from '../../shared/browser-access.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const ANY_ADDRESS = new Set(['0.0.0.0', '::']);

/** As an address stands in a URL. */
export const inBrackets = (address: string): string => (isIP(address) === 6 ? `[${address}]` : address);

/** Whether the server is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(inBrackets(host)) || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * The names by which a server that listens on `host` may be addressed. A page of another site whose name was made to
 * resolve to this machine (DNS rebinding) still sends its own name. Ports are not compared, since a tunnel may end on
 * another one.
 */
export function allowedHostNames(host: string): ReadonlySet<string> {
  const names = [...LOOPBACK, inBrackets(host).toLowerCase()];
  if (ANY_ADDRESS.has(host)) {
    names.push(hostname().toLowerCase());
    for (const addresses of Object.values(networkInterfaces()))
      for (const { address } of addresses ?? []) names.push(inBrackets(address).toLowerCase());
  }
  return new Set(names);
}

/** Whether a Host header names this server; a header that is no host at all does not. */
export function isAllowedHost(header: string | undefined, names: ReadonlySet<string>): boolean {
  const { name, port = '0' } =
    /^(?<name>\[[\da-f:.]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?$/i.exec(header ?? '')?.groups ?? {};
  return name !== undefined && Number(port) <= 65_535 && names.has(name.toLowerCase());
}

/** Whether a request comes from a page that this server served: its origin is the very host it was sent to. */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  return (
    origin !== undefined && host !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`
  );
}

/** The token of `Authorization: Bearer …`; '' without one. */
export function bearerToken(authorization: string | undefined): string {
  return /^Bearer ([\w-]+)$/.exec(authorization ?? '')?.[1] ?? '';
}

/** The token among the subprotocols that a WebSocket handshake offers; '' without one. */
export function subprotocolToken(header: string | undefined): string {
  const offered = (header ?? '').split(',').map((protocol) => protocol.trim());
  return (
    offered
      .find((protocol) => protocol.startsWith(TOKEN_PROTOCOL_PREFIX))
      ?.slice(TOKEN_PROTOCOL_PREFIX.length) ?? ''
  );
}
