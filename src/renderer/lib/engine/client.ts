/**
 * The engine, as the screen calls it: `client.runs.list({ projectId })`. In the desktop shell the calls travel over a
 * MessagePort, in the browser over a WebSocket; nothing else in the renderer knows which. Import this module before
 * anything that reads the address's fragment: it removes the access token from there.
 */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Readable } from 'svelte/store';
import type { Contract } from '../../../shared/contract.ts';
import type { DesktopBridge } from '../../../shared/desktop.ts';
import { takeAccessToken } from './connection/access-token.ts';
import { openMessagePortChannel } from './connection/message-port-channel.ts';
import { type Connection, ReconnectingLink } from './connection/reconnecting-link.ts';
import { openWebSocketChannel } from './connection/websocket-channel.ts';

declare global {
  interface Window {
    /** Present in the desktop shell only. */
    readonly pairlens?: DesktopBridge;
  }
}

export type { Connection } from './connection/reconnecting-link.ts';

/** Native dialogs and menu commands; undefined in the browser. */
export const desktop: DesktopBridge | undefined = window.pairlens;

let token = desktop ? '' : takeAccessToken(window);
const link = new ReconnectingLink(() =>
  desktop ? openMessagePortChannel(desktop, window) : openWebSocketChannel(location.href, token),
);

export const client: ContractRouterClient<Contract> = createORPCClient(link);

/** Whether the engine can be reached, as a Svelte store. */
export const connection: Readable<Connection> = link.connection;

// A server that was started anew prints an address with a new token. Pasted into the open tab, it changes the
// fragment only, so the page is not loaded again.
if (!desktop)
  window.addEventListener('hashchange', () => {
    const present = takeAccessToken(window);
    if (present === token) return;
    token = present;
    link.retry();
  });

/** Tries to connect at once instead of waiting, also after a refusal. */
export function retryConnection(): void {
  link.retry();
}
