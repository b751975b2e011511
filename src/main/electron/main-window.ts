import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import { APP_URL } from './app-scheme.ts';
import { keepWindowState, readWindowState } from './window-state.ts';

const DEFAULT_SIZE = { width: 1280, height: 800 };
const MINIMUM_SIZE = { minWidth: 960, minHeight: 600 };
/** The page's background, so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#ffffff', dark: '#16181b' };

let mainWindow: BrowserWindow | null = null;

/** The workbench's window, or null while there is none (on macOS the app outlives it). */
export function currentWindow(): BrowserWindow | null {
  return mainWindow;
}

/** Brings the window to the front, opening it when there is none. */
export function showMainWindow(preload: string): void {
  if (!mainWindow) {
    openMainWindow(preload);
    return;
  }
  if (mainWindow.isMinimized()) mainWindow.restore();
  mainWindow.focus();
}

function openMainWindow(preload: string): void {
  const kept = readWindowState();
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
      // Chromium would fetch its dictionaries from the net.
      spellcheck: false,
    },
  });
  mainWindow = window;
  if (kept?.maximized) window.maximize();
  keepWindowState(window);
  window.once('ready-to-show', () => window.show());
  window.on('closed', () => {
    mainWindow = null;
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => void reopenPage(window, reason));
  void window.loadURL(APP_URL);
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
