import { RPCLink } from '@orpc/client/websocket';
import {
  refusalBody,
  SESSION_PATH,
  TOKEN_PROTOCOL_PREFIX,
  WEBSOCKET_PATH,
  WEBSOCKET_PROTOCOL,
} from '../../../../shared/browser-access.ts';
import { type Channel, ConnectionRefused } from './channel.ts';

/**
 * Asks over HTTP why the socket could not be opened: the WebSocket itself does not say.
 *
 * @throws {ConnectionRefused} when the server answers that it will not: no session, an engine that cannot start.
 */
async function askWhy(pageUrl: string, session: string): Promise<never> {
  const headers = { authorization: `Bearer ${session}` };
  const answer = fetch(new URL(SESSION_PATH, pageUrl), { headers, cache: 'no-store' });
  const response = await answer.catch(() => null);
  if (!response) throw new Error('Its server cannot be reached.');
  if (response.ok) throw new Error('The connection broke off while it was made.');
  const reason = refusalBody.parse(await response.json());
  throw new ConnectionRefused(reason.code, reason.message);
}

/**
 * Opens a channel to the engine behind the server that the page came from.
 *
 * @param pageUrl the page's address; the socket goes to the same host and port
 * @throws {ConnectionRefused} when the server will not connect; Error when it does not answer
 */
export async function openWebSocketChannel(pageUrl: string, session: string): Promise<Channel> {
  const address = new URL(WEBSOCKET_PATH, pageUrl);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, [WEBSOCKET_PROTOCOL, TOKEN_PROTOCOL_PREFIX + session]);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
  });
  const opened = new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true });
  });
  if (!(await Promise.race([opened, closed.then(() => false)]))) return askWhy(pageUrl, session);
  return { link: new RPCLink({ websocket: socket }), closed };
}
