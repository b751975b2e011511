import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { CHANNELS, type DesktopCommand } from '../../shared/desktop.ts';

function template(
  command: (name: DesktopCommand) => () => void,
  openAnother: () => void,
): MenuItemConstructorOptions[] {
  const isMac = process.platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New Window', accelerator: 'CmdOrCtrl+N', click: openAnother },
        { type: 'separator' },
        { label: 'Import Sentences…', accelerator: 'CmdOrCtrl+O', click: command('import-sentences') },
        { label: 'Export Results…', accelerator: 'CmdOrCtrl+E', click: command('export-results') },
        { label: 'Back Up Workspace', click: command('back-up') },
        { type: 'separator' },
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { label: 'Search', accelerator: 'CmdOrCtrl+F', click: command('search') },
        { label: 'Commands…', accelerator: 'CmdOrCtrl+K', click: command('command-palette') },
        { type: 'separator' },
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        // Whoever works on Pairlens has them; in the packaged app they are off (main-window.ts).
        ...(app.isPackaged ? [] : [{ type: 'separator' } as const, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Keyboard', accelerator: 'F1', click: command('keyboard-help') },
        ...(isMac ? [] : [{ role: 'about' } as const]),
      ],
    },
  ];
}

interface Windows {
  /** The window that menu commands go to, null while there is none. */
  currentWindow(): BrowserWindow | null;
  openAnother(): void;
}

export function setupMenu(windows: Windows): void {
  const command = (name: DesktopCommand) => () =>
    windows.currentWindow()?.webContents.send(CHANNELS.command, name);
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(command, () => windows.openAnother())));
  app.setAboutPanelOptions({ applicationName: 'Pairlens', applicationVersion: app.getVersion() });
}
