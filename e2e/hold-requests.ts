/** Requests that wait, so that one sees what is shown meanwhile. In a browser: in Electron they go another way than through a WebSocket. */
import type { Page } from '@playwright/test';

/** Holds whatever the page asks its server from now on. @returns what lets it through */
export async function holdRequests(page: Page): Promise<() => Promise<void>> {
  const release = await page.evaluateHandle(() => {
    const sockets: { send: (this: WebSocket, ...request: Parameters<WebSocket['send']>) => void } =
      WebSocket.prototype;
    const { send } = sockets;
    const held: (() => void)[] = [];
    sockets.send = function hold(...request) {
      held.push(() => send.apply(this, request));
    };
    return () => {
      sockets.send = send;
      for (const request of held) request();
    };
  });
  return () => release.evaluate((through) => through());
}
