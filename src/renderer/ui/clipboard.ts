/** Puts something on the clipboard; what the browser refuses is said as what a person can act on. */
import { PairlensError } from '../../shared/errors.ts';

/** @throws PairlensError CLIPBOARD_REFUSED */
export function copyText(text: string): Promise<void> {
  return copied((clipboard) => clipboard.writeText(text));
}

/**
 * A browser lets a page copy only in answer to a click: what is drawn meanwhile is handed over as a promise.
 * @throws PairlensError CLIPBOARD_REFUSED; what `image` throws
 */
export async function copyImage(image: Promise<Blob>): Promise<void> {
  await Promise.all([
    image,
    copied((clipboard) => clipboard.write([new ClipboardItem({ 'image/png': image })])),
  ]);
}

async function copied(write: (clipboard: Clipboard) => Promise<void>): Promise<void> {
  // Without https and from another machine a page has none.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined)
    throw new PairlensError('CLIPBOARD_REFUSED', 'this address has no access to the clipboard');
  try {
    await write(clipboard);
  } catch (error) {
    throw new PairlensError('CLIPBOARD_REFUSED', 'the clipboard cannot be written to', {}, error);
  }
}
