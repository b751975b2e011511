import { app, session } from 'electron';
import { basename, join } from 'node:path';
import { APP_URL } from './app-scheme.ts';

const OWN_BLOBS = `blob:${new URL('/', APP_URL).href}`;

/** What the page exports is saved where the person says; a download from anywhere else is refused. */
export function setupDownloads(): void {
  session.defaultSession.on('will-download', (event, item) => {
    const url = item.getURL();
    if (!url.startsWith(OWN_BLOBS) && !url.startsWith('data:')) {
      event.preventDefault();
      return;
    }
    const name = basename(item.getFilename().replaceAll('\\', '/'));
    item.setSaveDialogOptions({ defaultPath: join(app.getPath('documents'), name) });
  });
}
