import { app } from 'electron';

/**
 * One workspace has one writer, so there is one Pairlens; starting another one brings the first to the front.
 *
 * @returns whether this is the one
 */
export function setupSingleInstance(show: () => void): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', show);
  return true;
}
