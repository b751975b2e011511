import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { CHANNELS, type DesktopCommand } from '../../shared/desktop.ts';

function template(command: (name: DesktopCommand) => () => void): MenuItemConstructorOptions[] {
  const isMac = process.platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Import Sentences…', accelerator: 'CmdOrCtrl+O', click: command('import-sentences') },
        { label: 'Export Results…', accelerator: 'CmdOrCtrl+E', click: command('export-results') },
        { label: 'Back Up Workspace', click: command('back-up') },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
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

/** @param window the window that menu commands go to, null while there is none */
export function setupMenu(window: () => BrowserWindow | null): void {
  const command = (name: DesktopCommand) => () => window()?.webContents.send(CHANNELS.command, name);
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(command)));
  app.setAboutPanelOptions({ applicationName: 'Pairlens', applicationVersion: app.getVersion() });
}
