/** What no page of this app may do, whatever gets into it: leave, open windows, embed pages, use devices, use the net. */
import { app, type Event, session, shell, type WebContents } from 'electron';
import { isLinkedSite } from '../../shared/linked-sites.ts';
import { isAppUrl } from './app-scheme.ts';

/** Writing to the clipboard after a click: the Copy of a figure's menu. Notifications that a person has turned on. No more. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'notifications']);

function stayOnPage(event: Event<{ url: string }>): void {
  if (!isAppUrl(event.url)) event.preventDefault();
}

function harden(contents: WebContents): void {
  contents.on('will-frame-navigate', stayOnPage);
  contents.on('will-navigate', stayOnPage);
  contents.on('will-redirect', stayOnPage);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isLinkedSite(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Applies to every page, also to one that something should manage to open. */
export function setupHardening(): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => harden(contents));
}

export function setupPermissions(): void {
  const { defaultSession } = session;
  // Who asks is the frame that does, not the page that it is in.
  defaultSession.setPermissionRequestHandler(
    (_contents, permission, callback, { requestingUrl, isMainFrame }) => {
      callback(GRANTED.has(permission) && isMainFrame && isAppUrl(requestingUrl));
    },
  );
  defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin, { isMainFrame, embeddingOrigin }) => {
      return GRANTED.has(permission) && isMainFrame && embeddingOrigin === undefined && isAppUrl(origin);
    },
  );
  defaultSession.setDevicePermissionHandler(() => false);
  // Without a handler Electron offers no screen and no window; one that refuses says so.
  defaultSession.setDisplayMediaRequestHandler((_request, callback) => callback(null));
}

/** Pairlens works offline: a request to the net would be a mistake or an attack. */
export function setupNoNetwork(): void {
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];
  session.defaultSession.webRequest.onBeforeRequest({ urls }, (_details, callback) =>
    callback({ cancel: true }),
  );
}
