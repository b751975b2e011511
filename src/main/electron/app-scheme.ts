/**
 * The page's own address. A scheme of its own, not file:, gives the page an origin, so that the content security policy,
 * storage and the check of who is calling mean something, and no file outside of the renderer's folder can be named.
 */
import { net, protocol } from 'electron';
import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { securityHeaders } from '../../shared/security-headers.ts';

const SCHEME = 'app';
const HOST = 'pairlens';
export const APP_URL = `${SCHEME}://${HOST}/index.html`;

/** Whether an address is one of the workbench's own. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host } = new URL(url);
  return scheme === `${SCHEME}:` && host === HOST;
}

/** The file that an address names, or null when it names none inside of `folder`. */
export function fileOfUrl(url: string, folder: string): string | null {
  if (!isAppUrl(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null; // not UTF-8 in percent encoding
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = resolve(join(folder, path));
  const inside = relative(folder, file);
  return inside !== '' && !inside.startsWith('..') && !isAbsolute(inside) ? file : null;
}

/** Must be called before the app is ready. */
export function setupAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built renderer, and only that, with its security headers. */
export function setupAppProtocol(rendererDir: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileOfUrl(request.url, rendererDir) : null;
    const found = file === null ? null : await readFile(file);
    const headers = new Headers(found?.headers);
    for (const [name, value] of Object.entries(securityHeaders())) headers.set(name, value);
    return new Response(found?.body ?? null, { status: found ? 200 : 404, headers });
  });
}

/** Chromium's own reader of files knows their types; null when there is no such file. */
async function readFile(file: string): Promise<Response | null> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? net.fetch(pathToFileURL(file).href) : null;
}
