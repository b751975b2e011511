import { app } from 'electron';
import { type StartData, storeArgument, storeOfStart } from './store-argument.ts';

/**
 * There is one Pairlens, which shows every workspace that is open; starting another one asks the first to show what was
 * asked for.
 *
 * @param show shows a workspace; null stands for whichever is open
 * @returns whether this is the one
 */
export function setupSingleInstance(show: (storePath: string | null) => void): boolean {
  const data: StartData = { store: storeArgument(process.argv.slice(1)) };
  if (!app.requestSingleInstanceLock(data)) {
    app.quit();
    return false;
  }
  app.on('second-instance', (_event, _argv, _folder, additionalData) => {
    const storePath = storeOfStart(additionalData);
    void app.whenReady().then(() => show(storePath));
  });
  return true;
}
