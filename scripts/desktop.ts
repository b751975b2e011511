/**
 * Whether the desktop shell can run here, and where its Electron is. Electron comes without its binary, which is
 * downloaded the first time that somebody wants it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ELECTRON = join(import.meta.dirname, '..', 'node_modules', 'electron');
const DOWNLOAD_WITHIN_MS = 180_000;

/** The path of Electron's binary, or null when it is not there. */
export function electronBinary(folder = ELECTRON): string | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(override ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : null;
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly uid: number | undefined;
}

/** Why a window cannot be opened here, whatever is installed; null when nothing speaks against it. */
export function whyNoWindow({ platform, environment, uid }: Machine): string | null {
  if (platform !== 'linux') return null;
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return 'there is no display here';
  if (uid === 0) return 'Electron does not run as root';
  return null;
}

/** Downloads Electron's binary, quietly; null when it is there afterwards, else why it is not. */
export function downloadElectron(folder = ELECTRON): string | null {
  process.stderr.write('Downloading Electron, once (about 120 MB) …\n');
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    timeout: DOWNLOAD_WITHIN_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0 && electronBinary(folder)) return null;
  if (status === null)
    return `Electron could not be downloaded within ${DOWNLOAD_WITHIN_MS / 60_000} minutes`;
  const [reason = 'unknown reason'] = stderr.split('\n').filter((line) => /error/i.test(line));
  return `Electron could not be downloaded (${reason.trim()})`;
}
