/** The desktop shell: windows, menus and dialogs around engine processes. Each step is one feature, in its own file. */
import { app, dialog } from 'electron';
import { join } from 'node:path';
import { projectRoot, unpacked } from '../engine/paths.ts';
import { setupAppProtocol, setupAppScheme } from './app-scheme.ts';
import { setupDialogs } from './dialogs.ts';
import { setupDownloads } from './downloads.ts';
import { setupEngines } from './engine.ts';
import { setupHardening, setupNoNetwork, setupPermissions } from './hardening.ts';
import { setupLifecycle } from './lifecycle.ts';
import { setupMenu } from './menu.ts';
import { setupSingleInstance } from './single-instance.ts';
import { storeArgument } from './store-argument.ts';
import { Workspaces } from './workspaces.ts';

const built = join(projectRoot(), 'out');
const workspaces = new Workspaces({
  // What is Node and nothing else lies beside the archive, with all that it reads: docs/decisions/0020.
  engineEntry: unpacked(join(built, 'main', 'engine.js')),
  preload: join(built, 'preload', 'preload.cjs'),
});

async function start(): Promise<void> {
  setupHardening();
  setupAppScheme();
  await app.whenReady();
  setupAppProtocol(join(built, 'renderer'));
  setupPermissions();
  setupNoNetwork();
  setupDownloads();
  setupEngines(workspaces);
  setupDialogs();
  setupMenu(workspaces);
  setupLifecycle(() => workspaces.show(null));
  workspaces.show(storeArgument(process.argv.slice(1)));
}

function fail(error: unknown): void {
  dialog.showErrorBox(
    'Pairlens could not start',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
  app.exit(1);
}

if (setupSingleInstance((storePath) => workspaces.show(storePath))) start().catch(fail);
