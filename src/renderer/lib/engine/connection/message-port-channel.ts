import { RPCLink } from '@orpc/client/message-port';
import { type DesktopBridge, ENGINE_PORT } from '../../../../shared/desktop.ts';
import { type Channel, ConnectionRefused } from './channel.ts';

/** The next port that the preload script hands over; only messages of this very window count. */
function nextPort(page: Window, signal: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== page || event.data !== ENGINE_PORT || !port) return;
      resolve(port);
    };
    page.addEventListener('message', onMessage, { signal });
  });
}

/**
 * Opens a channel to the engine process of the desktop shell.
 *
 * @throws {ConnectionRefused} when the shell says that the engine cannot be started
 */
export async function openMessagePortChannel(bridge: DesktopBridge, page: Window): Promise<Channel> {
  const listening = new AbortController();
  const arrival = nextPort(page, listening.signal);
  try {
    const failure = await bridge.connectEngine();
    if (failure) throw new ConnectionRefused(failure.code, failure.message);
    return channelOver(await arrival);
  } finally {
    listening.abort();
  }
}

function channelOver(port: MessagePort): Channel {
  const closed = new Promise<void>((resolve) => {
    port.addEventListener('close', () => resolve(), { once: true });
  });
  const link = new RPCLink({ port });
  port.start();
  return { link, closed };
}
