import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import { basename } from 'node:path';
import { APP_URL, isAppUrl } from './app-scheme.ts';
import { keepWindowState, readWindowState } from './window-state.ts';

const DEFAULT_SIZE = { width: 1280, height: 800 };
const MINIMUM_SIZE = { minWidth: 960, minHeight: 600 };
/** The page's background, so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#ffffff', dark: '#16181b' };

/** How far a window lies from the one that was opened before, in pixels, so that both are seen. */
const STEP = 32;

export interface WindowOptions {
  readonly preload: string;
  /** The workspace that it shows, named in its title; null for the default one, which goes without saying. */
  readonly storePath: string | null;
  /** How many windows are open. */
  readonly others: number;
  /** The view that it opens at; the first one where this is missing, or no address of the workbench. */
  readonly url?: string | undefined;
}

/** Opens a window with the workbench. */
export function openWindow({ preload, storePath, others, url = APP_URL }: WindowOptions): BrowserWindow {
  const kept = readWindowState(others * STEP);
  const window = new BrowserWindow({
    ...(kept?.bounds ?? DEFAULT_SIZE),
    ...MINIMUM_SIZE,
    title: 'Pairlens',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      devTools: !app.isPackaged,
      // Chromium would fetch its dictionaries from the net.
      spellcheck: false,
    },
  });
  if (kept?.maximized) window.maximize();
  keepWindowState(window);
  window.once('ready-to-show', () => window.show());
  if (storePath !== null)
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      window.setTitle(`${title} – ${basename(storePath)}`);
    });
  window.webContents.on('render-process-gone', (_event, { reason }) => void reopenPage(window, reason));
  void window.loadURL(isAppUrl(url) ? url : APP_URL);
  return window;
}

async function reopenPage(window: BrowserWindow, reason: string): Promise<void> {
  if (reason === 'clean-exit' || window.isDestroyed()) return;
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The workbench stopped working',
    detail: `Nothing stored is lost, and runs go on. (${reason})`,
    buttons: ['Open it again', 'Quit'],
  });
  if (response === 0) window.webContents.reload();
  else app.quit();
}
