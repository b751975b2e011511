// Where a Chromium for the end-to-end tests is: Playwright's own if present, else one on the PATH. Bare Node 20+.
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES_ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function playwrightsOwn() {
  try {
    const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath();
    return isExecutable(path) ? path : null;
  } catch (error) {
    // Before `npm ci` there is no Playwright to ask.
    if (error?.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** The path of a Chromium that can be started, or null. */
export function findChromium() {
  const own = playwrightsOwn();
  if (own) return own;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of NAMES_ON_PATH)
    for (const folder of folders) if (isExecutable(join(folder, name))) return join(folder, name);
  return null;
}
