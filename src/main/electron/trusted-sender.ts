import type { IpcMainInvokeEvent } from 'electron';
import { isAppUrl } from './app-scheme.ts';

/**
 * Guards every handler of a message from a page: only the workbench's own page, in the top frame, may ask.
 *
 * @throws Error for any other sender
 */
export function requireTrustedSender({ senderFrame }: IpcMainInvokeEvent): void {
  if (senderFrame && senderFrame.parent === null && isAppUrl(senderFrame.url)) return;
  throw new Error(`A page that is not the workbench asked: ${senderFrame?.url ?? 'a frame that is gone'}`);
}
