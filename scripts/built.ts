/** Builds out/ when a source is newer than it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = [
  'src',
  'electron.vite.config.ts',
  'scripts/external-packages.ts',
  'scripts/precompress.ts',
  'package-lock.json',
];
const RESULTS = [
  'out/main/electron.js',
  'out/main/engine.js',
  'out/main/server.js',
  'out/main/cli.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/** When anything in a file or folder last changed, in milliseconds since 1970. Tests do not count. */
function newest(path: string): number {
  const stats = statSync(path);
  const { mtimeMs } = stats;
  if (!stats.isDirectory()) return mtimeMs;
  const names = readdirSync(path).filter((name) => !name.endsWith('.test.ts'));
  return Math.max(mtimeMs, ...names.map((name) => newest(join(path, name))));
}

/** Whether out/ is older than what it is made from, or not there. */
export function isStale(root = ROOT): boolean {
  const results = RESULTS.map((path) => join(root, path));
  if (!results.every((path) => existsSync(path))) return true;
  const builtAt = Math.min(...results.map((path) => statSync(path).mtimeMs));
  return SOURCES.some((path) => newest(join(root, path)) > builtAt);
}

/** Builds when that is needed; ends the process with the build's own message when it fails. */
export function ensureBuilt(): void {
  if (!isStale()) return;
  process.stderr.write('Building the workbench …\n');
  const electronVite = createRequire(import.meta.url).resolve('electron-vite/package.json');
  const command = join(dirname(electronVite), 'bin', 'electron-vite.js');
  const args = [command, 'build', '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}
