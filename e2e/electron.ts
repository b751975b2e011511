/** Starts the built desktop shell for the end-to-end tests, on machines that have Electron's binary. */
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { DownloadItem } from 'electron';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronBinary } from '../scripts/desktop.ts';

const ROOT = join(import.meta.dirname, '..');

export interface Desktop {
  readonly app: ElectronApplication;
  /** The workbench, loaded. */
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * @param home where this run's workspaces and compiled models live (PAIRLENS_HOME)
 * @param variables of its environment, besides those of this process
 * @throws Error when Electron's binary is not there
 */
export async function launchElectron(
  home: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Desktop> {
  const executablePath = electronBinary();
  if (executablePath === null) throw new Error('Electron’s binary is not there; `npm start` downloads it.');
  // A profile of its own: the single-instance lock and the window's state belong to the profile.
  const profile = mkdtempSync(join(tmpdir(), 'pairlens-profile-'));
  const environment = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const app = await _electron.launch({
    executablePath,
    // Chromium's sandbox does not start for root, as in a container.
    args: [ROOT, `--user-data-dir=${profile}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    acceptDownloads: true,
    env: { ...Object.fromEntries(environment), ...variables, PAIRLENS_HOME: home },
  });
  // The save dialog is the system's, which a spec cannot answer: downloads go to a folder without asking.
  await app.evaluate(({ session }, folder) => {
    session.defaultSession.prependListener('will-download', (_event: unknown, item: DownloadItem) => {
      item.setSavePath(`${folder}/${item.getFilename()}`);
    });
  }, profile);
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  return { app, page, close: () => app.close() };
}
