import { BrowserWindow, dialog, ipcMain } from 'electron';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf } from '../../core/errors.ts';
import { CHANNELS, type ChosenFile } from '../../shared/desktop.ts';
import { requireTrustedSender } from './trusted-sender.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const FILTERS = [
  { name: 'Sentence sets', extensions: ['csv', 'tsv', 'json', 'jsonl'] },
  { name: 'All files', extensions: ['*'] },
];

/** @throws Error that says what is wrong with the file */
async function readChosenFile(path: string): Promise<ChosenFile> {
  const { size } = await stat(path);
  if (size > MAX_FILE_BYTES)
    throw new Error(`The file has ${size} bytes; at most ${MAX_FILE_BYTES} can be imported.`);
  return { name: basename(path), content: new Uint8Array(await readFile(path)) };
}

export function setupDialogs(): void {
  // Of a file the page gets the content, and the name without its folder.
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
      return await readChosenFile(path);
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
  // Of a model's folder it gets the path, because the engine reads from there when the page asks it to.
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
