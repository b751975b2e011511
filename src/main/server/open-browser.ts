/**
 * Opens the person's browser. Every user of a machine can read the arguments of its processes, so the link is not among
 * them: the browser is opened with a file that only this person can read, and goes on from there.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFolder } from '../engine/files/make-folder.ts';
import { type BrowserAccess, linkTo } from './browser-access.ts';

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  linux: ['xdg-open'],
};
/** A browser that has not come until then will not. */
const OPENS_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 500;

/** Whether there is a screen to open a browser on. */
export function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (platform !== 'linux') return OPENERS[platform] !== undefined && !environment['SSH_CONNECTION'];
  return Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
}

/** The page that sends a browser on to `link`, in the place of itself in the tab's history. */
function redirectTo(link: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${link}">
<title>Pairlens</title>
<p>Opening <a href="${link}">the workbench</a> …</p>
`;
}

/**
 * Opens a browser at `address` with a link of its own; when that does not work, the address that was printed is there
 * to be opened by hand.
 * @returns what removes the file, which otherwise goes when the link is used, or after a minute
 */
export function openBrowser(
  address: string,
  { folder, links }: Pick<BrowserAccess, 'folder' | 'links'>,
): () => void {
  const [command, ...args] = OPENERS[process.platform] ?? [];
  if (command === undefined) return () => undefined;
  const token = links.issue();
  makeFolder(folder, 0o700);
  const file = join(folder, `open-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(file, redirectTo(linkTo(address, token)), { flag: 'wx', mode: 0o600 });

  const until = performance.now() + OPENS_WITHIN_MS;
  const remove = (): void => {
    clearInterval(timer);
    links.take(token);
    rmSync(file, { force: true });
  };
  const timer = setInterval(() => {
    if (!links.holds(token) || performance.now() > until) remove();
  }, LOOK_AGAIN_MS).unref();

  const opener = spawn(command, [...args, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
  opener.on('error', remove);
  opener.unref();
  return remove;
}
