/** The desktop shell: windows, menus and dialogs around the engine process. Each step is one feature, in its own file. */
import { app, dialog } from 'electron';
import { join } from 'node:path';
import { projectRoot } from '../engine/paths.ts';
import { setupAppProtocol, setupAppScheme } from './app-scheme.ts';
import { setupDialogs } from './dialogs.ts';
import { setupDownloads } from './downloads.ts';
import { setupEngine } from './engine.ts';
import { setupHardening, setupNoNetwork, setupPermissions } from './hardening.ts';
import { setupLifecycle } from './lifecycle.ts';
import { currentWindow, showMainWindow } from './main-window.ts';
import { setupMenu } from './menu.ts';
import { setupSingleInstance } from './single-instance.ts';

const built = join(projectRoot(), 'out');
const show = (): void => showMainWindow(join(built, 'preload', 'preload.cjs'));

async function start(): Promise<void> {
  setupHardening();
  setupAppScheme();
  await app.whenReady();
  setupAppProtocol(join(built, 'renderer'));
  setupPermissions();
  setupNoNetwork();
  setupDownloads();
  setupEngine(join(built, 'main', 'engine.js'));
  setupDialogs();
  setupMenu(currentWindow);
  setupLifecycle(show);
  show();
}

function fail(error: unknown): void {
  dialog.showErrorBox(
    'Pairlens could not start',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
  app.exit(1);
}

if (setupSingleInstance(show)) start().catch(fail);
