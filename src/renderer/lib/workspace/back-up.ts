/** Copies the workspace as it is now, and says where the copy is; the tray tells how far it is. */
import { copyText } from '../../ui/clipboard.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { client } from '../engine/client.ts';
import { showError } from '../engine/server-state.ts';

export async function backUpWorkspace(): Promise<void> {
  try {
    const { path, sound } = await client.workspace.backUp();
    // Long enough to read and copy a path.
    const title = sound
      ? 'The workspace is backed up'
      : 'The workspace is damaged, and so is its copy: pairlens rescue copies what is sound';
    toasts.show(title, { detail: path, action: copying(path), goesAlong: true });
  } catch (error) {
    showError(error);
  }
}

function copying(path: string) {
  return { label: 'Copy the path', run: () => void copyText(path).catch(showError) };
}
