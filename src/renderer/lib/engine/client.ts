/**
 * The engine, as the screen calls it: `client.runs.list({ projectId })`. In the desktop shell the calls travel over a
 * MessagePort, in the browser over a WebSocket; nothing else in the renderer knows which. Import this module before
 * anything that reads the address's fragment: it removes the token of a link from there.
 */
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Readable } from 'svelte/store';
import type { Contract } from '../../../shared/contract.ts';
import type { DesktopBridge } from '../../../shared/desktop.ts';
import { ConnectionRefused, type Channel } from './connection/channel.ts';
import { openMessagePortChannel } from './connection/message-port-channel.ts';
import { PageAccess } from './connection/page-access.ts';
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

/** In the browser a page has to be let in; the page of the desktop shell is the only one there is. */
const access = desktop ? null : new PageAccess(window, () => link.retry());
access?.takeLink();

const link: ReconnectingLink = new ReconnectingLink(() =>
  desktop ? openMessagePortChannel(desktop, window) : openInBrowser(),
);

async function openInBrowser(): Promise<Channel> {
  const session = (await access?.session()) ?? '';
  try {
    return await openWebSocketChannel(location.href, session);
  } catch (error) {
    if (error instanceof ConnectionRefused && error.code === 'UNAUTHORIZED') access?.forget(session);
    throw error;
  }
}

export const client: ContractRouterClient<Contract> = createORPCClient(link);

/** Whether the engine can be reached, as a Svelte store. */
export const connection: Readable<Connection> = link.connection;

// A link that is pasted into the open tab changes the fragment only, so the page is not loaded again. It is exchanged
// also where the page is connected, lest it stay in the browser's history and hold. What came of it, the connection tells.
window.addEventListener('hashchange', ({ oldURL }) => {
  if (access?.takeLink(new URL(oldURL).hash) !== true) return;
  const tryAgain = (): void => link.retry();
  access.session().then(tryAgain, tryAgain);
});

/** Tries to connect at once instead of waiting, also after a refusal. */
export function retryConnection(): void {
  link.retry();
}
