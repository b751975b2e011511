/**
 * `npm start [-- --browser] [--port N] [--host ADDRESS] [--store FILE] [--no-open] [--link]`: the workbench in
 * Electron where that can run, otherwise in the browser. A port, a host, --no-open or --link asks for the browser.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './built.ts';
import { downloadElectron, electronBinary, whyNoWindow } from './desktop.ts';
import { withStoreFrom } from './store-path.ts';

const ROOT = join(import.meta.dirname, '..');
/** An Electron that ends with an error sooner than this has not opened a window. */
const STARTS_WITHIN_MS = 10_000;

const args = withStoreFrom(
  process.env['INIT_CWD'] ?? process.cwd(),
  process.argv.slice(2).filter((arg) => arg !== '--browser'),
);
const wantsBrowser =
  process.argv.includes('--browser') || args.some((arg) => /^--(port|host|no-open|link)(=|$)/.test(arg));

/** Runs a program to its end with this terminal; Ctrl-C reaches it by itself. */
function run(
  command: string,
  commandArgs: readonly string[],
): Promise<{ code: number; milliseconds: number }> {
  const startedAt = performance.now();
  const child = spawn(command, commandArgs, { cwd: ROOT, stdio: 'inherit' });
  const ignored = (): undefined => undefined;
  process.on('SIGINT', ignored);
  const passOn = (): unknown => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  return new Promise((resolve) => {
    const settle = (code: number): void => {
      process.off('SIGINT', ignored);
      process.off('SIGTERM', passOn);
      resolve({ code, milliseconds: performance.now() - startedAt });
    };
    child.once('error', () => settle(1));
    child.once('exit', (code, signal) => settle(code ?? (signal ? 1 : 0)));
  });
}

/** Opens the desktop shell; null when it ran, else why it did not. */
async function runDesktop(): Promise<string | null> {
  const machine = { platform: process.platform, environment: process.env, uid: process.getuid?.() };
  const obstacle = whyNoWindow(machine) ?? (electronBinary() === null ? downloadElectron() : null);
  if (obstacle !== null) return obstacle;
  const binary = electronBinary();
  if (binary === null) return 'Electron is not there';
  const { code, milliseconds } = await run(binary, [ROOT, ...args]);
  return code !== 0 && milliseconds < STARTS_WITHIN_MS ? `Electron ended at once (exit code ${code})` : null;
}

ensureBuilt();
const obstacle = wantsBrowser ? '' : await runDesktop();
if (obstacle === null) process.exit(0);
if (obstacle)
  process.stderr.write(`No desktop window: ${obstacle}. The same workbench opens in the browser.\n`);
const { code } = await run(process.execPath, [join(ROOT, 'out', 'main', 'server.js'), ...args]);
process.exit(code);
