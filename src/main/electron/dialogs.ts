import { BrowserWindow, dialog, ipcMain } from 'electron';
import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf } from '../../core/errors.ts';
import { CHANNELS, type ChosenFile } from '../../shared/desktop.ts';
import { requireTrustedSender } from './trusted-sender.ts';

const FILTERS = [
  { name: 'Sentence sets', extensions: ['csv', 'tsv', 'tab', 'json', 'jsonl', 'ndjson', 'txt'] },
  { name: 'All files', extensions: ['*'] },
];

/** @throws Error that says what is wrong with the file */
async function describeChosenFile(path: string): Promise<ChosenFile> {
  await access(path, constants.R_OK);
  const { size } = await stat(path);
  return { name: basename(path), path, bytes: size };
}

export function setupDialogs(): void {
  // Of a file the page gets the path, because the engine reads from there when the page asks it to.
  ipcMain.handle(CHANNELS.chooseSentenceFile, async (event): Promise<ChosenFile | null> => {
    requireTrustedSender(event);
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!window) return null;
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Import sentences',
      properties: ['openFile'],
      filters: FILTERS,
    });
    const [path] = filePaths;
    if (canceled || path === undefined) return null;
    try {
      return await describeChosenFile(path);
    } catch (error) {
      const detail = messageOf(error);
      await dialog.showMessageBox(window, {
        type: 'error',
        message: `${basename(path)} cannot be read`,
        detail,
      });
      return null;
    }
  });
  // Of a model's folder likewise.
  ipcMain.handle(CHANNELS.chooseModelFolder, async (event): Promise<string | null> => {
    requireTrustedSender(event);
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!window) return null;
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: 'Choose the folder of a model',
      properties: ['openDirectory'],
    });
    return canceled ? null : (filePaths[0] ?? null);
  });
}
