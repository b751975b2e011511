import { app } from 'electron';

/** On macOS an app outlives its windows; elsewhere the last window takes it along. */
export function setupLifecycle(show: () => void): void {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', show);
}
